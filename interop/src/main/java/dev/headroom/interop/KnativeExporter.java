package dev.headroom.interop;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.ConcurrencyPanic;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request-driven workloads as Knative Services with the autoscaling annotations, or as InferenceServices of KServe. */
final class KnativeExporter implements Exporter {

    private static final Gap POLICY = new Gap(
            "policies", "Knative follows one of: concurrency, requests per second, processor, memory", "left out");
    private static final Gap NOTHING =
            new Gap("policies", "no policy follows requests, processor or memory", "no service is written");
    private static final Gap IMAGE = new Gap(
            "target", "a service needs its image, which a spec does not name", "replace the image before applying");
    private static final List<Gap> LIMITS = Limits.but(Limits.COMBINER);
    private static final String ANNOTATION = "autoscaling.knative.dev/";
    private static final int WINDOW_LEAST = 6;
    private static final int WINDOW_MOST = 3600;

    private final boolean kserve;

    KnativeExporter(boolean kserve) {
        this.kserve = kserve;
    }

    @Override
    public String format() {
        return kserve ? "kserve" : "knative";
    }

    @Override
    public String summary() {
        return kserve
                ? "KServe: InferenceService with its scaling."
                : "Knative Serving: Service with the autoscaling annotations.";
    }

    @Override
    public List<Coverage> coverage() {
        return List.of(
                new Coverage("bounds", kserve ? "minReplicas, maxReplicas" : "min-scale, max-scale"),
                new Coverage(
                        "policies.concurrency",
                        kserve
                                ? "scaleMetric, scaleTarget and the annotations of its windows"
                                : "metric, target, target-utilization-percentage, window, panic window and threshold"),
                new Coverage("policies.target", kserve ? "scaleMetric and scaleTarget" : "metric and target"),
                new Coverage("replica.concurrency", "containerConcurrency, with policies.concurrency"));
    }

    @Override
    public List<Gap> gaps() {
        List<Gap> all = new ArrayList<>(List.of(IMAGE, NOTHING, POLICY));
        all.addAll(LIMITS);
        return List.copyOf(all);
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        return Subject.each(workloads, w -> {
            Scaling scaling = scaling(w);
            if (scaling == null) {
                w.lost(NOTHING, "");
                return List.of();
            }
            w.lost(IMAGE, "");
            Limits.tell(w, LIMITS);
            return List.of(new Document(
                    w.label() + (kserve ? ".inferenceservice.yaml" : ".service.yaml"),
                    Texts.yaml(kserve ? inference(w, scaling) : service(w, scaling))));
        });
    }

    /** What is followed, and the annotations that say how. */
    private record Scaling(String metric, double target, int hardLimit, Map<String, Object> annotations) {}

    private static @Nullable Scaling scaling(Subject w) {
        @Nullable Scaling chosen = null;
        for (var weighted : w.spec().workload().policies()) {
            Policy p = weighted.policy();
            Scaling s =
                    p instanceof ConcurrencyPanic c ? panic(w, c) : p instanceof TargetTracking t ? target(w, t) : null;
            if (s == null || chosen != null) {
                w.lost(POLICY, p.label());
            } else {
                chosen = s;
            }
        }
        return chosen;
    }

