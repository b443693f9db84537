package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Workload;
import dev.headroom.spec.WorkloadSpec;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a format can say of a spec comes back from it as it was. */
class RoundTripTest {

    private static final String HEAD = """
            apiVersion: headroom/v1
            sources:
              prom: { type: prometheus, url: "http://prometheus:9090" }
              sqs: { type: sqs, queue-url: "https://sqs.eu-central-1.amazonaws.com/1/q", region: eu-central-1 }
            workloads:
              app:
                target: { type: kubernetes, namespace: shop, name: app }
            """;

    /** The policies, bounds, guardrails, signals and target: what these formats can say. */
    private static void comesBack(String format, String yaml) {
        WorkloadSpec before = Examples.workload(yaml, "app");
        Exported exported = Examples.export(format.equals("hpa") ? "kubernetes" : format, yaml);
        List<Document> files = exported.documents().stream()
                .filter(d -> d.path().matches(".*(hpa|scaledobject|service)\\.yaml"))
                .toList();
        Imported imported = Examples.importer(format).read(files);
        WorkloadSpec after = Examples.workload(imported.spec(Map.of()), "app");
        Workload a = before.workload();
        Workload b = after.workload();
        assertThat(b.policies()).as(exported.documents().toString()).isEqualTo(a.policies());
        assertThat(b.signals()).isEqualTo(a.signals());
        assertThat(b.guardrails()).isEqualTo(a.guardrails());
        assertThat(after.target()).isEqualTo(before.target());
    }

    private static final String OPEN = "      blast-radius: { share: 100%, disbelieve-zero: 0s }\n";

    /** Bounds and guardrails that Kubernetes knows. */
    private static Arbitrary<String> limits(int least) {
        Arbitrary<String> rate = Combinators.combine(
                        Arbitraries.of("percent: 10%", "percent: 50%", "replicas: 3"),
                        Arbitraries.integers().between(1, 1800))
                .as((what, s) -> "{ " + what + ", period: " + s + "s }");
        Arbitrary<String> rates = rate.list().ofMinSize(1).ofMaxSize(3).map(l -> "[" + String.join(", ", l) + "]");
        Arbitrary<String> select = Arbitraries.of("max", "min");
        Arbitrary<String> rateKeys = Combinators.combine(rates, rates, select, select, Arbitraries.of(0, 1, 2, 3))
                .as((up, down, upS, downS, which) -> {
                    StringBuilder out = new StringBuilder();
                    if ((which & 1) != 0) {
                        out.append("        up: ")
                                .append(up)
                                .append("\n        up-select: ")
                                .append(upS)
                                .append('\n');
                    }
                    if ((which & 2) != 0) {
                        out.append("        down: ")
                                .append(down)
                                .append("\n        down-select: ")
                                .append(downS)
                                .append('\n');
                    }
                    return out.isEmpty() ? "" : "      rate:\n" + out;
                });
        return Combinators.combine(
                        Arbitraries.integers().between(least, 9),
                        Arbitraries.integers().between(10, 500),
                        Arbitraries.integers().between(0, 3600),
                        Arbitraries.integers().between(0, 3600),
                        rateKeys)
                .as((min, max, up, down, r) -> "    bounds: { min: " + min + ", max: " + max + " }\n    guardrails:\n"
                        + "      stabilisation: { up: " + up + "s, down: " + down + "s }\n" + r + OPEN);
    }

