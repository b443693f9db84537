package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workloads that call each other, as a user simulates them. */
class SimulateTiersTest {

    private static final String SPEC = """
            apiVersion: headroom/v1
            workloads:
              db:
                connections: 1000
                replica: { boot: 5m, concurrency: 50, price: 0.5 USD/h }
                bounds: { min: 1, max: 5 }
                objective: { latency: { p95: 50ms }, attainment: 99% }
                signals: { inflight: {} }
                policies: [ { target: { signal: inflight, per-replica: 30 } } ]
                service: { time: 8ms }
              web:
                replica: { boot: 60s, concurrency: 20, price: 0.10 USD/h }
                bounds: { min: 2, max: 100 }
                objective: { latency: { p95: 1s }, attainment: 99% }
                signals: { inflight: {} }
                policies: [ { target: { signal: inflight, per-replica: 14 } } ]
                service: { time: 50ms, timeout: 5s }
                calls: [ { to: api, times: 1.5 }, { to: jobs, times: 10% } ]
              api:
                replica: { boot: 30s, concurrency: 10, price: 0.05 USD/h }
                bounds: { min: 2, max: 100 }
                objective: { latency: { p95: 500ms }, attainment: 99% }
                signals: { inflight: {} }
                policies: [ { target: { signal: inflight, per-replica: 7 } } ]
                service: { time: 60ms, timeout: 5s }
                calls: { to: db, times: 3, cache: 80% }
              jobs:
                replica: { boot: 60s, price: 0.05 USD/h }
                bounds: { min: 0, max: 40 }
                objective: { deadline: 10m, attainment: 99% }
                signals: { depth: { measures: backlog } }
                policies: [ { backlog: { per-replica: 20 } } ]
                service: { type: queue, time: 4s }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void files() throws IOException {
        write("headroom.yaml", SPEC);
        StringBuilder csv = new StringBuilder("timestamp,requests\n");
        for (int minute = 0; minute < 20; minute++) {
            csv.append("2026-01-05T00:%02d:00Z,%d%n".formatted(minute, minute < 10 ? 3000 : 9000));
        }
        write("trace.csv", csv.toString());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private JsonNode json(String... args) throws IOException {
        assertThat(run(args)).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void allTiersAreSimulatedTogether() throws IOException {
        JsonNode root = json("simulate", file("headroom.yaml"), "--trace", file("trace.csv"), "-o", "json");
        assertThat(root.get("workloads").toString()).isEqualTo("[\"web\",\"api\",\"db\",\"jobs\"]");
        JsonNode whole = root.at("/results/0");
        JsonNode tiers = whole.get("tiers");
        assertThat(whole.get("arrived")).isEqualTo(tiers.at("/0/arrived"));
        double web = tiers.at("/0/arrived").asDouble();
        assertThat(web).isCloseTo(120_000, within(4 * Math.sqrt(120_000)));
        // A call and a half each; three of these each, of which a fifth misses the cache; a tenth of a job.
        assertThat(tiers.at("/1/arrived").asDouble()).isCloseTo(1.5 * web, within(0.01 * web));
        assertThat(tiers.at("/2/arrived").asDouble())
                .isCloseTo(0.6 * tiers.at("/1/served").asDouble(), within(0.01 * web));
        assertThat(tiers.at("/3/arrived").asDouble()).isCloseTo(0.1 * web, within(0.01 * web));
        double cost = 0;
        for (JsonNode t : tiers) {
            cost += t.get("cost").asDouble();
        }
        assertThat(whole.get("cost").asDouble()).isCloseTo(cost, within(1e-6));
        // A request takes its own time and that of a call and a half, in sequence.
        assertThat(whole.get("p50").asDouble()).isGreaterThan(tiers.at("/1/p50").asDouble());
    }

    @Test
    void peersApplyToEveryTier() throws IOException {
        write("less.yaml", SPEC.replace("per-replica: 14", "per-replica: 18"));
        JsonNode root = json(
                "simulate",
                file("headroom.yaml"),
                "--trace",
                "web=" + file("trace.csv"),
                "--compare",
                "fixed,kpa," + file("less.yaml"),
                "-o",
                "json");
        assertThat(root.get("results").findValuesAsText("policy")).containsExactly("headroom", "fixed", "kpa", "less");
        for (JsonNode tier : root.at("/results/1/tiers")) {
            assertThat(tier.get("actions").asInt()).isZero();
        }
        assertThat(root.at("/results/1/attainment").asDouble()).isGreaterThan(0.99);
        assertThat(root.get("notes").toString()).contains("kpa: jobs keeps its own policies");
    }

    @Test
    void theTableFitsAndTheSameSeedGivesTheSameBytes() {
        String[] args = {
            "simulate",
            file("headroom.yaml"),
            "--trace",
            file("trace.csv"),
            "--compare",
            "aws-target",
            "--explain",
            "2026-01-05T00:12"
        };
        assertThat(run(args)).as(err.toString()).isZero();
        String once = out.toString();
        assertThat(once).contains("web, api, db, jobs, simulated together", "aws-target", "\n  jobs");
        assertThat(once.lines().filter(line -> line.startsWith(" "))).allMatch(line -> line.length() <= 100);
        out.getBuffer().setLength(0);
        assertThat(run(args)).isZero();
        assertThat(out.toString()).isEqualTo(once);
    }

    @Test
    void theReportHasTheWholeAndEachTier() throws IOException {
        assertThat(run(
                        "simulate",
                        file("headroom.yaml"),
                        "--trace",
                        file("trace.csv"),
                        "--compare",
                        "hpa",
                        "--report",
                        file("report.html")))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains(
                        "<html",
                        "web, api, db, jobs under trace.csv",
                        "<h2>db</h2>",
                        "hpa: jobs",
                        "were answered in time");
    }

    @Test
    void plotsAreOfTheWholeAndOfEachTier() throws IOException {
        assertThat(run(
                        "simulate",
                        file("headroom.yaml"),
                        "--trace",
                        file("trace.csv"),
                        "--compare",
                        "auto",
                        "--plots",
                        file("plots")))
                .as(err.toString())
                .isZero();
        try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .contains("demand.svg", "cost.png", "replicas-web.svg", "latency-jobs.png", "replicas-db.png")
                    .hasSize(20);
        }
        assertThat(Files.readString(folder.resolve("plots/replicas-api.svg")))
                .contains(">Replicas of api<", ">headroom<", ">auto<", ">needed<");
    }

    @Test
    void theAutomaticPolicyTakesThePlaceOfEveryTiersOwn() throws IOException {
        // The windows of a workload without policies would be shorter unless it said so.
        write(
                "automatic.yaml",
                SPEC.replaceAll("(?m)^( *)policies:.*\\n", "$1guardrails: { stabilisation: { down: 5m } }\n"));
        JsonNode root = json(
                "simulate",
                file("headroom.yaml"),
                "--trace",
                file("trace.csv"),
                "--compare",
                "auto," + file("automatic.yaml"),
                "-o",
                "json");
        assertThat(root.get("results").findValuesAsText("policy")).containsExactly("headroom", "auto", "automatic");
        JsonNode auto = root.at("/results/1");
        assertThat(auto.get("tiers")).isEqualTo(root.at("/results/2/tiers"));
        assertThat(auto.get("tiers")).isNotEqualTo(root.at("/results/0/tiers"));
        assertThat(auto.get("attainment").asDouble()).isGreaterThan(0.9);
        assertThat(root.get("notes").toString()).contains("auto: the automatic policy in place of each workload's own");
    }

    @Test
    void csvHasALineForEachTierAndTheWhole() {
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("trace.csv"), "-o", "csv"))
                .isZero();
        assertThat(out.toString().lines().map(line -> line.split(",", 3)[0]))
                .containsExactly("workload", "", "web", "api", "db", "jobs");
    }

    @Test
    void oneOfThemCanBeSimulatedAlone() throws IOException {
        JsonNode root = json(
                "simulate", file("headroom.yaml"), "--workload", "api", "--trace", file("trace.csv"), "-o", "json");
        assertThat(root.get("workload").asText()).isEqualTo("api");
        assertThat(root.get("notes").toString()).contains("its calls of db are left out");
    }

    @Test
    void trafficMayComeToSeveral() throws IOException {
        write("two.yaml", SPEC + """
                  admin:
                    replica: { price: 0.1 USD/h }
                    bounds: { min: 1, max: 5 }
                    signals: { inflight: {} }
                    policies: [ { target: { signal: inflight, per-replica: 1 } } ]
                    service: { time: 50ms }
                    calls: api
                """.indent(0));
        assertThat(run("simulate", file("two.yaml"), "--trace", file("trace.csv")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("say whose traffic it is", "web, admin");
        JsonNode root = json(
                "simulate",
                file("two.yaml"),
                "--trace",
                "web=" + file("trace.csv"),
                "--trace",
                "admin=" + file("trace.csv"),
                "-o",
                "json");
        assertThat(root.at("/results/0/arrived").asDouble()).isCloseTo(240_000, within(3000.0));
    }

    @ParameterizedTest
    @CsvSource({
        "--mode, interval, knows no workloads that call each other",
        "--compare, clairvoyant, choose one with --workload",
        "--compare, nobody, there is no peer 'nobody'",
        "--trace, nothing.csv, two traces for web"
    })
    void whatCannotBeIsRefused(String option, String value, String why) {
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("trace.csv"), option, value))
                .isEqualTo(2);
        assertThat(err.toString()).contains(why);
    }
}
