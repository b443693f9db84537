package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
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
    void theOnlyWorkloadThatSaysWhatItDoesIsChosen() throws IOException {
        String table = "  table: { bounds: { min: 1, max: 9 }, signals: { used: {} },"
                + " policies: [ { target: { signal: used, per-replica: 5 } } ] }\n";
        Files.writeString(folder.resolve("two.yaml"), SPEC + table);
        assertThat(run("simulate", file("two.yaml"), "--trace", file("hour.csv")))
                .as(err.toString())
                .isZero();
        assertThat(out.toString() + err).contains("table is left out: nothing is said of its 'service'");
        Files.writeString(
                folder.resolve("two.yaml"), SPEC + table.replace("signals:", "service: { time: 1s }, signals:"));
        assertThat(run("simulate", file("two.yaml"), "--trace", file("hour.csv")))
                .isNotZero();
        assertThat(err.toString()).contains("choose one with --workload: web, table");
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
    void theAutomaticPolicyIsAPeerToo() throws IOException {
        JsonNode root =
                json("simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--compare", "auto", "-o", "json");
        assertThat(root.at("/results/1/policy").asText()).isEqualTo("auto");
        assertThat(root.at("/results/1/attainment").asDouble()).isGreaterThan(0.9);
        assertThat(root.at("/results/1").toString())
                .isNotEqualTo(root.at("/results/0").toString().replace("headroom", "auto"));
        out.getBuffer().setLength(0);
        // The workload without policies of its own is the automatic one; its window would be shorter unless it said so.
        Files.writeString(
                folder.resolve("auto.yaml"),
                SPEC.replaceAll("(?m)^( *)policies:\\n.*\\n", "$1guardrails: { stabilisation: { down: 5m } }\n"));
        JsonNode own = json("simulate", file("auto.yaml"), "--trace", file("hour.csv"), "-o", "json");
        assertThat(own.at("/results/0").toString().replace("headroom", "auto"))
                .isEqualTo(root.at("/results/1").toString());
    }

    @Test
    void plotsOfTheReportAreWrittenTwice() throws IOException {
        assertThat(run(
                        "simulate",
                        file("headroom.yaml"),
                        "--trace",
                        file("hour.csv"),
                        "--compare",
                        "hpa",
                        "--plots",
                        file("plots")))
                .as(err.toString())
                .isZero();
        try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .contains("demand.svg", "demand.png", "capacity.svg", "latency.png", "cost.svg");
        }
        assertThat(Files.readString(folder.resolve("plots/latency.svg")))
                .contains(">Response time, p95<", ">objective p95 ≤ 500 ms<", ">headroom<", ">hpa<");
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--plots", file("hour.csv")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("hour.csv': it is not a folder");
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
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
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
                "2 | --compare hpe | there is no peer 'hpe'",
                "2 | --from yesterday | --from: 'yesterday' is not a time",
                "2 | --from 2026-01-05T00:30 --to 2026-01-05T00:20 | --from 2026-01-05T00:30 is not before --to"
                        + " 2026-01-05T00:20",
                "2 | --seed abc | '--seed': 'abc' is not a whole number",
                "2 | -o xml | '--output': 'xml' is none of table, json, csv",
                "2 | --mode fast | '--mode': 'fast' is none of auto, request, interval",
                "1 | --workload api | the spec has no workload 'api'; it has: web",
                "1 | --column cost | there is no column 'cost'",
                "1 | --report hour.csv/report.html | cannot write to 'hour.csv/report.html': ",
                "1 | --report . | cannot write to '.': it is a folder",
                "1 | --report /proc/report.html | cannot write to '/proc/report.html': ",
            })
    void whatIsWrongIsSaidInALine(int code, String args, String message) throws IOException {
        assumeFalse(args.contains("/proc") && !Files.isDirectory(Path.of("/proc")), "needs /proc");
        args = args.replace("hour.csv", file("hour.csv"));
        String[] all = ("simulate\n" + file("headroom.yaml") + "\n--trace\n" + file("hour.csv") + "\n"
                        + args.strip().replace(' ', '\n'))
                .split("\n", -1);
        assertThat(run(all)).isEqualTo(code);
        assertThat(err.toString())
                .contains(message.replace("hour.csv", file("hour.csv")).strip())
                .doesNotContain("Exception");
    }

    @Test
    void aSpecWithoutWorkloadsHasNothingToSimulate() throws IOException {
        Files.writeString(
                folder.resolve("services.yaml"), "apiVersion: headroom/v1\nservices: { db: { connections: 100 } }\n");
        assertThat(run("simulate", file("services.yaml"), "--trace", file("hour.csv")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("the spec has no workload to simulate");
    }

    @Test
    void anObjectiveOutOfReachOfAnyFleetIsSaid() throws IOException {
        Files.writeString(folder.resolve("strict.yaml"), SPEC.replace("500ms", "300ms"));
        assertThat(run("simulate", file("strict.yaml"), "--trace", file("hour.csv")))
                .isZero();
        // An exponential time of 100 ms is over within 300 ms with probability 1 − e⁻³ = 0.9502.
        assertThat(out.toString())
                .contains("no number of replicas keeps the objective", "only 95.02 % are done within 300 ms");
        out.getBuffer().setLength(0);
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("hour.csv")))
                .isZero();
        assertThat(out.toString()).doesNotContain("no number of replicas");
    }

    @Test
    void theTableFitsAHundredColumnsWithEveryPeer() {
        assertThat(run(
                        "simulate",
                        file("headroom.yaml"),
                        "--trace",
                        file("hour.csv"),
                        "--compare",
                        "hpa,kpa,keda,aws-target,aws-step,aws-predictive,fixed"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines()).hasSizeGreaterThan(12).allMatch(line -> line.length() <= 100);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 100",
        "0.999999, 99.9999",
        "0.89996, 89.9",
        "0.998996, 99.89",
        "0.0000005, <0.0001",
        "0, 0",
        "NaN, –",
    })
    void anAttainmentIsNeverRoundedUpToItsAim(double share, String shown) {
        assertThat(SimulationOutput.share(share, RoundingMode.DOWN)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "0.333|0.33", "90.7|90.7", "90|90", "104.2|104", "27934|27,934", "NaN|–"})
    void numbersHaveThreeDigitsOrMore(double value, String shown) {
        assertThat(SimulationOutput.plain(value)).isEqualTo(shown);
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

    /** The jump at half past twelve, as it came on ten days before: known from the history, and from no other. */
    @Test
    void predictKnowsWhatTheHistoryKnows() throws IOException {
        Files.writeString(
                folder.resolve("predict.yaml"),
                SPEC.replace("policies:", "policies:\n      - predict: { signal: inflight, per-replica: 7 }"));
        StringBuilder csv = new StringBuilder("timestamp,requests\n");
        for (int minute = 0; minute < 11 * 1440; minute++) {
            csv.append(Instant.parse("2025-12-26T00:00:00Z").plusSeconds(60L * minute) + ","
                    + (minute % 60 < 30 ? 6000 : 30_000) + "\n");
        }
        Files.writeString(folder.resolve("before.csv"), csv);
        String[] args = {"simulate", file("predict.yaml"), "--trace", file("hour.csv"), "-o", "json"};
        JsonNode ignorant = json(args);
        assertThat(ignorant.get("notes").toString()).contains("predict begins without any history");
        out.getBuffer().setLength(0);
        JsonNode knowing = json(
                "simulate",
                file("predict.yaml"),
                "--trace",
                file("hour.csv"),
                "--history",
                file("before.csv"),
                "-o",
                "json");
        assertThat(knowing.get("notes").toString()).doesNotContain("without any history");
        assertThat(knowing.at("/results/0/attainment").asDouble())
                .isGreaterThan(ignorant.at("/results/0/attainment").asDouble() + 0.01);
    }

    @Test
    void historyIsEarlier() {
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--history", file("hour.csv")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("there is no earlier demand in it");
    }

    @Test
    void historyIsNotTooOldAndOfUse() throws IOException {
        String[] args = {"simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--history", file("old.csv")};
        Files.writeString(
                folder.resolve("old.csv"), "timestamp,requests\n2025-01-05T00:00:00Z,60\n2025-01-05T00:01:00Z,60\n");
        assertThat(run(args)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("nothing is forecast without a predict policy");
        Files.writeString(
                folder.resolve("headroom.yaml"),
                SPEC.replace("policies:", "policies:\n      - predict: { signal: inflight, per-replica: 7 }"));
        assertThat(run(args)).isEqualTo(1);
        assertThat(err.toString()).contains("forecasts are made from the last 28 days");
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
