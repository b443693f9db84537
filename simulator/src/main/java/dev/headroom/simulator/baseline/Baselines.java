package dev.headroom.simulator.baseline;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decider;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Trace;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;

/**
 * Sets peers up for a workload, as a careful user of theirs would: the workload's own bounds, 70 % of a replica as the target,
 * and everything else at its published default.
 */
public final class Baselines {

    /** Share of a replica's slots that every peer is set to use, as in the peers' own examples. */
    public static final double UTILISATION = 0.7;

    /** Backlog per replica when neither the workload nor its deadline says one: the AWS guide's example. */
    static final double BACKLOG_PER_REPLICA = 100;

    private static final Signal CPU = Signal.of("utilisation", Measure.UTILISATION, Unit.RATIO);
    private static final Signal IN_FLIGHT = Signal.of("in-flight", Measure.IN_FLIGHT, Unit.COUNT);
    private static final Signal RATE = Signal.of("rate", Measure.RATE, Unit.PER_SECOND);
    private static final Signal BACKLOG = Signal.of("backlog", Measure.BACKLOG, Unit.COUNT);

    private Baselines() {}

    /** The names known, in the order of reports. */
    public static List<String> names() {
        return List.of("hpa", "kpa", "keda", "aws-target", "aws-step", "aws-predictive", "fixed");
    }

    /**
     * A peer for a workload.
     *
     * @param name one of {@link #names()}
     * @param like replica, objective and bounds are taken from it
     * @param service what a replica does
     * @param trace the demand; only the fixed capacity looks at it
     * @throws IllegalArgumentException when there is no such name
     */
    public static Offer create(String name, Workload like, Service service, Trace trace) {
        int min = like.guardrails().bounds().min();
        int max = like.guardrails().bounds().max();
        boolean queue = service instanceof Service.QueueWorkers;
        double backlog = backlogPerReplica(like, service);
        return switch (name) {
            case "hpa" -> hpa(like, queue, backlog, min, max);
            case "kpa" ->
                queue
                        ? new Offer.NotApplicable(
                                name,
                                "Knative scales on requests in flight; workers that take items from a queue"
                                        + " receive none")
                        : kpa(like, service.concurrency() * UTILISATION, min, max);
            case "keda" -> keda(like, service, queue, backlog, min, max);
            case "aws-target" -> {
                String summary = queue
                        ? text("AWS target tracking on the backlog per instance, ", backlog, "")
                        : "AWS target tracking at 70 % utilisation";
                AwsTargetTracking decider = targetTracking(queue, backlog, min, max);
                yield baseline(name, summary, like, 60, min, max, decider, queue ? BACKLOG : CPU);
            }
            case "aws-step" -> awsStep(like, queue, backlog, min, max);
            case "aws-predictive" -> awsPredictive(like, queue, backlog, min, max);
            case "fixed" -> fixed(like, Verdict.clamp(Fixed.forPeak(trace, service, UTILISATION), min, max));
            default ->
                throw new IllegalArgumentException(
                        "there is no baseline '" + name + "'; there are " + String.join(", ", names()));
        };
    }

    private static Baseline hpa(Workload like, boolean queue, double backlog, int min, int max) {
        // Without the alpha gate HPAScaleToZero an HPA has at least one replica.
        int least = Math.max(1, min);
        int most = Math.max(least, max);
        Hpa.Metric metric = queue
                ? new Hpa.Metric(Hpa.Kind.AVERAGE_VALUE, backlog)
                : new Hpa.Metric(Hpa.Kind.RESOURCE, UTILISATION);
        String summary = queue
                ? text("Kubernetes HPA on an external metric, ", backlog, " items per replica, default behaviour")
                : "Kubernetes HPA at 70 % utilisation, default behaviour";
        Hpa decider = new Hpa(Hpa.Config.of(least, most, metric));
        return baseline("hpa", summary, like, 15, least, most, decider, queue ? BACKLOG : CPU);
    }

    private static Baseline kpa(Workload like, double target, int min, int max) {
        String summary = text("Knative KPA at ", target, " requests in flight per replica (70 % of its limit)");
        return baseline("kpa", summary, like, 2, min, max, new Kpa(Kpa.Config.of(target, min, max)), IN_FLIGHT);
    }

