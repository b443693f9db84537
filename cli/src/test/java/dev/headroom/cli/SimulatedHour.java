package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small spec and an hour of traffic in a folder of its own, and the commands run on them as a user runs them. */
abstract class SimulatedHour {

    static final String SPEC = """
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
    Path folder;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("headroom.yaml"), SPEC);
        StringBuilder csv = new StringBuilder("timestamp,requests\n");
        for (int minute = 0; minute < 60; minute++) {
            csv.append("2026-01-05T00:%02d:00Z,%d%n".formatted(minute, minute < 30 ? 6000 : 30_000));
        }
        Files.writeString(folder.resolve("hour.csv"), csv);
    }

    final int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    final String file(String name) {
        return folder.resolve(name).toString();
    }

    final JsonNode json(String... args) throws IOException {
        assertThat(run(args)).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }
}
