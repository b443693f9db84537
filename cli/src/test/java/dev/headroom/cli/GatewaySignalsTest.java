package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.gateway.Gateway;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LocalLimits;
import dev.headroom.spec.GatewaySpec;
import dev.headroom.spec.Spec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that runs, and a controller that scales on what it tells. */
class GatewaySignalsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String GATEWAY = """
        apiVersion: headroom/v1
        gateway:
          listen: 127.0.0.1:0
          admin: 127.0.0.2:0
          upstreams: { web: { file: none-yet.json, hold: 1m } }
          routes: { path: /, upstream: web }
        """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    /** Six requests are held for a workload at zero: three replicas of two each. */
    @Test
    void aControllerScalesOnWhatAGatewayTells() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), GATEWAY);
        Spec spec = SpecFiles.load(file, new PrintWriter(new StringWriter()));
        GatewaySpec keys = Objects.requireNonNull(spec.gateway());
        try (HttpClient client = HttpClient.newHttpClient();
                Gateway gateway = new Gateway(
                        keys,
                        ZoneId.of("UTC"),
                        folder,
                        new LocalLimits(GuardClock.SYSTEM, 100),
                        GuardClock.SYSTEM,
                        () -> 0.5,
                        text -> {})) {
            gateway.start();
            for (int i = 0; i < 6; i++) {
                CompletableFuture<HttpResponse<Void>> unused = client.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }
            URI status = URI.create("http://127.0.0.2:" + gateway.adminPort() + "/status?window=1s");
            JsonNode told;
            do {
                told = JSON.readTree(
                        client.send(HttpRequest.newBuilder(status).build(), HttpResponse.BodyHandlers.ofString())
                                .body());
            } while (told.at("/upstreams/web/demand").asDouble() < 5.9);
            assertThat(told.at("/routes/~1/queue").asDouble()).isGreaterThan(5.8);
            assertThat(told.at("/upstreams/web/p95").isNull()).isTrue();

            Path run = Files.writeString(folder.resolve("headroom.yaml"), workload(gateway.adminPort()));
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code =
                    Main.run(new PrintWriter(out, true), new PrintWriter(err, true), "run", run.toString(), "--once");
            assertThat(code).as(err.toString()).isZero();
            assertThat(out.toString()).containsPattern("web: 0 → 3 replicas: .*demand");
            client.shutdownNow();
        }
    }

    private static String workload(int port) {
        return """
            apiVersion: headroom/v1
            sources:
              gateway: { type: http, url: "http://127.0.0.2:%d/status?window=1s", time: /at }
            workloads:
              web:
                target: { type: recommend, replicas: 0 }
                replica: { concurrency: 2 }
                bounds: { min: 0, max: 9 }
                signals:
                  demand: { source: gateway, query: /upstreams/web/demand }
                  rps: { source: gateway, query: /routes/~1/rate, measures: rate, unit: /s }
                policies:
                  - target: { signal: demand, per-replica: 2 }
            """.formatted(port);
    }
}
