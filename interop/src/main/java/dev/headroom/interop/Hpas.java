package dev.headroom.interop;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Workload.Weighted;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.RateLimits.Rate;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.spec.WorkloadSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicyBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Workloads as HorizontalPodAutoscalers of autoscaling/v2. */
final class Hpas {

    static final List<Coverage> COVERAGE = List.of(
            new Coverage("bounds.min, bounds.max", "minReplicas (at least 1), maxReplicas"),
            new Coverage(
                    "policies.target on the utilisation or memory of the pods",
                    "a Resource metric with averageUtilization"),
            new Coverage("policies.target with average", "a Pods metric with averageValue"),
            new Coverage("policies.target with per-replica", "an External metric with averageValue"),
            new Coverage("policies.target.tolerance", "behavior.*.tolerance, when it is not 10 %"),
            new Coverage("guardrails.stabilisation", "behavior.*.stabilizationWindowSeconds"),
            new Coverage("guardrails.rate", "behavior.*.policies and selectPolicy"));

    private static final Gap POLICY =
            new Gap("policies", "an HPA only tracks targets", "left out; KEDA, or headroom itself, can say more");
    private static final Gap NOTHING =
            new Gap("policies", "no policy is a target, and an HPA needs one", "no HPA is written");
    private static final Gap ZERO =
            new Gap("bounds.min: 0", "an HPA does not scale to zero", "minReplicas is 1; the keda format can");
    private static final Gap COMBINER =
            new Gap("combine", "an HPA takes the largest of its metrics", "it does so here");
    private static final Gap TIER = new Gap("bounds.tier", "an HPA knows no other workload's replicas", "left out");
    private static final Gap DEPENDENCY = new Gap(
            "guardrails.connections, dependencies",
            "an HPA has no limits from what a workload depends on",
            "lower maxReplicas by hand");
    private static final Gap COOLDOWN =
            new Gap("guardrails.cooldown", "an HPA has no cooldown", "left out; stabilisation windows come near");
    private static final Gap BUDGET = new Gap("budgets", "an HPA knows no money", "left out");
    private static final Gap FREEZE = new Gap("guardrails.freeze", "an HPA has no freeze windows", "left out");
    private static final Gap RATE_UP = new Gap(
            "guardrails.rate up to an hour",
            "a period of an HPA's limit is at most 30 minutes",
            "shortened to 30 minutes");

    static final List<Gap> GAPS =
            List.of(POLICY, NOTHING, ZERO, COMBINER, TIER, DEPENDENCY, COOLDOWN, BUDGET, FREEZE, RATE_UP);

    private static final int LONGEST_PERIOD = 1800;
    private static final int LONGEST_WINDOW = 3600;

    private Hpas() {}

    /** The autoscaler of a workload; none when no policy of it is a target. */
    static Optional<HorizontalPodAutoscaler> of(WorkloadSpec w, List<Loss> losses) {
        String name = w.workload().name();
        List<MetricSpec> metrics = new ArrayList<>();
        @Nullable TargetTracking first = null;
        for (Weighted weighted : w.workload().policies()) {
            Policy p = weighted.policy();
            if (p instanceof TargetTracking t) {
                first = first == null ? t : first;
                metrics.add(metric(t, signal(w, t.signal())));
            } else {
                losses.add(new Loss(name, POLICY, p.label()));
            }
        }
        if (first == null) {
            losses.add(new Loss(name, NOTHING, ""));
            return Optional.empty();
        }
        Guardrails g = w.workload().guardrails();
        lost(w, g, losses);
        return Optional.of(new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(option(w, "namespace", "default"))
                .endMetadata()
                .withNewSpec()
                .withNewScaleTargetRef()
                .withApiVersion(option(w, "api-version", "apps/v1"))
                .withKind(option(w, "kind", "Deployment"))
                .withName(option(w, "name", name))
                .endScaleTargetRef()
                .withMinReplicas(Math.max(1, g.bounds().min()))
                .withMaxReplicas(g.bounds().max())
                .withMetrics(metrics)
                .withNewBehavior()
                .withScaleUp(rules(
                        g.stabilisation().up(),
                        g.rates().up(),
                        g.rates().upSelect(),
                        first.toleranceUp(),
                        g.bounds().max()))
                .withScaleDown(rules(
                        g.stabilisation().down(),
                        g.rates().down(),
                        g.rates().downSelect(),
                        first.toleranceDown(),
                        g.bounds().max()))
                .endBehavior()
                .endSpec()
                .build());
    }

