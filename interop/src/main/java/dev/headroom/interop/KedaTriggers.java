package dev.headroom.interop;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.ConcurrencyPanic;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.engine.policy.QueueBacklog.PerReplica;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.Scheduled.Entry;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.spec.CronRecurrence;
import dev.headroom.spec.SourceSpec;
import dev.headroom.spec.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policies as triggers of KEDA. */
final class KedaTriggers {

    static final Gap POLICY = new Gap("policies", "no trigger of KEDA does this", "left out");
    static final Gap WAITING =
            new Gap("policies", "a ScaledJob starts a job for what waits, and for nothing else", "left out");
    static final Gap SOURCE = new Gap(
            "sources",
            "KEDA needs an address to ask, and the signal has no source of a kind it knows",
            "its trigger is left out");
    static final Gap GOAL = new Gap(
            "policies.backlog.latency, drain-within",
            "a trigger of KEDA knows only items per replica",
            "the service time makes it items per replica");
    static final Gap CRON = new Gap(
            "policies.schedule",
            "KEDA's cron has a begin, an end and a number of replicas",
            "entries that do not fit are left out");

    private KedaTriggers() {}

    /** The triggers of a workload that runs on, in the order of its policies. */
    static List<Map<String, Object>> of(Spec spec, Subject w) {
        List<Map<String, Object>> triggers = new ArrayList<>();
        for (var weighted : w.spec().workload().policies()) {
            Policy p = weighted.policy();
            int before = triggers.size();
            switch (p) {
                case TargetTracking t -> target(spec, w, t).ifPresent(triggers::add);
                case QueueBacklog q -> backlog(spec, w, q).ifPresent(triggers::add);
                case ConcurrencyPanic c ->
                    asked(spec, w, w.signal(c.signal()), c.perReplica() * c.utilisation(), 0)
                            .ifPresent(triggers::add);
                case Scheduled s -> triggers.addAll(crons(w, s));
                default -> w.lost(POLICY, p.label());
            }
            if (p instanceof ConcurrencyPanic && triggers.size() > before) {
                w.lost(POLICY, p.label() + ": its windows and panic");
            }
        }
        return triggers;
    }

    /** The triggers of a queue that jobs work off. */
    static List<Map<String, Object>> ofJobs(Spec spec, Subject w) {
        List<Map<String, Object>> triggers = new ArrayList<>();
        for (var weighted : w.spec().workload().policies()) {
            switch (weighted.policy()) {
                case QueueBacklog q -> backlog(spec, w, q).ifPresent(triggers::add);
                case Policy p -> w.lost(WAITING, p.label());
            }
        }
        return triggers;
    }

    private static Optional<Map<String, Object>> target(Spec spec, Subject w, TargetTracking t) {
        Signal s = w.signal(t.signal());
        String resource = Subject.resource(s);
        if (t.mode() == TargetTracking.Mode.AVERAGE && !resource.isEmpty()) {
            return Optional.of(Tree.of(
                    "type",
                    resource,
                    "metricType",
                    "Utilization",
                    "metadata",
                    Tree.of("value", Long.toString(Math.round(t.target() * 100)))));
        }
        return asked(spec, w, s, t.target(), 0).map(trigger -> {
            if (t.mode() == TargetTracking.Mode.AVERAGE) {
                // Of a mean, no replica has a share: it is compared with the target as it is.
                trigger.put("metricType", "Value");
            }
            return trigger;
        });
    }

    private static Optional<Map<String, Object>> backlog(Spec spec, Subject w, QueueBacklog q) {
        Signal s = w.signal(q.backlog());
        double items;
        if (q.goal() instanceof PerReplica p) {
            items = p.items();
        } else {
            Duration time = w.spec().workload().replica().serviceTime();
            Duration span = q.goal() instanceof QueueBacklog.AcceptableLatency a
                    ? a.latency()
                    : ((QueueBacklog.DrainWithin) q.goal()).span();
            if (time == null) {
                w.lost(GOAL, q.label() + ": the service time is unknown");
                return Optional.empty();
            }
            items = Math.max(
                    1,
                    Math.floor((double) span.toMillis()
                            / time.toMillis()
                            * w.spec().workload().replica().concurrency()));
            w.lost(GOAL, q.label());
        }
        return asked(spec, w, s, items, q.activation());
    }

