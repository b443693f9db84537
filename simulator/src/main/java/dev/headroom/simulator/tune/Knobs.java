package dev.headroom.simulator.tune;

import dev.headroom.engine.Workload;
import dev.headroom.engine.Workload.Weighted;
import dev.headroom.engine.guardrail.Cooldown;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.guardrail.Stabilisation;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.engine.policy.ConcurrencyPanic;
import dev.headroom.engine.policy.LearningConstant;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.Predictive;
import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.TargetTracking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be turned about a workload: the targets of its policies within a factor of about three of what they are, and the
 * windows of its guardrails. What is a promise or a matter of safety is left alone: bounds, budgets, dependencies, rates.
 */
public final class Knobs {
    private static final double DOWN = 3;
    private static final double UP = 2;
    /** Times by which the share of late requests that is planned for may be divided or multiplied. */
    private static final double CAUTION = 20;

    private static final int MOST = 10;

    private final List<Knob> knobs = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private Knobs() {}

    /** The knobs of a workload, at most ten; those of its first policies come first, the guardrails' last. */
    public static List<Knob> of(Workload w) {
        Knobs k = new Knobs();
        for (int i = 0; i < w.policies().size(); i++) {
            k.policy(i, w.policies().get(i).policy());
        }
        List<Knob> policies = List.copyOf(k.knobs);
        k.knobs.clear();
        k.guardrails(w.guardrails());
        int room = MOST - k.knobs.size();
        List<Knob> all = new ArrayList<>(policies.subList(0, Math.min(room, policies.size())));
        all.addAll(k.knobs);
        return List.copyOf(all);
    }

    /** The workload with all knobs turned to these values. */
    public static Workload turned(Workload w, List<Knob> knobs, List<Double> values) {
        Workload turned = w;
        for (int i = 0; i < knobs.size(); i++) {
            turned = knobs.get(i).turn().apply(turned, values.get(i));
        }
        return turned;
    }

    private void policy(int index, Policy policy) {
        switch (policy) {
            case TargetTracking t -> {
                scaled(
                        index,
                        "target",
                        t.target(),
                        (p, v) -> new TargetTracking(p.signal(), p.mode(), v, p.toleranceUp(), p.toleranceDown()),
                        t);
                if (t.toleranceUp() == t.toleranceDown()) {
                    linear(
                            index,
                            "tolerance",
                            0,
                            0.3,
                            0.01,
                            t.toleranceUp(),
                            (p, v) -> new TargetTracking(p.signal(), p.mode(), p.target(), v, v),
                            t);
                }
            }
            case CapacityModel c -> {
                double caution = c.constants().of(LearningConstant.CAUTION);
                between(
                        index,
                        "caution",
                        caution / CAUTION,
                        caution * CAUTION,
                        caution,
                        (p, v) -> new CapacityModel(
                                p.fallbackUtilisation(),
                                p.burst(),
                                p.minConfidence(),
                                p.constants().with(LearningConstant.CAUTION, v)),
                        c);
                linear(
                        index,
                        "burst",
                        0,
                        10,
                        0.1,
                        c.burst(),
                        (p, v) -> new CapacityModel(p.fallbackUtilisation(), v, p.minConfidence(), p.constants()),
                        c);
                linear(
                        index,
                        "utilisation",
                        0.3,
                        0.95,
                        0.01,
                        c.fallbackUtilisation(),
                        (p, v) -> new CapacityModel(v, p.burst(), p.minConfidence(), p.constants()),
                        c);
            }
            case ConcurrencyPanic c -> {
                linear(
                        index,
                        "utilisation",
                        0.2,
                        1,
                        0.01,
                        c.utilisation(),
                        (p, v) -> panic(p, v, p.panicThreshold()),
                        c);
                linear(
                        index,
                        "panic-threshold",
                        1.1,
                        4,
                        0.1,
                        c.panicThreshold(),
                        (p, v) -> panic(p, p.utilisation(), v),
                        c);
            }
            case QueueBacklog q -> {
                switch (q.goal()) {
                    case QueueBacklog.PerReplica g ->
                        scaled(index, "per-replica", g.items(), (p, v) -> goal(p, new QueueBacklog.PerReplica(v)), q);
                    case QueueBacklog.AcceptableLatency g ->
                        scaled(
                                index,
                                "latency-s",
                                seconds(g.latency()),
                                (p, v) -> goal(p, new QueueBacklog.AcceptableLatency(duration(v))),
                                q);
                    case QueueBacklog.DrainWithin g ->
                        scaled(
                                index,
                                "drain-s",
                                seconds(g.span()),
                                (p, v) -> goal(p, new QueueBacklog.DrainWithin(duration(v))),
                                q);
                }
            }
            case Predictive f -> {
                linear(index, "quantile", 0.5, 0.99, 0.01, f.level(), (p, v) -> predictive(p, p.utilisation(), v), f);
                linear(index, "utilisation", 0.2, 1, 0.01, f.utilisation(), (p, v) -> predictive(p, v, p.level()), f);
            }
            case StepScaling s -> steps(index, s);
            default -> {
                // Schedules say when people expect demand, formulas what they know: neither is for a search to turn.
            }
        }
    }

