package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchWorkerTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void everyStepHasItsShareAndTheSharesAddUp() throws Exception {
        assertThat(run(
                        "bench",
                        "worker",
                        "--files",
                        "20",
                        "--speed",
                        "1000",
                        "--cores",
                        "2",
                        "-o",
                        "json",
                        "--plots",
                        folder.toString()))
                .as(err.toString())
                .isZero();
        JsonNode steps = new ObjectMapper().readTree(out.toString()).path("steps");
        assertThat(steps).hasSize(5);
        assertThat(steps.findValuesAsText("step")).containsExactly("naive", "batch", "parallel", "bulk", "async");
        double shares = 0;
        for (JsonNode step : steps) {
            shares += step.path("share").asDouble();
        }
        assertThat(shares).isBetween(0.999, 1.001);
        // A lower bound by far: parallel stages on a busy machine.
        assertThat(steps.get(4).path("timesNaive").asDouble()).isGreaterThan(1);
        assertThat(folder.resolve("worker.png")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--files=0", "--speed=0", "--cores=-1"})
    void nonsenseIsRefused(String option) {
        assertThat(run("bench", "worker", option)).isNotZero();
        assertThat(err.toString()).contains(option.substring(0, option.indexOf('=')));
    }
}