    /** A trigger that asks the signal's source: a total, so much of it for each replica. */
    private static Optional<Map<String, Object>> asked(
            Spec spec, Subject w, Signal s, double perReplica, double activation) {
        SourceSpec source = spec.sources().get(s.source());
        String threshold = Subject.number(Subject.delivered(s.unit(), perReplica));
        String activated = activation > 0 ? Subject.number(Subject.delivered(s.unit(), activation)) : null;
        if (source != null && source.type().equals("prometheus")) {
            return Optional.of(Tree.of(
                    "type",
                    "prometheus",
                    "name",
                    s.name(),
                    "metricType",
                    "AverageValue",
                    "metadata",
                    Tree.of(
                            "serverAddress",
                            String.valueOf(source.options().get("url")),
                            "query",
                            s.query(),
                            "threshold",
                            threshold,
                            "activationThreshold",
                            activated)));
        }
        if (source != null && source.type().equals("sqs")) {
            return Optional.of(Tree.of(
                    "type",
                    "aws-sqs-queue",
                    "name",
                    s.name(),
                    "metricType",
                    "AverageValue",
                    "metadata",
                    Tree.of(
                            "queueURL",
                            String.valueOf(source.options().get("queue-url")),
                            "awsRegion",
                            String.valueOf(source.options().getOrDefault("region", "us-east-1")),
                            "awsEndpoint",
                            source.options().get("endpoint") == null
                                    ? null
                                    : source.options().get("endpoint").toString(),
                            "queueLength",
                            threshold,
                            "activationQueueLength",
                            activated)));
        }
        w.lost(SOURCE, s.name());
        return Optional.empty();
    }

    private static List<Map<String, Object>> crons(Subject w, Scheduled schedule) {
        List<Map<String, Object>> out = new ArrayList<>();
        List<Entry> entries = schedule.entries();
        for (int i = 0; i < entries.size(); i++) {
            Entry e = entries.get(i);
            int floor = Math.max(e.min(), e.desired());
            Optional<CronRecurrence> cron = Crons.cron(e);
            String begin =
                    cron.map(c -> Crons.moved(c.text(), e.lead().negated())).orElse("");
            String end = end(entries, e, cron);
            if (begin.isEmpty() || end.isEmpty() || floor < 0) {
                w.lost(CRON, e.name());
                continue;
            }
            if (floor <= w.min()) {
                continue; // the minimum holds anyway
            }
            out.add(Tree.of(
                    "type",
                    "cron",
                    "name",
                    e.name().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+|-+$", ""),
                    "metadata",
                    Tree.of(
                            "timezone",
                            cron.orElseThrow().zone().getId(),
                            "start",
                            begin,
                            "end",
                            end,
                            "desiredReplicas",
                            Integer.toString(floor))));
        }
        return out;
    }

    /** Where an entry ends: after its length, or where the next entry without one begins. */
    private static String end(List<Entry> entries, Entry e, Optional<CronRecurrence> cron) {
        Duration length = e.length();
        if (cron.isEmpty()) {
            return "";
        }
        if (length != null) {
            return Crons.moved(cron.get().text(), length);
        }
        List<Entry> others = entries.stream()
                .filter(o -> !o.equals(e) && o.length() == null && Crons.cron(o).isPresent())
                .toList();
        return others.size() == 1
                ? Crons.moved(
                        Crons.cron(others.getFirst()).orElseThrow().text(),
                        others.getFirst().lead().negated())
                : "";
    }
}
