package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The capacity that a plan gives, written into the spec and simulated under the plan's own peak, keeps the objective; a tenth less
 * does not. 800/s × 500 ms are 400 requests in flight; 41 replicas of 10 keep 95 % within 2 s by Erlang C, 36 cannot even
 * carry the load.
 */
class PlanAgreesWithSimulationTest {

    private static final String SPEC = """
            apiVersion: headroom/v1
            workloads:
              web:
                target: { type: recommend }
                replica: { boot: 1s, concurrency: 10 }
                bounds: { min: 1, max: 500 }
                objective: { latency: { p95: 2s }, attainment: 95% }
                signals: { inflight: {} }
                policies:
                  - target: { signal: inflight, per-replica: 10 }
                service: { time: { mean: 500ms, distribution: exponential }, queue: 1000000, timeout: 1h }
            demand: { peak-rate: 800/s }
            services:
              web: { sizer: tasks, workload: web, hold-time: 500ms, concurrency: 10, latency: 2s, attainment: 95% }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void thePlannedCapacityKeepsTheObjectiveAndATenthLessDoesNot() throws IOException {
        Path spec = Files.writeString(folder.resolve("headroom.yaml"), SPEC);
        run("plan", spec.toString(), "--apply", "--yes");
        String applied = Files.readString(spec);
        int planned = Integer.parseInt(applied.replaceAll("(?s).*max: ([0-9]+).*", "$1"));
        assertThat(applied).contains("bounds: { min: " + planned + ", max: " + planned + " }");
        assertThat(planned).isEqualTo(41);

        assertThat(attainment(applied)).isGreaterThanOrEqualTo(0.95);
        int less = (int) (planned * 0.9);
        assertThat(attainment(
                        applied.replace("min: " + planned + ", max: " + planned, "min: " + less + ", max: " + less)))
                .isLessThan(0.95);
    }

    private double attainment(String yaml) throws IOException {
        Path spec = Files.writeString(folder.resolve("simulated.yaml"), yaml);
        StringBuilder trace = new StringBuilder("timestamp,requests\n");
        for (int minute = 0; minute < 10; minute++) {
            trace.append("2026-01-05T00:0")
                    .append(minute)
                    .append(":00Z,")
                    .append(800 * 60)
                    .append('\n');
        }
        Path csv = Files.writeString(folder.resolve("peak.csv"), trace);
        JsonNode root =
                new ObjectMapper().readTree(run("simulate", spec.toString(), "--trace", csv.toString(), "-o", "json"));
        return root.at("/results/0/attainment").asDouble();
    }

    private static String run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), args))
                .as(err.toString())
                .isZero();
        return out.toString();
    }
}
