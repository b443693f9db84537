package dev.headroom.simulator.league;

import static dev.headroom.simulator.tune.Parameter.linear;
import static dev.headroom.simulator.tune.Parameter.log;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decider;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.BlastRadius;
import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.Stabilisation;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.baseline.AwsPredictive;
import dev.headroom.simulator.baseline.AwsStepScaling;
import dev.headroom.simulator.baseline.AwsStepScaling.Step;
import dev.headroom.simulator.baseline.AwsTargetTracking;
import dev.headroom.simulator.baseline.Baseline;
import dev.headroom.simulator.baseline.Baselines;
import dev.headroom.simulator.baseline.Fixed;
import dev.headroom.simulator.baseline.Hpa;
import dev.headroom.simulator.baseline.HpaBehaviour;
import dev.headroom.simulator.baseline.HpaCalculator;
import dev.headroom.simulator.baseline.Keda;
import dev.headroom.simulator.baseline.Kpa;
import dev.headroom.simulator.baseline.Offer;
import dev.headroom.simulator.tune.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Who plays, and what may be tuned about them. At their standard values peers are what {@link Baselines} sets up; what is
 * searched beside the target is what their users turn: windows, tolerances, warm-ups, cooldowns.
 */
public final class Contenders {
    /** The name of the automatic policy: what a workload without policies gets. */
    public static final String AUTO = "auto";

    private static final List<Double> SHARES = List.of(0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95);
    private static final double SHARE = Baselines.UTILISATION;

    private final Setting setting;
    private final Trace past;
    private final int min;

    private Contenders(Setting setting, Trace past) {
        this.setting = setting;
        this.past = past;
        this.min = setting.min();
    }

    /** The names known, in the order of the table. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of(AUTO));
        names.addAll(Baselines.names());
        return List.copyOf(names);
    }

    /**
     * Who plays in a setting; those for whom it is nothing are left out.
     *
     * @param names of those wanted, out of {@link #names()}
     * @param past the first half of the trace: what could be known beforehand
     */
    public static List<Contender> in(Setting setting, Trace past, List<String> names) {
        Contenders all = new Contenders(setting, past);
        List<Contender> players = new ArrayList<>();
        for (String name : names) {
            if (name.equals(AUTO)) {
                players.add(all.auto());
            } else if (all.offer(name) instanceof Baseline b) {
                players.add(all.peer(b));
            }
        }
        return players;
    }

    private Offer offer(String name) {
        return Baselines.create(name, workload(List.of(), Stabilisation.NONE), setting.service(), past);
    }

    private Workload workload(List<Workload.Weighted> policies, Stabilisation windows) {
        return workload(policies, windows, setting.objective().attainment());
    }

    private Workload workload(List<Workload.Weighted> policies, Stabilisation windows, double attainment) {
        Objective promise = setting.objective();
        return new Workload(
                "league",
                Duration.ofMillis(Setting.MEASUREMENT.scrapeMillis()),
                setting.replica(),
                new Objective(promise.quantile(), promise.latency(), promise.deadline(), attainment),
                setting.signals(),
                policies,
                Combiner.MAXIMUM,
                new Guardrails(
                        new Bounds(min, Setting.MAX, null),
                        List.of(),
                        windows,
                        RateLimits.NONE,
                        null,
                        null,
                        List.of(),
                        BlastRadius.DEFAULT));
    }

    /** What it aims at is the share of late requests; a queue's deadline is kept by the margin for bursts instead. */
    private Contender auto() {
        boolean queue = setting.service() instanceof Service.QueueWorkers;
        double window = Stabilisation.ofRestart(setting.replica(), setting.objective())
                .down()
                .toSeconds();
        return new Contender(
                AUTO,
                List.of(
                        queue ? linear("burst", 0, 10, 0.1, 2) : log("late", 1e-5, 0.2, 1e-5, 0.001),
                        linear("stabilisation-down-s", 0, 1800, 1, window),
                        linear("utilisation", 0.3, 0.95, 0.01, 0.7)),
                queue
                        ? List.of(0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0)
                        : List.of(0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001),
                v -> new Contender.Candidate(
                        workload(
                                List.of(new Workload.Weighted(
                                        new CapacityModel(v.get(2), queue ? v.get(0) : 2, 0.5), 1)),
                                new Stabilisation(
                                        Duration.ZERO,
                                        Duration.ofSeconds(v.get(1).longValue())),
                                queue ? setting.objective().attainment() : 1 - v.get(0)),
                        Engine.INSTANCE,
                        Setting.MEASUREMENT.scrapeMillis()));
    }

