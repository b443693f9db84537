package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulation of an hour tells, and in which forms. */
class SimulateTest extends SimulatedHour {

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
