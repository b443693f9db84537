package dev.headroom.engine.policy;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sizes a fleet of queue workers by the backlog (visible + in flight). While there is work it wants at least one replica;
 * where the lower bound is zero it goes there once the queue has been empty for long enough.
 *
 * @param backlog the backlog signal
 * @param rate the signal of arriving items per second; null: the signal that measures the rate, if there is one
 * @param goal what the backlog is held against
 * @param activation a backlog up to this counts as none; at zero replicas only more than it starts one
 * @param idle how long the queue must be empty before zero; the floor is then the lower bound
 */
public record QueueBacklog(String backlog, @Nullable String rate, Goal goal, double activation, Duration idle)
        implements Policy {

    private static final String RULE = "backlog";
    private static final String PER_REPLICA =
            "{detail} is {observed}, {target} items a replica are in order: wants {after}";
    private static final String IN_TIME =
            "{detail} is {observed}, {target} items a replica are done within the acceptable {limit|s}: wants {after}";
    private static final String DRAIN =
            "{detail} is {observed} and {target} a second arrive; done within {limit|s}: wants {after}";
    private static final String IDLE =
            "{detail} is {observed}, as good as empty: keeps {after} until it has been for" + " {limit|s}";
    private static final String RESTS = "{detail} is {observed}, as good as empty: wants the least of {after}";
    private static final String EMPTY = "{detail} has been as good as empty for {limit|s}: wants {after}";
    private static final String ASLEEP =
            "{detail} is {observed}, not above the {target} that start a replica: stays at 0";
    private static final String FIRST =
            "{detail} is not empty, and the service time of an item is unknown: wants {after} to begin with";
    private static final String NO_SERVICE_TIME =
            "the service time of an item is unknown, so {detail} says nothing about replicas: no opinion";

    /** What the backlog is held against. */
    public sealed interface Goal {}

    /** Backlog items per replica. */
    public record PerReplica(double items) implements Goal {
        public PerReplica {
            Sight.require(
                    items > 0 && Double.isFinite(items), RULE, "items per replica must be positive, not " + items);
        }
    }

    /** Items may wait this long: acceptable backlog per replica = latency × concurrency ÷ mean service time. */
    public record AcceptableLatency(Duration latency) implements Goal {
        public AcceptableLatency {
            Sight.require(latency.isPositive(), RULE, "the acceptable latency must be positive");
        }
    }

    /** The backlog is gone within this time, new arrivals included. */
    public record DrainWithin(Duration span) implements Goal {
        public DrainWithin {
            Sight.require(span.isPositive(), RULE, "the time to drain must be positive");
        }
    }

    /** Since when the queue has been empty, epoch milliseconds; −1 while it is not. */
    public record Idle(long sinceMillis) implements Memory {
        static final Idle BUSY = new Idle(-1);
    }

    public QueueBacklog {
        Sight.require(activation >= 0 && Double.isFinite(activation), RULE, "the activation must be at least 0");
        Sight.require(!idle.isNegative(), RULE, "the idle time must not be negative");
    }

    @Override
    public String label() {
        return "backlog(" + backlog + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        SignalValue v = s.signal(backlog);
        if (v == null || !v.ok()) {
            return Sight.blind(RULE, backlog, v, s, memory);
        }
        double items = v.value();
        if (items <= activation) {
            return idle(s, items, memory);
        }
        double service = serviceSeconds(s);
        return switch (goal) {
            case PerReplica g -> wants(s, PER_REPLICA, items, g.items(), Double.NaN, items / g.items());
            case AcceptableLatency g -> {
                if (Double.isNaN(service)) {
                    yield unknown(s);
                }
                double latency = g.latency().toNanos() / 1e9;
                double each = latency * s.replica().concurrency() / service;
                yield wants(s, IN_TIME, items, each, latency, items / each);
            }
            case DrainWithin g -> {
                SignalValue arriving = rate == null ? s.measuring(Measure.RATE) : s.signal(rate);
                if ((rate != null && arriving == null) || (arriving != null && !arriving.ok())) {
                    yield Sight.blind(RULE, rate == null ? "the arrival rate" : rate, arriving, s, Idle.BUSY);
                }
                if (Double.isNaN(service)) {
                    yield unknown(s);
                }
                double span = g.span().toNanos() / 1e9;
                double perSecond = arriving == null ? 0 : arriving.value();
                double slots = (items / span + perSecond) * service;
                yield wants(
                        s, DRAIN, items, perSecond, span, slots / s.replica().concurrency());
            }
        };
    }

    private Evaluation idle(Situation s, double items, @Nullable Memory memory) {
        long now = s.now().toEpochMilli();
        int current = s.current();
        if (current == 0) {
            return result(s, ASLEEP, items, activation, Double.NaN, 0, memory instanceof Idle i ? i : Idle.BUSY);
        }
        Idle since = memory instanceof Idle i && i.sinceMillis() >= 0 ? i : new Idle(now);
        double wait = idle.toMillis() / 1e3;
        if (s.min() == 0 && now - since.sinceMillis() >= idle.toMillis()) {
            return result(s, EMPTY, items, activation, wait, 0, since);
        }
        return result(
                s,
                s.min() == 0 ? IDLE : RESTS,
                items,
                activation,
                s.min() == 0 ? wait : Double.NaN,
                Math.max(1, s.min()),
                since);
    }

    private Evaluation wants(Situation s, String template, double items, double target, double limit, double replicas) {
        return result(s, template, items, target, limit, Math.max(1, Replicas.ceil(replicas)), Idle.BUSY);
    }

    private Evaluation result(
            Situation s, String template, double items, double target, double limit, int after, Idle memory) {
        int current = s.current();
        return Evaluation.of(
                Recommendation.desire(
                        after,
                        Replicas.urgency(current, after),
                        1,
                        new Reason(
                                Reason.Stage.POLICY,
                                RULE,
                                template,
                                items,
                                target,
                                limit,
                                current,
                                after,
                                null,
                                backlog)),
                memory);
    }

    private Evaluation unknown(Situation s) {
        if (s.current() == 0) {
            return result(s, FIRST, Double.NaN, Double.NaN, Double.NaN, 1, Idle.BUSY);
        }
        return Sight.abstain(RULE, NO_SERVICE_TIME, s, backlog, Idle.BUSY);
    }

    private static double serviceSeconds(Situation s) {
        Duration service = s.replica().serviceTime();
        return service == null || !service.isPositive() ? Double.NaN : service.toNanos() / 1e9;
    }
}