    private void steps(int index, StepScaling s) {
        StepScaling.Side above = s.above();
        StepScaling.Side below = s.below();
        // Between the two thresholds, so that they never cross.
        double middle = above != null && below != null && below.threshold() > 0
                ? Math.sqrt(above.threshold() * below.threshold())
                : Double.NaN;
        if (above != null && above.threshold() > 0 && !(middle >= above.threshold())) {
            double low = Double.isNaN(middle) ? above.threshold() / DOWN : middle;
            between(
                    index,
                    "above",
                    low,
                    above.threshold() * UP,
                    above.threshold(),
                    (p, v) -> sides(p, moved(p.above(), v), p.below()),
                    s);
        }
        if (below != null && below.threshold() > 0 && !(middle <= below.threshold())) {
            double high = Double.isNaN(middle) ? below.threshold() * UP : middle;
            between(
                    index,
                    "below",
                    below.threshold() / DOWN,
                    high,
                    below.threshold(),
                    (p, v) -> sides(p, p.above(), moved(p.below(), v)),
                    s);
        }
    }

    private void guardrails(Guardrails g) {
        add(
                "stabilisation.down-s",
                s -> Parameter.linear(s, 0, 1800, 15, seconds(g.stabilisation().down())),
                (w, v) -> {
                    Guardrails old = w.guardrails();
                    return with(w, new Stabilisation(old.stabilisation().up(), duration(v)), old.cooldown());
                });
        Cooldown cooldown = g.cooldown();
        if (cooldown != null) {
            add("cooldown.down-s", s -> Parameter.linear(s, 0, 1800, 15, seconds(cooldown.down())), (w, v) -> {
                Guardrails old = w.guardrails();
                Cooldown c = old.cooldown();
                return c == null
                        ? w
                        : with(
                                w,
                                old.stabilisation(),
                                new Cooldown(c.up(), duration(v), c.dynamic(), c.maxChangesPerHour(), c.flapFreeze()));
            });
        }
    }

    /** How one value of a policy is changed. */
    private interface Change<P> {
        P to(P policy, double value);
    }

    /** A positive value, searched by ratio; its steps are hundredths of a round number near it. */
    private <P extends Policy> void scaled(int index, String what, double now, Change<P> change, P policy) {
        between(index, what, now / DOWN, now * UP, now, change, policy);
    }

    private <P extends Policy> void between(
            int index, String what, double low, double high, double now, Change<P> change, P policy) {
        double step = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(now)) - 2);
        policy(index, what, name -> Parameter.log(name, low, high, step, now), change, policy);
    }

    private <P extends Policy> void linear(
            int index, String what, double low, double high, double step, double now, Change<P> change, P policy) {
        policy(index, what, name -> Parameter.linear(name, low, high, step, now), change, policy);
    }

    @SuppressWarnings("unchecked") // the policy at the index has the class of the one the knob was made for
    private <P extends Policy> void policy(
            int index, String what, Function<String, Parameter> parameter, Change<P> change, P policy) {
        add(policy.label() + "." + what, parameter, (w, v) -> {
            List<Weighted> policies = new ArrayList<>(w.policies());
            Weighted old = policies.get(index);
            policies.set(index, new Weighted(change.to((P) old.policy(), v), old.weight()));
            return w.with(policies);
        });
    }

    private void add(String name, Function<String, Parameter> parameter, BiFunction<Workload, Double, Workload> turn) {
        String free = name;
        for (int i = 2; !names.add(free); i++) {
            free = name + "-" + i;
        }
        knobs.add(new Knob(parameter.apply(free), turn));
    }

    private static Workload with(Workload w, Stabilisation windows, @Nullable Cooldown cooldown) {
        Guardrails g = w.guardrails();
        return w.with(new Guardrails(
                g.bounds(), g.dependencies(), windows, g.rates(), cooldown, g.budget(), g.freezes(), g.blast()));
    }

    private static ConcurrencyPanic panic(ConcurrencyPanic p, double utilisation, double threshold) {
        return new ConcurrencyPanic(
                p.signal(),
                p.perReplica(),
                utilisation,
                p.stable(),
                p.panic(),
                threshold,
                p.maxUp(),
                p.maxDown(),
                p.zeroGrace());
    }

    private static QueueBacklog goal(QueueBacklog p, QueueBacklog.Goal goal) {
        return new QueueBacklog(p.backlog(), p.rate(), goal, p.activation(), p.idle());
    }

    private static Predictive predictive(Predictive p, double utilisation, double level) {
        return new Predictive(p.signal(), p.perReplica(), utilisation, level, p.buffer(), p.lowers(), p.errorBound());
    }

    private static StepScaling sides(
            StepScaling p, StepScaling.@Nullable Side above, StepScaling.@Nullable Side below) {
        return new StepScaling(
                p.signal(),
                p.type(),
                p.leastMagnitude(),
                above,
                below,
                p.adaptive(),
                p.breaches(),
                p.periods(),
                p.period());
    }

    private static StepScaling.@Nullable Side moved(StepScaling.@Nullable Side side, double threshold) {
        return side == null ? null : new StepScaling.Side(threshold, side.steps());
    }

    private static double seconds(Duration d) {
        return d.toMillis() / 1e3;
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