    @Provide
    Arbitrary<String> hpas() {
        Arbitrary<String> policies = Combinators.combine(
                        Arbitraries.integers().between(1, 100),
                        Arbitraries.integers().between(1, 5000),
                        Arbitraries.integers().between(1, 5_000_000),
                        Arbitraries.integers().between(1, 7),
                        Arbitraries.of("", ", tolerance: { up: 5%, down: 20% }"))
                .as((cpu, rps, other, which, tolerance) -> {
                    String signals = "    signals:\n";
                    String all = "    policies:\n";
                    if ((which & 1) != 0) {
                        signals += "      cpu: { measures: utilisation, unit: percent }\n";
                        all += "      - target: { signal: cpu, average: " + cpu + "%" + tolerance + " }\n";
                    }
                    if ((which & 2) != 0) {
                        signals += "      rps: { measures: rate }\n";
                        all += "      - target: { signal: rps, per-replica: " + rps + tolerance + " }\n";
                    }
                    if ((which & 4) != 0) {
                        signals += "      load: { measures: other }\n";
                        all += "      - target: { signal: load, average: " + other / 1000.0 + tolerance + " }\n";
                    }
                    return signals + all;
                });
        return Combinators.combine(limits(1), policies).as((l, p) -> HEAD + l + p);
    }

    @Property(tries = 60)
    void hpa(@ForAll("hpas") String yaml) {
        comesBack("hpa", yaml);
    }

    @Provide
    Arbitrary<String> scaledObjects() {
        Arbitrary<String> policies = Combinators.combine(
                        Arbitraries.integers().between(1, 100),
                        Arbitraries.integers().between(1, 5000),
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.integers().between(1, 7),
                        Arbitraries.integers().between(1, 23),
                        Arbitraries.integers().between(10, 500))
                .as((cpu, n, activation, which, hours, floor) -> {
                    String signals = "    signals:\n";
                    String all = "    policies:\n";
                    if ((which & 1) != 0) {
                        signals += "      cpu: { measures: utilisation, unit: percent }\n";
                        all += "      - target: { signal: cpu, average: " + cpu + "% }\n";
                    }
                    if ((which & 2) != 0) {
                        signals += "      waiting: { source: sqs, measures: backlog }\n";
                        all += "      - backlog: { signal: waiting, per-replica: " + n + ", activation: " + activation
                                + ", idle: 4m }\n";
                    }
                    if ((which & 4) != 0) {
                        signals += "      rps: { source: prom, query: \"sum(rate(x[1m]))\", measures: rate }\n";
                        all += "      - target: { signal: rps, per-replica: " + n + " }\n";
                    }
                    if ((which & 3) == 3) {
                        signals += "      load: { source: prom, query: \"avg(load)\", measures: other }\n";
                        all += "      - target: { signal: load, average: " + n + " }\n";
                    }
                    return signals + all
                            + "      - schedule: { name: sale, cron: \"15 18 * * *\", timezone: Asia/Tokyo, for: "
                            + hours + "h, min: " + floor + " }\n";
                });
        return Combinators.combine(limits(1), policies).as((l, p) -> HEAD + l + p);
    }

    @Property(tries = 60)
    void keda(@ForAll("scaledObjects") String yaml) {
        comesBack("keda", yaml);
    }

