package dev.headroom.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the autoscaling annotations of Services of Knative Serving. */
final class KnativeImporter implements Importer {

    private static final String ANNOTATION = "autoscaling.knative.dev/";

    /** What stands for no limit. */
    private static final int UNLIMITED = 1000;

    @Override
    public String format() {
        return "knative";
    }

    @Override
    public String summary() {
        return "Services of Knative Serving, by their autoscaling annotations.";
    }

    @Override
    public Imported read(List<Document> files) {
        List<String> notes = new ArrayList<>();
        List<Sketch> workloads = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Given service : KubernetesObjects.ofKind(files, "serving.knative.dev", "Service")) {
            try {
                workloads.add(workload(service, notes));
            } catch (Unreadable e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new Unreadable(problems);
        }
        return new Imported(format(), Named.apart(workloads), Map.of(), notes);
    }

    private static Given annotation(Given service, String... names) {
        Given all = service.at("spec", "template", "metadata", "annotations");
        for (String name : names) {
            if (all.at(ANNOTATION + name).there()) {
                return all.at(ANNOTATION + name);
            }
        }
        return all.at(ANNOTATION + names[0]);
    }

    private static Sketch workload(Given service, List<String> notes) {
        Sketch w = new Sketch(
                service.at("metadata", "name").text(), KubernetesObjects.called(service) + " in " + service.file());
        Map<String, String> target = new LinkedHashMap<>();
        target.put("type", "kubernetes");
        target.put("namespace", service.at("metadata", "namespace").text("default"));
        target.put("name", service.at("metadata", "name").text());
        w.target(target);
        int min = annotation(service, "min-scale", "minScale").whole(0, 0);
        int max = annotation(service, "max-scale", "maxScale").whole(0, 0);
        if (max == 0) {
            notes.add(w.name() + ": there is no max-scale; " + UNLIMITED + " is written");
        }
        w.bounds(min, max == 0 ? Math.max(min, UNLIMITED) : max, "min-scale, max-scale");
        int slots =
                service.at("spec", "template", "spec", "containerConcurrency").whole(0, 0);
        if (slots > 0) {
            w.concurrency(slots);
        }
        String metric = annotation(service, "metric").text("concurrency");
        switch (metric) {
            case "cpu", "memory" -> {
                String signal = KubernetesObjects.resource(w, metric);
                w.policy(
                        "target",
                        "{ signal: " + signal + ", average: "
                                + annotation(service, "target").whole(80, 1) + "% }",
                        "metric, target");
                KubernetesObjects.behaviour(w, service.at("spec", "none"), max == 0 ? UNLIMITED : max);
            }
            case "concurrency", "rps" -> {
                window(w, service, metric, slots);
                w.guardrail("stabilisation: { up: 0s, down: "
                        + Sketch.seconds(duration(annotation(service, "scale-down-delay"), "0s"))
                        + " }  # scale-down-delay");
                w.guardrail("blast-radius: { share: 100%, disbelieve-zero: 0s }  # Knative knows no such limit");
            }
            default ->
                throw annotation(service, "metric")
                        .wrong("'" + Sketch.comment(metric) + "' is none of concurrency, rps, cpu, memory");
        }
        return w;
    }

    private static void window(Sketch w, Given service, String metric, int slots) {
        boolean rate = metric.equals("rps");
        Given target = annotation(service, "target");
        double each = target.there() ? target.number(0) : rate ? 200 : slots > 0 ? slots : 100;
        if (slots > 0 && !rate) {
            each = Math.min(each, slots);
        }
        double share = annotation(service, "target-utilization-percentage", "targetUtilizationPercentage")
                        .number(70)
                / 100;
        double panic = annotation(service, "panic-window-percentage", "panicWindowPercentage")
                        .number(10)
                / 100;
        double threshold = annotation(service, "panic-threshold-percentage", "panicThresholdPercentage")
                        .number(200)
                / 100;
        if (!(each > 0) || !(share > 0 && share <= 1) || !(panic > 0 && panic <= 1) || threshold < 1.1) {
            throw annotation(service, "target")
                    .wrong("the target, its utilization, the panic window or its threshold is out of range");
        }
        Duration stable = duration(annotation(service, "window"), "60s");
        Duration grace = duration(annotation(service, "scale-to-zero-pod-retention-period"), "30s");
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("measures", rate ? "rate" : "in-flight");
        String signal = w.signal(rate ? "rps" : "inflight", keys);
        w.policy(
                "concurrency",
                "{ signal: " + signal + ", per-replica: " + Sketch.number(each) + ", utilisation: "
                        + Sketch.percent(share)
                        + ", stable: " + Sketch.seconds(stable) + ", panic: "
                        + Math.max(1, Math.round(stable.toMillis() * panic)) + "ms, panic-threshold: "
                        + Sketch.number(threshold)
                        + ", zero-grace: " + Sketch.seconds(grace) + " }",
                "metric " + metric + ", target, window, panic");
    }

    private static Duration duration(Given value, String otherwise) {
        String t = value.text(otherwise).strip();
        var m = java.util.regex.Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})(?:\\.(\\d{1,3}))?s)?")
                .matcher(t);
        if (t.isEmpty() || !m.matches()) {
            throw value.wrong("'" + Sketch.comment(t) + "' is no duration such as 60s");
        }
        return Duration.ofHours(part(m.group(1))).plusMinutes(part(m.group(2))).plusSeconds(part(m.group(3)));
    }

    private static long part(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
