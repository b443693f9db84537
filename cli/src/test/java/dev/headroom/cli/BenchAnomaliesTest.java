package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchAnomaliesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** A saw of 10 with one spike at its begin of the only window. */
    @BeforeEach
    void file() throws IOException {
        StringBuilder text = new StringBuilder("series,timestamp,value,in_window\n");
        for (int i = 0; i < 1000; i++) {
            text.append("saw,%s,%d,%d%n"
                    .formatted(Instant.ofEpochSecond(60L * i), i == 700 ? 90 : i % 10, i >= 700 && i < 750 ? 1 : 0));
        }
        Files.writeString(folder.resolve("saw.csv"), text);
    }

    private int run(String... more) {
        List<String> args = new ArrayList<>(List.of("bench", "anomalies"));
        args.addAll(List.of(more));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    }

    @Test
    void jsonHasTheScoresByProfile() throws IOException {
        assertThat(run("--nab", folder.resolve("saw.csv").toString(), "-o", "json"))
                .as(err.toString())
                .isZero();
        JsonNode all = new ObjectMapper().readTree(out.toString());
        assertThat(all.path("windows").asInt()).isEqualTo(1);
        assertThat(all.path("standard").asDouble()).isCloseTo(100, within(1e-9));
        assertThat(all.path("reward_low_FP_rate").asDouble()).isCloseTo(100, within(1e-9));
        assertThat(all.path("reward_low_FN_rate").asDouble()).isCloseTo(100, within(1e-9));
        assertThat(all.path("detectors")
                        .path("z-score")
                        .path("standard")
                        .path("score")
                        .asDouble())
                .isCloseTo(100, within(1e-9));
    }

    @Test
    void tableAndCsvHaveALinePerDetectorAndProfile() throws IOException {
        Path profiles = Files.writeString(
                folder.resolve("p.json"),
                "{\"mine\": {\"CostMatrix\": {\"tpWeight\": 1, \"fpWeight\": 0.5, \"fnWeight\": 3}}}");
        String[] options = {"--nab", folder.resolve("saw.csv").toString(), "--profiles", profiles.toString()};
        assertThat(run(options)).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("1 series, 1000 samples, 1 windows")
                .containsPattern("headroom +mine +100\\.0 +[0-9.]+ +1/1 +0")
                .containsPattern("z-score +mine");
        out.getBuffer().setLength(0);
        assertThat(run(options[0], options[1], options[2], options[3], "-o", "csv"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(3).first().asString().startsWith("detector,profile,score");
    }

    @Test
    void badFilesAreRefusedInWords() throws IOException {
        assertThat(run("--nab", folder.resolve("none.csv").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no such file");
        Path profiles = Files.writeString(
                folder.resolve("p.json"), "{\"a\": {\"CostMatrix\": {\"tpWeight\": 0, \"fnWeight\": 3}}}");
        assertThat(run("--nab", folder.resolve("saw.csv").toString(), "--profiles", profiles.toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("a.CostMatrix.tpWeight must be a positive number")
                .contains("a.CostMatrix.fpWeight must be a number that is not negative");
        Path calm = Files.writeString(
                folder.resolve("calm.csv"), "series,timestamp,value,in_window\na,2026-01-01T00:00:00Z,1,0\n");
        assertThat(run("--nab", calm.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("nothing to find");
    }

    /** The goal is 60. A plain z-score is at 52 on these series, which are the easier part of Numenta's. */
    @Test
    void numentasSeriesAreFoundBetterThanByTheZScore() throws IOException {
        Path nab = data().resolve("nab/nab_labelled.csv.gz");
        assumeTrue(Files.exists(nab), () -> "left out: there is no " + nab);
        assertThat(run(
                        "--nab",
                        nab.toString(),
                        "--profiles",
                        nab.resolveSibling("profiles.json").toString(),
                        "-o",
                        "json"))
                .as(err.toString())
                .isZero();
        JsonNode all = new ObjectMapper().readTree(out.toString());
        assertThat(all.path("series").asInt()).isEqualTo(34);
        assertThat(all.path("standard").asDouble()).isGreaterThan(70);
        assertThat(all.path("detectors")
                        .path("z-score")
                        .path("standard")
                        .path("score")
                        .asDouble())
                .isBetween(50.0, 54.0);
    }

    private static Path data() {
        String named = System.getenv("HEADROOM_DATA");
        Path root = Path.of(System.getProperty("headroom.root", "..")).toAbsolutePath();
        return named == null ? root.resolve("../shared/data").normalize() : Path.of(named);
    }
}