    @Provide
    Arbitrary<String> scaledJobs() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(10, 500),
                        Arbitraries.integers().between(1, 5000),
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.of("sqs", "prom"))
                .as((min, max, n, activation, source) -> HEAD.replace("name: app", "kind: Job, name: app")
                        + "    bounds: { min: " + min + ", max: " + max + " }\n"
                        + "    signals: { waiting: { source: " + source
                        + (source.equals("prom") ? ", query: \"sum(queue_length)\"" : "") + ", measures: backlog } }\n"
                        + "    policies: [ { backlog: { signal: waiting, per-replica: " + n
                        // of a query only an activation says that it is a backlog, not a demand
                        + ", activation: " + (source.equals("prom") ? activation + 1 : activation) + " } } ]\n");
    }

    /** Jobs have no behaviour; what they do have comes back. */
    @Property(tries = 60)
    void kedaJobs(@ForAll("scaledJobs") String yaml) {
        Exported exported = Examples.export("keda", yaml);
        assertThat(exported.documents())
                .singleElement()
                .extracting(Document::path)
                .asString()
                .endsWith(".scaledjob.yaml");
        WorkloadSpec before = Examples.workload(yaml, "app");
        Imported imported = Examples.importer("keda").read(exported.documents());
        WorkloadSpec after = Examples.workload(imported.spec(Map.of()), "app");
        assertThat(after.workload().policies()).isEqualTo(before.workload().policies());
        assertThat(after.workload().guardrails().bounds())
                .isEqualTo(before.workload().guardrails().bounds());
        assertThat(after.target()).isEqualTo(before.target());
    }

    @Provide
    Arbitrary<String> services() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(10, 500),
                        Arbitraries.integers().between(1, 900),
                        Arbitraries.integers().between(1, 100),
                        Arbitraries.of(60, 100, 120, 600),
                        Arbitraries.of(true, false))
                .as((min, max, each, share, window, rate) -> HEAD
                        + "    replica: { concurrency: 1000 }\n"
                        + "    bounds: { min: " + min + ", max: " + max + " }\n"
                        + "    signals: { " + (rate ? "rps: { measures: rate }" : "inflight: { measures: in-flight }")
                        + " }\n"
                        + "    policies: [ { concurrency: { signal: " + (rate ? "rps" : "inflight") + ", per-replica: "
                        + each
                        + ", utilisation: " + share + "%, stable: " + window + "s } } ]\n"
                        + "    guardrails:\n      stabilisation: { up: 0s, down: 0s }\n" + OPEN);
    }

    @Property(tries = 60)
    void knative(@ForAll("services") String yaml) {
        comesBack("knative", yaml);
    }

    /** The policies and bounds of groups and services of AWS; what else there is, AWS has of its own. */
    private static void comesBackFromAws(String format, String yaml) {
        WorkloadSpec before = Examples.workload(yaml, "app");
        Imported imported = Examples.importer("cloudformation")
                .read(Examples.export(format, yaml).documents());
        WorkloadSpec after = Examples.workload(imported.spec(Map.of()), "app");
        assertThat(after.workload().policies())
                .as(imported.spec(Map.of()))
                .isEqualTo(before.workload().policies());
        assertThat(after.workload().guardrails().bounds())
                .isEqualTo(before.workload().guardrails().bounds());
        assertThat(after.target()).isEqualTo(before.target());
    }

    @Provide
    Arbitrary<String> stacks() {
        Arbitrary<String> policies = Combinators.combine(
                        Arbitraries.integers().between(30, 60),
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.integers().between(1, 500),
                        Arbitraries.integers().between(1, 15),
                        Arbitraries.of("+", "="),
                        Arbitraries.integers().between(1, 5))
                .as((level, by, n, which, sign, periods) -> {
                    String all = "";
                    if ((which & 1) != 0) {
                        all += "      - target: { signal: cpu, average: " + level + "% }\n";
                    }
                    if ((which & 2) != 0) {
                        all += "      - backlog: { signal: backlog, per-replica: " + n + " }\n";
                    }
                    if ((which & 4) != 0) {
                        all += "      - step: { signal: cpu, above: { " + level + "%: \"" + sign + by + "\", "
                                + (level + 20) + "%: \"" + sign + (by + 3) + "\" }, periods: " + periods
                                + ", breaches: 1, period: 60s }\n";
                    }
                    if ((which & 8) != 0) {
                        all += "      - target: { signal: inflight, per-replica: " + n + " }\n";
                    }
                    return all;
                });
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(10, 500),
                        policies,
                        Arbitraries.of("{ type: aws-asg, name: app }", "{ type: aws-ecs, cluster: c, name: app }"))
                .as((min, max, p, target) -> """
                        apiVersion: headroom/v1
                        sources: { sqs: { type: sqs, queue-url: "https://sqs.eu-central-1.amazonaws.com/1/q" } }
                        workloads:
                          app:
                            signals:
                              cpu: { measures: utilisation, unit: percent }
                              backlog: { source: sqs, measures: backlog }
                              inflight: { measures: in-flight }
                        """
                        + "    target: " + target + "\n    bounds: { min: " + min + ", max: " + max
                        + " }\n    policies:\n" + p);
    }

    @Property(tries = 60)
    void cloudFormation(@ForAll("stacks") String yaml) {
        comesBackFromAws("cloudformation", yaml);
        comesBackFromAws("cloudformation-json", yaml);
    }
}