    private static Scaling panic(Subject w, ConcurrencyPanic c) {
        boolean rate = w.signal(c.signal()).measures() == Measure.RATE;
        Map<String, Object> a = new LinkedHashMap<>();
        a.put(ANNOTATION + "class", "kpa.autoscaling.knative.dev");
        a.put(ANNOTATION + "metric", rate ? "rps" : "concurrency");
        a.put(ANNOTATION + "target", Subject.number(c.perReplica()));
        a.put(ANNOTATION + "target-utilization-percentage", Subject.number(c.utilisation() * 100));
        long window = Math.max(WINDOW_LEAST, Math.min(WINDOW_MOST, c.stable().toSeconds()));
        a.put(ANNOTATION + "window", window + "s");
        a.put(
                ANNOTATION + "panic-window-percentage",
                Subject.number(100.0 * c.panic().toMillis() / c.stable().toMillis()));
        a.put(ANNOTATION + "panic-threshold-percentage", Subject.number(c.panicThreshold() * 100));
        if (!c.zeroGrace().isZero() && w.min() == 0) {
            a.put(ANNOTATION + "scale-to-zero-pod-retention-period", seconds(c.zeroGrace()));
        }
        return new Scaling(
                rate ? "rps" : "concurrency",
                c.perReplica(),
                rate ? 0 : w.spec().workload().replica().concurrency(),
                a);
    }

    private static @Nullable Scaling target(Subject w, TargetTracking t) {
        Signal s = w.signal(t.signal());
        String resource = Subject.resource(s);
        String metric;
        double target = t.target();
        if (t.mode() == TargetTracking.Mode.AVERAGE && !resource.isEmpty()) {
            metric = resource;
            target *= 100;
        } else if (s.measures() == Measure.RATE && t.mode() == TargetTracking.Mode.TOTAL) {
            metric = "rps";
        } else if ((s.measures() == Measure.IN_FLIGHT && t.mode() == TargetTracking.Mode.TOTAL)
                || (s.measures() == Measure.CONCURRENCY && t.mode() == TargetTracking.Mode.AVERAGE)) {
            metric = "concurrency";
        } else {
            return null;
        }
        Map<String, Object> a = new LinkedHashMap<>();
        a.put(ANNOTATION + "class", resource.isEmpty() ? "kpa.autoscaling.knative.dev" : "hpa.autoscaling.knative.dev");
        a.put(ANNOTATION + "metric", metric);
        a.put(ANNOTATION + "target", Subject.number(target));
        if (resource.isEmpty()) {
            a.put(ANNOTATION + "target-utilization-percentage", "100");
        }
        return new Scaling(metric, target, 0, a);
    }

    private static Map<String, Object> service(Subject w, Scaling s) {
        Map<String, Object> annotations = new LinkedHashMap<>(s.annotations());
        annotations.put(ANNOTATION + "min-scale", Integer.toString(w.min()));
        annotations.put(ANNOTATION + "max-scale", Integer.toString(w.max()));
        return Tree.of(
                "apiVersion",
                "serving.knative.dev/v1",
                "kind",
                "Service",
                "metadata",
                Tree.of("name", w.option("name", w.label()), "namespace", w.option("namespace", "default")),
                "spec",
                Tree.of(
                        "template",
                        Tree.of(
                                "metadata",
                                Tree.of("annotations", annotations),
                                "spec",
                                Tree.of(
                                        "containerConcurrency",
                                        s.hardLimit() > 0 ? s.hardLimit() : null,
                                        "containers",
                                        List.of(Tree.of("image", w.image()))))));
    }

    private static Map<String, Object> inference(Subject w, Scaling s) {
        return Tree.of(
                "apiVersion",
                "serving.kserve.io/v1beta1",
                "kind",
                "InferenceService",
                "metadata",
                Tree.of(
                        "name",
                        w.option("name", w.label()),
                        "namespace",
                        w.option("namespace", "default"),
                        "annotations",
                        s.annotations()),
                "spec",
                Tree.of(
                        "predictor",
                        Tree.of(
                                "minReplicas",
                                w.min(),
                                "maxReplicas",
                                w.max(),
                                "scaleMetric",
                                s.metric(),
                                "scaleTarget",
                                Math.max(1, Math.round(s.target())),
                                "containerConcurrency",
                                s.hardLimit() > 0 ? s.hardLimit() : null,
                                "containers",
                                List.of(Tree.of("name", "kserve-container", "image", w.image())))));
    }

    private static String seconds(Duration d) {
        return d.toSeconds() + "s";
    }
}
