package dev.headroom.controller.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Pages for a Prometheus to scrape: that of the metrics, and one of other systems. */
final class Exposed implements AutoCloseable {

    private final HttpServer server;

    /**
     * Serves.
     *
     * @param before what is done before each answer
     * @param others the page under {@code /others}, in Prometheus' text format
     */
    Exposed(Metrics metrics, Runnable before, Supplier<String> others) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            before.run();
            Metrics.Page page = metrics.page(exchange.getRequestHeaders().getFirst("Accept"));
            answer(exchange, page.contentType(), page.body());
        });
        server.createContext(
                "/others",
                exchange -> answer(
                        exchange, "text/plain; version=0.0.4", others.get().getBytes(StandardCharsets.UTF_8)));
        server.start();
    }

    /** A configuration that scrapes both, twice a second, and evaluates every rule file of its folder. */
    String config() {
        String target = "127.0.0.1:" + server.getAddress().getPort();
        return """
                global: { scrape_interval: 500ms, evaluation_interval: 1s }
                rule_files: [ "*.rules.yaml" ]
                scrape_configs:
                  - { job_name: headroom, static_configs: [ { targets: [ "%s" ] } ] }
                  - { job_name: others, honor_labels: true, metrics_path: /others, static_configs: [ { targets: [ "%s" ] } ] }
                """.formatted(target, target);
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
