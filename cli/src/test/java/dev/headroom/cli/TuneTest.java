package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search on a small spec and twelve hours of a wave, as a user runs it. */
class TuneTest {

    private static final String SPEC = """
            apiVersion: headroom/v1
            workloads:
              web:
                replica: { boot: 60s, concurrency: 10, price: 0.10 USD/h }
                bounds: { min: 1, max: 60 }
                objective: { latency: { p95: 500ms }, attainment: 99% }
                signals:
                  inflight: { query: inflight }
                policies:
                  - target: { signal: inflight, per-replica: 4 }
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
        for (int i = 0; i < 720; i++) {
            csv.append("2026-01-05T%02d:%02d:00Z,%d%n"
                    .formatted(i / 60, i % 60, (int) (60_000 - 40_000 * Math.cos(i / 60.0))));
        }
        Files.writeString(folder.resolve("wave.csv"), csv);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private int run(String... more) {
        List<String> args = new ArrayList<>(List.of("tune", file("headroom.yaml"), "--trace", file("wave.csv")));
        args.addAll(List.of(more));
        out.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    }

    private JsonNode json(String... more) throws IOException {
        assertThat(run(more)).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void plotsWhatItTried() throws IOException {
        assertThat(run("--evaluations", "5", "--plots", file("plots")))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(folder.resolve("plots/pareto.svg")))
                .contains(">Cost and violations<", ">cost, USD<", ">late or lost<", ">Pareto front<", ">promised<");
        assertThat(folder.resolve("plots/pareto.png")).isNotEmptyFile();
    }

    @Test
    void findsCheaperOnesThatKeepTheObjective() throws IOException {
        JsonNode root = json("--evaluations", "30", "-o", "json");
        JsonNode before = root.get("before");
        JsonNode best = root.get("best");
        assertThat(before.get("values").get("target(inflight).target").asDouble())
                .isEqualTo(4);
        assertThat(best.get("trained").get("attainment").asDouble()).isGreaterThanOrEqualTo(0.99);
        // Four requests on ten slots are far too few: a third of the money is enough to halve it.
        assertThat(best.get("trained").get("cost").asDouble())
                .isLessThan(0.7 * before.get("trained").get("cost").asDouble());
        assertThat(best.get("heldOut").get("cost").asDouble())
                .isLessThan(0.75 * before.get("heldOut").get("cost").asDouble());
        assertThat(root.get("front").size()).isBetween(2, 14);
    }

    /** Callers who come again can be followed request by request only. */
    @Test
    void whatTheFastModeCannotSimulateIsTunedRequestByRequest() throws IOException {
        Files.writeString(folder.resolve("headroom.yaml"), SPEC.replace("10s }", "10s, retries: { attempts: 2 } }"));
        StringBuilder csv = new StringBuilder("timestamp,requests\n");
        for (int i = 0; i < 40; i++) {
            csv.append("2026-01-05T00:%02d:00Z,%d%n".formatted(i, 2000 + 50 * i));
        }
        Files.writeString(folder.resolve("wave.csv"), csv);
        JsonNode root = json("--evaluations", "4", "-o", "json");
        assertThat(root.get("mode").asText()).isEqualTo("request");
        assertThat(root.get("evaluations").asInt()).isEqualTo(4);
    }

    @Test
    void theSpecItWritesIsValidAndIsWhatWasFound() throws IOException {
        JsonNode root = json("--evaluations", "12", "-o", "json", "-d", file("tuned.yaml"));
        String target = root.get("best")
                .get("values")
                .get("target(inflight).target")
                .asText()
                .replaceFirst("\\.0$", "");
        assertThat(Files.readString(folder.resolve("tuned.yaml")))
                .startsWith("# Tuned by")
                .contains("per-replica: " + target);
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), "validate", file("tuned.yaml")))
                .as(err.toString())
                .isZero();
    }

    @Test
    void goesOnAfterAnInterruption() throws IOException {
        Path trials = folder.resolve("trials.jsonl");
        JsonNode whole = json("--evaluations", "20", "-o", "json", "--resume", trials.toString());
        List<String> lines = Files.readAllLines(trials);
        assertThat(lines).hasSize(21);
        Files.writeString(trials, String.join("\n", lines.subList(0, 12)) + "\n{\"values\":{\"target(in");
        assertThat(json("--evaluations", "20", "-o", "json", "--resume", trials.toString()))
                .isEqualTo(whole);
        assertThat(Files.readAllLines(trials)).hasSize(21);
    }

    @Test
    void trialsOfAnotherSearchAreNotMixedIn() throws IOException {
        assertThat(run("--evaluations", "2", "--resume", file("trials.jsonl"))).isZero();
        assertThat(run("--evaluations", "2", "--resume", file("trials.jsonl"), "--seed", "9"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("holds the trials of another search");
    }

    @Test
    void aTableAndCsvToo() {
        assertThat(run("--evaluations", "10")).isZero();
        assertThat(out.toString()).contains("as it was", "best", "held out", "target(inflight).target");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
        assertThat(run("--evaluations", "10", "-o", "csv")).isZero();
        assertThat(out.toString()).startsWith("target(inflight).target,target(inflight).tolerance,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "1.5"})
    void bothPartsNeedSomething(String share) {
        assertThat(run("--train", share)).isEqualTo(1);
        assertThat(err.toString()).contains("--train");
    }

    @Test
    void withoutAnObjectiveThereIsNothingToKeep() throws IOException {
        Files.writeString(
                folder.resolve("headroom.yaml"),
                SPEC.replace("    objective: { latency: { p95: 500ms }, attainment: 99% }\n", ""));
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("has no objective to keep");
    }
}
