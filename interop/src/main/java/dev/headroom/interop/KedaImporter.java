package dev.headroom.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads ScaledObjects and ScaledJobs of KEDA. */
final class KedaImporter implements Importer {

    /** Queues by the trigger's type: the key of the items a replica shall have, KEDA's default, the key that activates. */
    private record Queue(String key, String byDefault, String activation) {}

    private static final Map<String, Queue> QUEUES = Map.of(
            "aws-sqs-queue", new Queue("queueLength", "5", "activationQueueLength"),
            "kafka", new Queue("lagThreshold", "10", "activationLagThreshold"),
            "rabbitmq", new Queue("value", "20", "activationValue"),
            "redis", new Queue("listLength", "5", "activationListLength"),
            "redis-streams", new Queue("pendingEntriesCount", "5", "activationLagCount"),
            "azure-servicebus", new Queue("messageCount", "5", "activationMessageCount"),
            "gcp-pubsub", new Queue("value", "10", "activationValue"));

    @Override
    public String format() {
        return "keda";
    }

    @Override
    public String summary() {
        return "ScaledObjects and ScaledJobs of KEDA.";
    }

    @Override
    public Imported read(List<Document> files) {
        List<String> notes = new ArrayList<>();
        List<Sketch> workloads = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<String, Map<String, String>> sources = new LinkedHashMap<>();
        for (Given object : KubernetesObjects.ofKind(files, "keda.sh", "ScaledObject", "ScaledJob")) {
            try {
                workloads.add(workload(object, sources, notes));
            } catch (Unreadable e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new Unreadable(problems);
        }
        return new Imported(format(), Named.apart(workloads), sources, notes);
    }

    private static Sketch workload(Given object, Map<String, Map<String, String>> sources, List<String> notes) {
        Given spec = object.at("spec");
        Sketch w = new Sketch(
                object.at("metadata", "name").text(), KubernetesObjects.called(object) + " in " + object.file());
        boolean job = object.at("kind").text().equals("ScaledJob");
        w.target(
                job
                        ? KubernetesObjects.target(object, "Job")
                        : KubernetesObjects.target(object, spec.at("scaleTargetRef")));
        int min = spec.at("minReplicaCount").whole(0, 0);
        int max = spec.at("maxReplicaCount").whole(100, 1);
        w.bounds(min, max, "minReplicaCount, maxReplicaCount");
        String idle = job ? "" : ", idle: " + spec.at("cooldownPeriod").whole(300, 0) + "s";
        List<String> schedule = new ArrayList<>();
        for (Given t : spec.at("triggers").items()) {
            trigger(w, t, idle, min, sources, schedule, notes);
        }
        if (!schedule.isEmpty()) {
            w.policy("schedule", "[" + String.join(", ", schedule) + "]", "cron");
        }
        if (!w.hasPolicy()) {
            throw spec.at("triggers").wrong("none of the triggers can be said in a spec: " + String.join("; ", notes));
        }
        if (spec.at("advanced", "scalingModifiers").there()) {
            notes.add(w.name() + ": scalingModifiers are left out; the largest wish of the triggers counts");
        }
        if (job) {
            notes.add(w.name() + ": jobs end by themselves; a spec takes replicas away when they are not needed");
            if (!spec.at("scalingStrategy", "strategy").text("default").equals("default")) {
                notes.add(w.name() + ": scalingStrategy is left out");
            }
            return w;
        }
        KubernetesObjects.behaviour(w, spec.at("advanced", "horizontalPodAutoscalerConfig", "behavior"), max);
        return w;
    }

    private static void trigger(
            Sketch w,
            Given t,
            String idle,
            int min,
            Map<String, Map<String, String>> sources,
            List<String> schedule,
            List<String> notes) {
        String type = t.at("type").text();
        Given data = t.at("metadata");
        if (type.equals("cpu") || type.equals("memory")) {
            String kind = t.at("metricType").text(data.at("type").text("Utilization"));
            if (!kind.equals("Utilization")) {
                notes.add(w.name() + ": the trigger " + type + " is no share of what the pods request; left out");
                return;
            }
            String signal = KubernetesObjects.resource(w, type);
            w.policy(
                    "target",
                    "{ signal: " + signal + ", average: " + data.at("value").whole(0, 1) + "% }",
                    "the trigger " + type);
        } else if (type.equals("cron")) {
            schedule.addAll(cron(t, min));
        } else if (type.equals("prometheus")) {
            prometheus(w, t, idle, sources);
        } else if (QUEUES.containsKey(type)) {
            queue(w, t, idle, sources);
        } else {
            notes.add(w.name() + ": the trigger " + type + " is not known; left out");
        }
    }

    private static void prometheus(Sketch w, Given t, String idle, Map<String, Map<String, String>> sources) {
        Given data = t.at("metadata");
        String query = data.at("query").text();
        String name = t.at("name").text(data.at("metricName").text("demand"));
        boolean each = !t.at("metricType").text("AverageValue").equals("Value");
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(
                "source",
                source(
                        sources,
                        "prom",
                        Map.of(
                                "type",
                                "prometheus",
                                "url",
                                data.at("serverAddress").text())));
        keys.put("query", query);
        String known = KubernetesObjects.measures(name, each);
        String measures = known.equals("other") ? KubernetesObjects.measures(query, each) : known;
        keys.put("measures", measures);
        String signal = w.signal(name, keys);
        double threshold = positive(data.at("threshold"));
        double activation = data.at("activationThreshold").number(0);
        if (activation > 0 && measures.equals("backlog")) {
            backlog(w, signal, threshold, activation, idle, "the trigger prometheus");
        } else {
            if (measures.equals("backlog")) {
                w.ofQueue();
            }
            w.policy(
                    "target",
                    "{ signal: " + signal + (each ? ", per-replica: " : ", average: ") + Sketch.number(threshold)
                            + " }",
                    "the trigger prometheus" + KubernetesObjects.taken(measures));
        }
    }

    private static void queue(Sketch w, Given t, String idle, Map<String, Map<String, String>> sources) {
        String type = t.at("type").text();
        Given data = t.at("metadata");
        Queue q = java.util.Objects.requireNonNull(QUEUES.get(type));
        Map<String, String> keys = new LinkedHashMap<>();
        if (type.equals("aws-sqs-queue") && data.at("queueURL").text("").startsWith("http")) {
            Map<String, String> source = new LinkedHashMap<>();
            source.put("type", "sqs");
            source.put("queue-url", data.at("queueURL").text());
            if (data.at("awsRegion").there()) {
                source.put("region", data.at("awsRegion").text());
            }
            if (data.at("awsEndpoint").there()) {
                source.put("endpoint", data.at("awsEndpoint").text());
            }
            keys.put("source", source(sources, "sqs", source));
        }
        keys.put("measures", "backlog");
        String signal = w.signal(t.at("name").text("backlog"), keys);
        Given each = data.at(q.key());
        double items = each.there() ? positive(each) : Double.parseDouble(q.byDefault());
        backlog(w, signal, items, data.at(q.activation()).number(0), idle, "the trigger " + type);
    }

    private static void backlog(Sketch w, String signal, double items, double activation, String idle, String from) {
        w.ofQueue();
        w.policy(
                "backlog",
                "{ signal: " + signal + ", per-replica: " + Sketch.number(items)
                        + (activation > 0 ? ", activation: " + Sketch.number(activation) : "") + idle + " }",
                from + (idle.isEmpty() ? "" : ", cooldownPeriod"));
    }

    /** A cron trigger: its begin with a length where both ends are at fixed times, else two entries. */
    private static List<String> cron(Given t, int min) {
        Given data = t.at("metadata");
        String zone = ", timezone: " + Sketch.scalar(data.at("timezone").text());
        String start = data.at("start").text();
        String end = data.at("end").text();
        int replicas = data.at("desiredReplicas").whole(0, 0);
        String name = "name: " + Sketch.scalar(t.at("name").text("cron " + start)) + ", ";
        @Nullable String length = length(start, end);
        if (length != null) {
            return List.of(
                    "{ " + name + "cron: " + quoted(start) + zone + ", for: " + length + ", min: " + replicas + " }");
        }
        return List.of(
                "{ " + name + "cron: " + quoted(start) + zone + ", min: " + replicas + " }",
                "{ cron: " + quoted(end) + zone + ", min: " + min + " }");
    }

    private static @Nullable String length(String start, String end) {
        String[] a = start.strip().split("\\s+", -1);
        String[] b = end.strip().split("\\s+", -1);
        if (a.length != 5 || b.length != 5) {
            return null;
        }
        for (int i = 0; i < 2; i++) {
            if (!a[i].matches("\\d{1,2}") || !b[i].matches("\\d{1,2}")) {
                return null;
            }
        }
        int minutes = (Integer.parseInt(b[1]) - Integer.parseInt(a[1])) * 60
                + Integer.parseInt(b[0])
                - Integer.parseInt(a[0]);
        boolean sameDays = a[2].equals(b[2]) && a[3].equals(b[3]) && a[4].equals(b[4]);
        boolean daily = a[2].equals("*") && a[3].equals("*") && a[4].equals("*");
        if (!sameDays || minutes == 0 || (minutes < 0 && !daily)) {
            return null;
        }
        return Math.floorMod(minutes, 24 * 60) + "m";
    }

    private static String quoted(String cron) {
        String s = Sketch.scalar(cron);
        return s.startsWith("\"") ? s : "\"" + s + "\"";
    }

    private static double positive(Given value) {
        if (!value.there()) {
            throw value.wrong("this is missing");
        }
        double v = value.number(0);
        if (!(v > 0)) {
            throw value.wrong("it must be positive");
        }
        return v;
    }

    /** The name of a source with these keys; it is added when there is none. */
    private static String source(Map<String, Map<String, String>> sources, String wanted, Map<String, String> keys) {
        for (var e : sources.entrySet()) {
            if (e.getValue().equals(keys)) {
                return e.getKey();
            }
        }
        String free = wanted;
        for (int n = 2; sources.containsKey(free); n++) {
            free = wanted + n;
        }
        Map<String, String> ordered = new LinkedHashMap<>();
        ordered.put("type", keys.getOrDefault("type", ""));
        new java.util.TreeMap<>(keys).forEach(ordered::putIfAbsent);
        sources.put(free, ordered);
        return free;
    }
}
