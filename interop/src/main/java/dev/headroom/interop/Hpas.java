package dev.headroom.interop;

import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.RateLimits.Rate;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.engine.policy.Vertical;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicyBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final Gap PERIOD =
            new Gap("guardrails.rate", "a period of an HPA's limit is at most 30 minutes", "longer ones are shortened");
    private static final List<Gap> LIMITS = Limits.but(Limits.STABILISATION, Limits.RATE);

    static final List<Gap> GAPS = gaps();

    private static final int LONGEST_PERIOD = 1800;
    private static final int LONGEST_WINDOW = 3600;

    private Hpas() {}

    private static List<Gap> gaps() {
        List<Gap> all = new ArrayList<>(List.of(POLICY, NOTHING, ZERO, PERIOD));
        all.addAll(LIMITS);
        return List.copyOf(all);
    }

    /** The autoscaler of a workload; none when no policy of it is a target. */
    static Optional<Map<String, Object>> of(Subject w) {
        List<MetricSpec> metrics = new ArrayList<>();
        @Nullable TargetTracking first = null;
        for (var weighted : w.spec().workload().policies()) {
            Policy p = weighted.policy();
            if (p instanceof TargetTracking t) {
                first = first == null ? t : first;
                metrics.add(metric(t, w.signal(t.signal())));
            } else if (!(p instanceof Scheduled || p instanceof Vertical)) {
                w.lost(POLICY, p.label());
            }
        }
        if (first == null) {
            w.lost(NOTHING, "");
            return Optional.empty();
        }
        if (w.min() == 0) {
            w.lost(ZERO, "");
        }
        List<Rate> rates = new ArrayList<>(w.guardrails().rates().up());
        rates.addAll(w.guardrails().rates().down());
        if (rates.stream().anyMatch(r -> r.period().toSeconds() > LONGEST_PERIOD)) {
            w.lost(PERIOD, "");
        }
        Limits.tell(w, LIMITS);
        HorizontalPodAutoscaler hpa = new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName(w.label())
                .withNamespace(w.option("namespace", "default"))
                .endMetadata()
                .withNewSpec()
                .withNewScaleTargetRef()
                .withApiVersion(w.option("api-version", "apps/v1"))
                .withKind(w.option("kind", "Deployment"))
                .withName(w.option("name", w.name()))
                .endScaleTargetRef()
                .withMinReplicas(Math.max(1, w.min()))
                .withMaxReplicas(Math.max(1, w.max()))
                .withMetrics(metrics)
                .withBehavior(typed(w, first.toleranceUp(), first.toleranceDown()))
                .endSpec()
                .build();
        return Optional.of(KeyOrder.kubernetes(Texts.tree(hpa)));
    }

    /** The behaviour that a workload's guardrails ask for, as other objects embed it. */
    static Map<String, Object> behaviour(Subject w, double toleranceUp, double toleranceDown) {
        return KeyOrder.kubernetes(Texts.tree(typed(w, toleranceUp, toleranceDown)));
    }

    private static HorizontalPodAutoscalerBehavior typed(Subject w, double toleranceUp, double toleranceDown) {
        var g = w.guardrails();
        return new HorizontalPodAutoscalerBehaviorBuilder()
                .withScaleUp(
                        rules(g.stabilisation().up(), g.rates().up(), g.rates().upSelect(), toleranceUp, w.max()))
                .withScaleDown(rules(
                        g.stabilisation().down(), g.rates().down(), g.rates().downSelect(), toleranceDown, w.max()))
                .build();
    }

    private static MetricSpec metric(TargetTracking t, Signal s) {
        MetricSpecBuilder b = new MetricSpecBuilder();
        String resource = Subject.resource(s);
        if (t.mode() == TargetTracking.Mode.AVERAGE && !resource.isEmpty()) {
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
        String name = Subject.metric(s);
        Quantity value = quantity(Subject.delivered(s.unit(), t.target()));
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

    /** As Kubernetes writes it: whole, or in thousandths. */
    private static Quantity quantity(double value) {
        return value == Math.rint(value)
                ? new Quantity(Long.toString((long) value))
                : new Quantity(Math.max(1, Math.round(value * 1000)) + "m");
    }
}
