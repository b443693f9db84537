package dev.headroom.spec;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.engine.policy.QueueBacklog.AcceptableLatency;
import dev.headroom.engine.policy.QueueBacklog.DrainWithin;
import dev.headroom.engine.policy.QueueBacklog.Goal;
import dev.headroom.engine.policy.QueueBacklog.PerReplica;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sizes queue workers by the backlog. */
final class BacklogPolicy extends Table<QueueBacklog> {

    private final Key<QueueBacklog, String> signal = optional(
            "signal",
            Reference.SIGNAL,
            "The backlog: items waiting and in flight.",
            "the one that measures it",
            QueueBacklog::backlog);
    private final Key<QueueBacklog, String> rate = optional(
            "rate",
            Reference.SIGNAL,
            "Items arriving per second.",
            "the signal that measures it, if any",
            QueueBacklog::rate);
    private final Key<QueueBacklog, Double> perReplica = optional(
            "per-replica",
            Values.POSITIVE,
            "Goal: items per replica.",
            "one of three",
            p -> p.goal() instanceof PerReplica g ? g.items() : null);
    private final Key<QueueBacklog, Duration> latency = optional(
            "latency",
            Values.DURATION,
            "Goal: items wait at most this long.",
            "one of three",
            p -> p.goal() instanceof AcceptableLatency g ? g.latency() : null);
    private final Key<QueueBacklog, Duration> drain = optional(
            "drain-within",
            Values.DURATION,
            "Goal: the backlog is gone within this time, new arrivals included.",
            "one of three",
            p -> p.goal() instanceof DrainWithin g ? g.span() : null);
    private final Key<QueueBacklog, Double> activation = fallback(
            "activation",
            Values.NUMBER,
            "Backlog above which a workload at zero is started.",
            0.0,
            QueueBacklog::activation);
    private final Key<QueueBacklog, Duration> idle = fallback(
            "idle",
            Values.DURATION,
            "How long the queue must be empty before zero.",
            Duration.ofMinutes(5),
            QueueBacklog::idle);

    BacklogPolicy() {
        super("policy-backlog", "Queue backlog: enough workers for the items that wait.");
    }

    @Override
    @Nullable
    QueueBacklog build(Fields f) {
        int goals = (f.has(perReplica) ? 1 : 0) + (f.has(latency) ? 1 : 0) + (f.has(drain) ? 1 : 0);
        if (goals != 1) {
            f.table()
                    .errorAtName(
                            goals == 0 ? "no goal is given" : goals + " goals are given",
                            "write one of per-replica: 100, latency: 10m, drain-within: 1h");
            return null;
        }
        Signal s = Signals.named(f, signal, Measure.BACKLOG);
        Signal arrivals = f.has(rate) ? Signals.named(f, rate) : f.reading().measuring(Measure.RATE);
        if (s == null || (f.has(rate) && arrivals == null)) {
            return null;
        }
        Duration span = f.has(latency) ? f.find(latency) : f.find(drain);
        if (span != null && span.isZero()) {
            f.at(f.has(latency) ? latency : drain)
                    .error("0 would need endless workers", "write a duration such as 10m");
            return null;
        }
        Double items = f.find(perReplica);
        Goal goal = items != null
                ? new PerReplica(items)
                : f.has(latency) ? new AcceptableLatency(f.get(latency)) : new DrainWithin(f.get(drain));
        return new QueueBacklog(
                s.name(), arrivals == null ? null : arrivals.name(), goal, f.get(activation), f.get(idle));
    }
}