    private Contender peer(Baseline b) {
        boolean queue = setting.service() instanceof Service.QueueWorkers;
        // The deadline's worth of items, as the AWS guide computes it; see Baselines.
        double backlog = setting.objective().limitSeconds() * setting.perReplica();
        Parameter main = queue
                ? log("backlog-per-replica", backlog / 64, backlog * 2, 1, backlog)
                : linear("utilisation", 0.2, 0.98, 0.005, SHARE);
        List<Double> sweep = queue ? shares(backlog) : SHARES;
        return switch (b.name()) {
            case "hpa" ->
                contender(
                        b,
                        sweep,
                        v -> hpa(queue, v),
                        main,
                        linear("stabilisation-down-s", 0, 1800, 15, 300),
                        linear("tolerance", 0, 0.3, 0.01, 0.1));
            case "kpa" ->
                contender(
                        b,
                        SHARES,
                        this::kpa,
                        main,
                        linear("stable-window-s", 15, 600, 5, 60),
                        linear("panic-threshold", 1.1, 4, 0.1, 2),
                        linear("scale-down-delay-s", 0, 1800, 15, 0));
            case "keda" ->
                min > 0
                        ? contender(b, sweep, v -> keda(queue, v.get(0), 300), main)
                        : contender(
                                b,
                                sweep,
                                v -> keda(queue, v.get(0), v.get(1)),
                                main,
                                linear("cooldown-s", 30, 1800, 30, 300));
            case "aws-target" ->
                contender(b, sweep, v -> target(queue, v.get(0), v.get(1)), main, linear("warmup-s", 0, 600, 15, 300));
            case "aws-step" -> step(b, queue, backlog);
            case "aws-predictive" ->
                contender(
                        b,
                        sweep,
                        v -> new AwsPredictive(
                                predictive(queue ? SHARE : v.get(0), v.get(1)),
                                target(queue, v.get(0), v.get(2)),
                                queue ? 1 : 0),
                        main,
                        linear("buffer-s", 0, 3600, 60, 300),
                        linear("warmup-s", 0, 600, 15, 300));
            case "fixed" -> fixed(b);
            default -> throw new IllegalArgumentException("nothing is known of how '" + b.name() + "' is tuned");
        };
    }

    private static Contender contender(
            Baseline b, List<Double> sweep, Function<List<Double>, Decider> decider, Parameter... space) {
        return new Contender(
                b.name(),
                List.of(space),
                sweep,
                v -> new Contender.Candidate(b.workload(), decider.apply(v), b.scrapeMillis()));
    }

    private static List<Double> shares(double backlog) {
        return List.of(64, 32, 16, 8, 6, 4, 3, 2, 1).stream()
                .map(d -> (double) Math.round(backlog / d))
                .toList();
    }

    private Hpa hpa(boolean queue, List<Double> v) {
        Hpa.Config c = Hpa.Config.of(
                Math.max(1, min),
                Setting.MAX,
                new Hpa.Metric(queue ? Hpa.Kind.AVERAGE_VALUE : Hpa.Kind.RESOURCE, v.get(0)));
        return new Hpa(new Hpa.Config(
                c.metrics(),
                c.min(),
                c.max(),
                new HpaCalculator.Tolerance(v.get(2), v.get(2)),
                new Stabilisation(Duration.ZERO, Duration.ofSeconds(v.get(1).longValue())),
                HpaBehaviour.DEFAULT_RATES,
                c.initialisationMillis(),
                c.metricWindowMillis()));
    }

    private Kpa kpa(List<Double> v) {
        Kpa.Config c = Kpa.Config.of(v.get(0) * setting.service().concurrency(), min, Setting.MAX);
        long stable = millis(v.get(1));
        return new Kpa(new Kpa.Config(
                c.target(),
                c.min(),
                c.max(),
                stable,
                stable / 10, // the panic window is 10 % of the stable one, as a percentage is what users set
                v.get(2),
                c.maxUp(),
                c.maxDown(),
                c.graceMillis(),
                millis(v.get(3))));
    }