    private static Baseline keda(Workload like, Service service, boolean queue, double backlog, int min, int max) {
        if (service instanceof Service.Llm) {
            // What a request costs is not told by its rate; its servers count those that run and wait.
            double running = service.concurrency() * UTILISATION;
            String summary = text("KEDA on the requests running and waiting, ", running, " per replica");
            return baseline(
                    "keda", summary, like, 15, min, max, new Keda(Keda.Config.of(running, min, max)), IN_FLIGHT);
        }
        double target = queue ? backlog : perSecond(service) * UTILISATION;
        String summary = queue
                ? text("KEDA on the queue, ", target, " items per replica")
                : text("KEDA on the request rate, ", target, "/s per replica");
        Keda decider = new Keda(Keda.Config.of(target, min, max));
        return baseline("keda", summary, like, 15, min, max, decider, queue ? BACKLOG : RATE);
    }

    private static Baseline awsStep(Workload like, boolean queue, double backlog, int min, int max) {
        String summary = queue
                ? text("AWS step scaling around a backlog of ", backlog, " per instance")
                : "AWS step scaling, the guide's steps around 50 % utilisation";
        AwsStepScaling decider = new AwsStepScaling(
                queue ? AwsStepScaling.Config.backlog(backlog, min, max) : AwsStepScaling.Config.guide(min, max));
        return baseline("aws-step", summary, like, 60, min, max, decider, queue ? BACKLOG : CPU);
    }

    private static Baseline awsPredictive(Workload like, boolean queue, double backlog, int min, int max) {
        String summary = "AWS predictive scaling at 70 % utilisation beside target tracking";
        Signal[] signals = queue ? new Signal[] {BACKLOG, CPU} : new Signal[] {CPU};
        AwsPredictive decider = new AwsPredictive(
                AwsPredictive.Config.of(UTILISATION, min, max),
                targetTracking(queue, backlog, min, max),
                signals.length - 1);
        return baseline("aws-predictive", summary, like, 60, min, max, decider, signals);
    }

    /** A fixed capacity of the given size, whatever the workload's bounds. */
    public static Baseline fixed(Workload like, int replicas) {
        return baseline(
                "fixed", "always " + replicas + " replicas", like, 60, replicas, replicas, new Fixed(replicas), CPU);
    }

    /**
     * Backlog one replica may have: what the workload's own queue policy says, else what its deadline or acceptable latency
     * allows (latency ÷ mean processing time × concurrency, the AWS guide's formula), else 100.
     */
    static double backlogPerReplica(Workload like, Service service) {
        double perSecond = perSecond(service);
        for (Workload.Weighted weighted : like.policies()) {
            if (weighted.policy() instanceof QueueBacklog policy) {
                if (policy.goal() instanceof QueueBacklog.PerReplica each) {
                    return each.items();
                }
                if (policy.goal() instanceof QueueBacklog.AcceptableLatency acceptable) {
                    return Math.max(1, seconds(acceptable.latency()) * perSecond);
                }
            }
        }
        Duration deadline = like.objective().deadline();
        return deadline == null ? BACKLOG_PER_REPLICA : Math.max(1, seconds(deadline) * perSecond);
    }

    private static AwsTargetTracking targetTracking(boolean queue, double backlog, int min, int max) {
        return new AwsTargetTracking(
                queue
                        ? AwsTargetTracking.Config.ec2(AwsTargetTracking.Metric.TOTAL_PER_REPLICA, backlog, min, max)
                        : AwsTargetTracking.Config.ec2(AwsTargetTracking.Metric.AVERAGE, UTILISATION, min, max));
    }

    private static Baseline baseline(
            String name,
            String summary,
            Workload like,
            int seconds,
            int min,
            int max,
            Decider decider,
            Signal... signals) {
        return new Baseline(
                name,
                summary,
                new Workload(
                        like.name(),
                        Duration.ofSeconds(seconds),
                        like.replica(),
                        like.objective(),
                        List.of(signals),
                        List.of(),
                        Combiner.MAXIMUM,
                        Guardrails.of(min, max)),
                decider,
                seconds * 1000L);
    }

    private static double perSecond(Service service) {
        return service.concurrency() / Math.max(1e-9, service.time().mean());
    }

    private static double seconds(Duration d) {
        return d.toNanos() / 1e9;
    }

    private static String text(String before, double number, String after) {
        return before
                + BigDecimal.valueOf(number)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString()
                + after;
    }
}