    private static void lost(WorkloadSpec w, Guardrails g, List<Loss> losses) {
        String name = w.workload().name();
        if (g.bounds().min() == 0) {
            losses.add(new Loss(name, ZERO, ""));
        }
        if (w.workload().policies().size() > 1 && w.workload().combiner() != Combiner.MAXIMUM) {
            losses.add(new Loss(name, COMBINER, ""));
        }
        if (g.bounds().tier() != null) {
            losses.add(new Loss(name, TIER, g.bounds().tier().workload()));
        }
        g.dependencies().forEach(d -> losses.add(new Loss(name, DEPENDENCY, d.name())));
        if (g.cooldown() != null) {
            losses.add(new Loss(name, COOLDOWN, ""));
        }
        if (g.budget() != null) {
            losses.add(new Loss(name, BUDGET, ""));
        }
        g.freezes().forEach(f -> losses.add(new Loss(name, FREEZE, f.name())));
        List<Rate> rates = new ArrayList<>(g.rates().up());
        rates.addAll(g.rates().down());
        if (rates.stream().anyMatch(r -> r.period().toSeconds() > LONGEST_PERIOD)) {
            losses.add(new Loss(name, RATE_UP, ""));
        }
    }

    private static MetricSpec metric(TargetTracking t, Signal s) {
        MetricSpecBuilder b = new MetricSpecBuilder();
        String resource =
                s.measures() == Measure.UTILISATION ? "cpu" : s.measures() == Measure.MEMORY ? "memory" : null;
        if (t.mode() == TargetTracking.Mode.AVERAGE && resource != null) {
            return b.withType("Resource")
                    .withNewResource()
                    .withName(resource)
                    .withNewTarget()
                    .withType("Utilization")
                    .withAverageUtilization((int) Math.round(t.target() * 100))
                    .endTarget()
                    .endResource()
                    .build();
        }
        String name = metricName(s);
        Quantity value = quantity(delivered(s.unit(), t.target()));
        if (t.mode() == TargetTracking.Mode.AVERAGE) {
            return b.withType("Pods")
                    .withNewPods()
                    .withNewMetric()
                    .withName(name)
                    .endMetric()
                    .withNewTarget()
                    .withType("AverageValue")
                    .withAverageValue(value)
                    .endTarget()
                    .endPods()
                    .build();
        }
        return b.withType("External")
                .withNewExternal()
                .withNewMetric()
                .withName(name)
                .endMetric()
                .withNewTarget()
                .withType("AverageValue")
                .withAverageValue(value)
                .endTarget()
                .endExternal()
                .build();
    }

    /** Without limits of ours, the HPA's own default would hold growth to 4 pods or 100 % in 15 s: said away here. */
    private static HPAScalingRules rules(
            Duration window, List<Rate> rates, RateLimits.Select select, double tolerance, int max) {
        HPAScalingRulesBuilder b = new HPAScalingRulesBuilder()
                .withStabilizationWindowSeconds((int) Math.min(LONGEST_WINDOW, window.toSeconds()));
        if (select == RateLimits.Select.DISABLED) {
            b.withSelectPolicy("Disabled");
        } else if (rates.isEmpty()) {
            b.withPolicies(policy("Pods", Math.max(1, max), 15));
        } else {
            b.withSelectPolicy(select == RateLimits.Select.MAX ? "Max" : "Min");
            b.withPolicies(rates.stream().map(Hpas::policy).toList());
        }
        if (tolerance != 0.1) {
            b.withTolerance(quantity(tolerance));
        }
        return b.build();
    }

    private static HPAScalingPolicy policy(Rate r) {
        int seconds = (int) Math.max(1, Math.min(LONGEST_PERIOD, r.period().toSeconds()));
        return r.replicas() >= 0
                ? policy("Pods", r.replicas(), seconds)
                : policy("Percent", (int) Math.max(1, Math.round(r.share() * 100)), seconds);
    }

    private static HPAScalingPolicy policy(String type, int value, int seconds) {
        return new HPAScalingPolicyBuilder()
                .withType(type)
                .withValue(value)
                .withPeriodSeconds(seconds)
                .build();
    }

    private static Signal signal(WorkloadSpec w, String name) {
        return w.workload().signals().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "workload " + w.workload().name() + " has no signal '" + name + "'"));
    }

    /** A query that is a plain name is the metric's name; anything else must be served under the signal's own. */
    private static String metricName(Signal s) {
        return s.query().matches("[a-zA-Z_:][a-zA-Z0-9_:.-]*") ? s.query() : s.name();
    }

    private static double delivered(Unit unit, double base) {
        return base / unit.toBase(1);
    }

    /** As Kubernetes writes it: whole, or in thousandths. */
    private static Quantity quantity(double value) {
        return value == Math.rint(value)
                ? new Quantity(Long.toString((long) value))
                : new Quantity(Math.max(1, Math.round(value * 1000)) + "m");
    }

    private static String option(WorkloadSpec w, String key, String fallback) {
        Object value = w.target().options().get(key);
        return value == null ? fallback : value.toString();
    }
}
