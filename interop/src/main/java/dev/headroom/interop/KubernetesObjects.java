package dev.headroom.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the importers of Kubernetes objects share. */
final class KubernetesObjects {

    private KubernetesObjects() {}

    /**
     * The objects of some kinds in some files; the items of a List are taken apart.
     *
     * @throws Unreadable when there is none
     */
    static List<Given> ofKind(List<Document> files, String group, String... kinds) {
        List<Given> found = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (Document d : files) {
            for (Given document : Trees.read(d)) {
                List<Given> objects = document.at("kind").value() instanceof String k && k.endsWith("List")
                        ? document.at("items").items()
                        : document.value() instanceof List ? document.items() : List.of(document);
                for (Given o : objects) {
                    String is = o.at("kind").value() instanceof String s ? s : "";
                    boolean fits = List.of(kinds).contains(is)
                            && o.at("apiVersion").value() instanceof String v
                            && v.startsWith(group + "/");
                    if (fits) {
                        found.add(o);
                    } else if (!is.isEmpty()) {
                        seen.add(is);
                    }
                }
            }
        }
        if (found.isEmpty()) {
            throw new Unreadable(files.getFirst().path() + ": there is no " + String.join(" and no ", kinds) + " of "
                    + group + " in it"
                    + (seen.isEmpty() ? "" : "; there is: " + Sketch.comment(String.join(", ", seen))));
        }
        return found;
    }

    /** The object as messages call it. */
    static String called(Given object) {
        return object.at("kind").text() + " "
                + object.at("metadata", "namespace").text("default") + "/"
                + object.at("metadata", "name").text();
    }

    /** The target that an object scales. */
    static Map<String, String> target(Given object, Given reference) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("type", "kubernetes");
        keys.put("namespace", object.at("metadata", "namespace").text("default"));
        keys.put("name", reference.at("name").text());
        String kind = reference.at("kind").text("Deployment");
        if (!kind.equals("Deployment")) {
            keys.put("kind", kind);
        }
        String version = reference.at("apiVersion").text("apps/v1");
        if (!version.equals("apps/v1")) {
            keys.put("api-version", version);
        }
        return keys;
    }

    /** An object of its own kind as a target. */
    static Map<String, String> target(Given object, String kind) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("type", "kubernetes");
        keys.put("namespace", object.at("metadata", "namespace").text("default"));
        keys.put("name", object.at("metadata", "name").text());
        keys.put("kind", kind);
        return keys;
    }

    /** What an autoscaler's behaviour is as guardrails; where it says nothing, the defaults of Kubernetes. */
    static void behaviour(Sketch w, Given behaviour, int max) {
        int up = behaviour.at("scaleUp", "stabilizationWindowSeconds").whole(0, 0);
        int down = behaviour.at("scaleDown", "stabilizationWindowSeconds").whole(300, 0);
        w.guardrail("stabilisation: { up: " + up + "s, down: " + down + "s }"
                + (behaviour.at("scaleDown", "stabilizationWindowSeconds").there()
                        ? ""
                        : "  # the default of Kubernetes"));
        List<String> lines = new ArrayList<>();
        side(
                lines,
                behaviour.at("scaleUp"),
                "up",
                max,
                "[{ percent: 100%, period: 15s }, { replicas: 4, period: 15s }]");
        side(lines, behaviour.at("scaleDown"), "down", max, "");
        if (!lines.isEmpty()) {
            w.guardrail("rate:");
            lines.forEach(l -> w.guardrail("  " + l));
        }
        w.guardrail("blast-radius: { share: 100%, disbelieve-zero: 0s }  # Kubernetes knows no such limit");
    }

    private static void side(List<String> lines, Given rules, String way, int max, String byDefault) {
        String select = rules.at("selectPolicy").text("Max");
        switch (select) {
            case "Disabled" -> {
                lines.add(way + "-select: disabled");
                return;
            }
            case "Min" -> lines.add(way + "-select: min");
            case "Max" -> {}
            default -> throw rules.at("selectPolicy").wrong("'" + select + "' is none of Max, Min, Disabled");
        }
        if (rules.at("policies").items().isEmpty()) {
            if (!byDefault.isEmpty()) {
                lines.add(way + ": " + byDefault + "  # the default of Kubernetes");
            }
            return;
        }
        List<String> all = new ArrayList<>();
        boolean unlimited = false;
        for (Given p : rules.at("policies").items()) {
            int value = p.at("value").whole(0, 1);
            int period = p.at("periodSeconds").whole(0, 1);
            boolean percent = p.at("type").text().equals("Percent");
            // As many pods as there can be at all is no limit, and a hundred percent down is none either.
            unlimited |= percent ? way.equals("down") && value >= 100 : value >= max;
            all.add("{ " + (percent ? "percent: " + value + "%" : "replicas: " + value) + ", period: " + period
                    + "s }");
        }
        if (!(unlimited && select.equals("Max"))) {
            lines.add(way + ": [" + String.join(", ", all) + "]");
        }
    }

    /** What a metric measures, by its name; Kubernetes does not say it. */
    static String measures(String metric, boolean total) {
        String n = metric.toLowerCase(java.util.Locale.ROOT).replace('-', '_').replace('.', '_');
        if (n.matches(".*(per_second|(^|_)[rq]ps($|_)|(^|_)rate($|_|\\()|rate\\().*")) {
            return "rate";
        }
        if (n.matches(".*(in_?flight|concurren|active).*")) {
            return total ? "in-flight" : "concurrency";
        }
        return n.matches(".*(queue|backlog|(^|_)lag($|_)|messages|depth|waiting|pending|jobs).*") ? "backlog" : "other";
    }

    /** What a metric was taken for, for a comment. */
    static String taken(String measures) {
        return measures.equals("other")
                ? ""
                : ", taken for " + (measures.equals("in-flight") ? "requests in flight" : "a " + measures);
    }

    /** A signal of a metric by its name, with the name as the query where it is no name in a spec. */
    static String signal(Sketch w, String metric, String measures) {
        Map<String, String> keys = new LinkedHashMap<>();
        if (!Sketch.key(metric).equals(metric)) {
            keys.put("query", metric);
        }
        keys.put("measures", measures);
        return w.signal(metric, keys);
    }

    /** A signal of a resource of the pods. */
    static String resource(Sketch w, String resource) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("measures", resource.equals("cpu") ? "utilisation" : "memory");
        keys.put("unit", "percent");
        return w.signal(resource, keys);
    }
}
