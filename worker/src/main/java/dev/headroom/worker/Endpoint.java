package dev.headroom.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * A worker over HTTP: {@code /metrics} in Prometheus' text format; {@code /ready} is 200 while it takes messages and 503 else;
 * {@code /live} is 200 until it has ended.
 */
public final class Endpoint implements AutoCloseable {
    private final HttpServer server;

    /**
     * Serves at an address; port 0 picks a free one.
     *
     * @throws IOException if the address cannot be had
     */
    public Endpoint(InetSocketAddress address, Supplier<Worker.State> state, PrometheusMeterRegistry registry)
            throws IOException {
        server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/metrics",
                exchange -> answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
        server.createContext("/ready", exchange -> {
            Worker.State now = state.get();
            answer(exchange, now == Worker.State.RUNNING ? 200 : 503, "text/plain; charset=utf-8", now + "\n");
        });
        server.createContext("/live", exchange -> {
            Worker.State now = state.get();
            answer(exchange, now == Worker.State.ENDED ? 503 : 200, "text/plain; charset=utf-8", now + "\n");
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** Where it really is. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