    private Keda keda(boolean queue, double main, double cooldownSeconds) {
        double each =
                setting.service() instanceof Service.Llm ? setting.service().concurrency() : setting.perReplica();
        Keda.Config c = Keda.Config.of(queue ? main : main * each, min, Setting.MAX);
        return new Keda(new Keda.Config(
                c.target(), c.activation(), c.min(), c.max(), c.pollMillis(), millis(cooldownSeconds), c.fallback()));
    }

    private AwsTargetTracking target(boolean queue, double main, double warmupSeconds) {
        AwsTargetTracking.Config c = AwsTargetTracking.Config.ec2(
                queue ? AwsTargetTracking.Metric.TOTAL_PER_REPLICA : AwsTargetTracking.Metric.AVERAGE,
                main,
                min,
                Setting.MAX);
        return new AwsTargetTracking(new AwsTargetTracking.Config(
                c.metric(),
                c.target(),
                c.min(),
                c.max(),
                c.highPoints(),
                c.lowPoints(),
                c.lowMargin(),
                millis(warmupSeconds),
                c.outCooldownMillis(),
                c.inCooldownMillis()));
    }

    private AwsPredictive.Config predictive(double share, double bufferSeconds) {
        AwsPredictive.Config c = AwsPredictive.Config.of(share, min, Setting.MAX);
        return new AwsPredictive.Config(
                c.target(),
                c.min(),
                c.max(),
                c.exceedMax(),
                c.leastHours(),
                c.mostHours(),
                c.horizonHours(),
                c.refreshHours(),
                millis(bufferSeconds));
    }

    /** The guide's steps around a middle: small ones a width away from it, large ones two. */
    private Contender step(Baseline b, boolean queue, double backlog) {
        Parameter middle = queue
                ? log("middle-backlog", backlog / 64, backlog * 2, 1, backlog)
                : linear("middle-percent", 20, 90, 1, 50);
        Parameter width = queue ? linear("width-share", 0.05, 0.45, 0.01, 0.2) : linear("width-percent", 2, 25, 1, 10);
        List<Double> sweep =
                queue ? shares(backlog) : List.of(20.0, 30.0, 40.0, 45.0, 50.0, 55.0, 60.0, 65.0, 70.0, 80.0);
        return contender(
                b,
                sweep,
                v -> {
                    double w = queue ? v.get(1) * v.get(0) : v.get(1);
                    return new AwsStepScaling(new AwsStepScaling.Config(
                            queue,
                            side(v.get(0), w, v.get(2), v.get(3), 1),
                            side(v.get(0), w, v.get(2), v.get(3), -1),
                            min,
                            Setting.MAX,
                            millis(v.get(4))));
                },
                middle,
                width,
                linear("small-percent", 2, 30, 1, 10),
                linear("large-percent", 10, 100, 5, 30),
                linear("warmup-s", 0, 600, 15, 300));
    }

    private static AwsStepScaling.Side side(double middle, double width, double small, double large, int sign) {
        double open = Double.POSITIVE_INFINITY;
        List<Step> steps = sign > 0
                ? List.of(new Step(0, width, 0), new Step(width, 2 * width, small), new Step(2 * width, open, large))
                : List.of(
                        new Step(-open, -2 * width, -large),
                        new Step(-2 * width, -width, -small),
                        new Step(-width, 0, 0));
        return new AwsStepScaling.Side(middle, 2, AwsStepScaling.Type.PERCENT, 1, steps);
    }

    /** Sized by the busiest minute of the first half. */
    private Contender fixed(Baseline b) {
        int standard = b.workload().guardrails().bounds().min();
        List<Double> sweep = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            sweep.add(Math.rint(Setting.REPLICAS * i / 8));
        }
        return new Contender(
                b.name(),
                List.of(linear("replicas", 1, Math.max(2 * Setting.REPLICAS, 1.5 * standard), 1, standard)),
                sweep,
                v -> {
                    int replicas = v.get(0).intValue();
                    return new Contender.Candidate(
                            Baselines.fixed(b.workload(), replicas).workload(), new Fixed(replicas), b.scrapeMillis());
                });
    }

    private static long millis(double seconds) {
        return Math.round(seconds * 1000);
    }
}
