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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on a small spec and an hour of traffic, as a user runs them. */
class SimulateTest {

    private static final String SPEC = """
            apiVersion: headroom/v1
            workloads:
              web:
                replica: { boot: 60s, concurrency: 10, price: 0.10 USD/h }
                bounds: { min: 1, max: 40 }
                objective: { latency: { p95: 500ms }, attainment: 99% }
                signals:
                  inflight: { query: inflight }
                policies:
                  - target: { signal: inflight, per-replica: 7 }
                service: { time: 100ms, queue: 1000, timeout: 10s }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("headroom.yaml"), SPEC);
        StringBuilder csv = new StringBuilder("timestamp,requests\n");
        for (int minute = 0; minute < 60; minute++) {
            csv.append("2026-01-05T00:%02d:00Z,%d%n".formatted(minute, minute < 30 ? 6000 : 30_000));
        }
        Files.writeString(folder.resolve("hour.csv"), csv);
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode json(String... args) throws IOException {
        assertThat(run(args)).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void jsonHasWhatProgramsNeed() throws IOException {
        JsonNode root = json(
                "simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--compare", "hpa,fixed", "-o", "json");
        assertThat(root.get("trace").asText()).isEqualTo("hour.csv");
        assertThat(root.get("seed").asLong()).isEqualTo(1);
        assertThat(root.get("results")).hasSize(3);
        for (JsonNode r : root.get("results")) {
            for (String key : new String[] {
                "policy",
                "attainment",
                "p50",
                "p95",
                "p99",
                "rejected",
                "cost",
                "currency",
                "replicaHours",
                "actions",
                "directionChanges",
                "maxBacklog"
            }) {
                assertThat(r.has(key)).as(key).isTrue();
            }
            assertThat(r.get("currency").asText()).isEqualTo("USD");
            assertThat(r.get("cost").asDouble()).isCloseTo(r.get("replicaHours").asDouble() * 0.10, within(0.01));
        }
        assertThat(root.at("/results/2/policy").asText()).isEqualTo("fixed");
        assertThat(root.at("/results/2/actions").asInt()).isZero();
        assertThat(root.at("/results/2/attainment").asDouble()).isGreaterThan(0.99);
    }

    /** The replicas of a tier that is not simulated are unknown, and with an unknown tier nothing grows. */
    @Test
    void aTierThatIsNotSimulatedDoesNotHoldTheFleet() throws IOException {
        Files.writeString(
                folder.resolve("tier.yaml"),
                SPEC.replace("max: 40 }", "max: 40, tier: { workload: api, per-replica: 2 } }")
                        + "  api: { bounds: { min: 1, max: 5 }, signals: { rps: {} } }\n");
        JsonNode root =
                json("simulate", file("tier.yaml"), "--workload", "web", "--trace", file("hour.csv"), "-o", "json");
        assertThat(root.at("/results/0/attainment").asDouble()).isGreaterThan(0.8);
        assertThat(root.get("notes").toString()).contains("replicas of api are left out");
    }

    @Test
    void theFutureCanBeKnown() throws IOException {
        JsonNode root = json(
                "simulate",
                file("headroom.yaml"),
                "--trace",
                file("hour.csv"),
                "--compare",
                "clairvoyant",
                "-o",
                "json");
        assertThat(root.at("/results/1/policy").asText()).isEqualTo("clairvoyant");
        assertThat(root.at("/results/1/attainment").asDouble()).isGreaterThan(0.99);
        // 10 busy slots need two replicas for half an hour, 50 need six for the other; asked for a minute ahead.
        assertThat(root.at("/results/1/cost").asDouble()).isCloseTo(0.10 * (0.5 * 8 + 4 / 60.0), within(0.01));
        assertThat(root.at("/notes/0").asText())
                .startsWith("clairvoyant: knows the future; its plan takes 0.407 USD")
                .contains("can have less than", "Against that bound: ", "clairvoyant 1.");
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        String[] args = {
            "simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--compare", "hpa,kpa", "-o", "json"
        };
        assertThat(run(args)).isZero();
        String once = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run(args)).isZero();
        assertThat(out.toString()).isEqualTo(once);
    }

    @Test
    void bothModesAgree() throws IOException {
        JsonNode request =
                json("simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--mode", "request", "-o", "json");
        out.getBuffer().setLength(0);
        JsonNode interval = json(
                "simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--mode", "interval", "-o", "json");
        assertThat(interval.at("/results/0/cost").asDouble())
                .isCloseTo(request.at("/results/0/cost").asDouble(), within(0.05));
        assertThat(interval.at("/results/0/attainment").asDouble())
                .isCloseTo(request.at("/results/0/attainment").asDouble(), within(0.01));
    }

    @Test
    void theTableComparesAndTheReportIsWritten() throws IOException {
        assertThat(run(
                        "simulate",
                        file("headroom.yaml"),
                        "--trace",
                        file("hour.csv"),
                        "--compare",
                        "hpa",
                        "--report",
                        file("deep/report.html")))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("headroom", "hpa", "in time is within 500 ms", "Kubernetes HPA at 70 %");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 120);
        assertThat(Files.readString(folder.resolve("deep/report.html"))).contains("<html", "headroom", "hpa");
    }

    @Test
    void csvHasALinePerPolicy() {
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--compare", "hpa", "-o", "csv"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(3).first().asString().startsWith("policy,attainment,p50");
    }

    @Test
    void aSpanOfTheTraceCanBeChosen() throws IOException {
        JsonNode root = json(
                "simulate",
                file("headroom.yaml"),
                "--trace",
                file("hour.csv"),
                "--from",
                "2026-01-05T00:10",
                "--to",
                "2026-01-05T00:20Z",
                "-o",
                "json");
        assertThat(root.get("from").asText()).isEqualTo("2026-01-05T00:10:00Z");
        assertThat(root.get("to").asText()).isEqualTo("2026-01-05T00:20:00Z");
        assertThat(root.at("/results/0/arrived").asDouble()).isCloseTo(60_000, within(1500.0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--compare hpe | there is no peer 'hpe'",
                "--from yesterday | --from: 'yesterday' is not a time",
                "--workload api | the spec has no workload 'api'; it has: web",
                "--column cost | there is no column 'cost'",
            })
    void whatIsWrongIsSaidInALine(String args, String message) {
        String[] all = ("simulate\n" + file("headroom.yaml") + "\n--trace\n" + file("hour.csv") + "\n"
                        + args.strip().replace(' ', '\n'))
                .split("\n", -1);
        assertThat(run(all)).isEqualTo(1);
        assertThat(err.toString()).contains(message.strip()).doesNotContain("Exception");
    }

    @Test
    void aMissingTraceIsSaidInALine() {
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("nowhere.csv")))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("nowhere.csv: there is no such file")
                .doesNotContain("Exception");
    }

    @Test
    void validateShowsEveryProblemWithItsPlace() throws IOException {
        Files.writeString(
                folder.resolve("bad.yaml"), SPEC.replace("bounds:", "bound:").replace("60s", "60"));
        assertThat(run("validate", file("bad.yaml"))).isEqualTo(1);
        assertThat(err.toString()).contains("bad.yaml:4:", "bad.yaml:5:", "bounds");
        assertThat(run("simulate", file("bad.yaml"), "--trace", file("hour.csv")))
                .isEqualTo(1);
    }

    @Test
    void validateSumsUpAGoodSpec() {
        assertThat(run("validate", file("headroom.yaml"))).isZero();
        assertThat(out.toString()).contains("valid", "web", "1 to 40 replicas", "target(inflight)");
    }

    @Test
    void explainsWhatItDidAtATime() throws IOException {
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--explain", "2026-01-05T00:45"))
                .isZero();
        assertThat(out.toString())
                .contains("2026-01-05T00:45:00Z: ", "target: ", "the last change before that\n2026-01-05T00:4", " → ");
        out.getBuffer().setLength(0);
        JsonNode root = json(
                "simulate",
                file("headroom.yaml"),
                "--trace",
                file("hour.csv"),
                "--explain",
                "2026-01-04T00:45",
                "-o",
                "json");
        assertThat(root.at("/explanation/0").asText()).isEqualTo("there was no decision yet at 2026-01-04T00:45:00Z");
    }

    @Test
    void otherSpecsAreComparedByTheirFiles() throws IOException {
        Files.writeString(folder.resolve("roomy.yaml"), SPEC.replace("per-replica: 7", "per-replica: 3"));
        JsonNode root = json(
                "simulate",
                file("headroom.yaml"),
                "--trace",
                file("hour.csv"),
                "--compare",
                file("roomy.yaml") + ",hpa",
                "-o",
                "json");
        assertThat(root.at("/results/1/policy").asText()).isEqualTo("roomy");
        assertThat(root.at("/results/1/cost").asDouble())
                .isGreaterThan(1.2 * root.at("/results/0/cost").asDouble());
        assertThat(root.at("/results/2/policy").asText()).isEqualTo("hpa");
    }

    @Test
    void schemaIsJson() throws IOException {
        assertThat(json("schema").has("$schema")).isTrue();
    }

    @Test
    void outputIsWrittenWholeOrNotAtAll() throws IOException {
        Path file = folder.resolve("a/b.txt");
        Output.write(file, "one");
        Output.write(file, "two");
        assertThat(file).hasContent("two");
        try (var left = Files.list(folder.resolve("a"))) {
            assertThat(left).containsExactly(file);
        }
    }
}
