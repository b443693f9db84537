package dev.headroom.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.engine.model.Reading;
import dev.headroom.spec.Telemetry;
import dev.headroom.testing.RealPrometheus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes the page. Skipped where there is none. */
class RealScrapeTest {

    @Test
    void prometheusReadsEveryFamily(@TempDir Path folder) throws Exception {
        RealPrometheus.assumeInstalled();
        StillConsole console = new StillConsole();
        Metrics metrics = new Metrics(console);
        console.workloads = List.of(StillConsole.web(Outcome.SCALED, Reading.of(250, StillConsole.NOW), ""));
        console.budgets = List.of(StillConsole.budget(30.0));
        console.turn(console.workloads.getFirst(), Duration.ZERO, Duration.ofMillis(3));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            Metrics.Page page = metrics.page(exchange.getRequestHeaders().getFirst("Accept"));
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            exchange.sendResponseHeaders(200, page.body().length);
            exchange.getResponseBody().write(page.body());
            exchange.close();
        });
        server.start();
        String config = """
                global: { scrape_interval: 200ms }
                scrape_configs:
                  - { job_name: headroom, static_configs: [ { targets: [ "127.0.0.1:%d" ] } ] }
                """.formatted(server.getAddress().getPort());
        try (RealPrometheus prometheus = RealPrometheus.start(folder, config)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> prometheus.query("up == 1").contains("\"job\":\"headroom\""));
            for (Telemetry t : Telemetry.values()) {
                String series = t.metric() + (t.type() == Telemetry.Type.HISTOGRAM ? "_bucket" : "");
                String answer = prometheus.query(series);
                assertThat(answer).as(series).contains("\"status\":\"success\"", "\"__name__\":\"" + series + "\"");
                t.labels().forEach(l -> assertThat(answer).contains("\"" + l + "\":"));
            }
        } finally {
            server.stop(0);
            metrics.close();
        }
    }
}
