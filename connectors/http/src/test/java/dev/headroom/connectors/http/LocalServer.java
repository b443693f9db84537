package dev.headroom.connectors.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of the JDK on this machine that behaves as a test says. */
final class LocalServer implements AutoCloseable {

    /** What the server does with a request. */
    interface Behaviour {
        void answer(HttpExchange exchange, Request request) throws IOException, InterruptedException;
    }

    /** A request that came. */
    record Request(String method, String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;
    final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    volatile Behaviour behaviour = (e, r) -> reply(e, 200, "{}");

    LocalServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body);
            requests.add(request);
            try (exchange) {
                behaviour.answer(exchange, request);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** From now on every request gets this. */
    void says(int status, String body) {
        behaviour = (e, r) -> reply(e, status, body);
    }

    /** From now on it misbehaves in a way that has a name. */
    void misbehaves(String how) {
        behaviour = switch (how) {
            case "never answers" -> (e, r) -> end.await();
            case "stops in the middle" ->
                (e, r) -> {
                    e.sendResponseHeaders(200, 1000);
                    e.getResponseBody().write('{');
                    e.getResponseBody().flush();
                    end.await();
                };
            case "hangs up" ->
                (e, r) -> {
                    e.sendResponseHeaders(200, 1000);
                    e.getResponseBody().write('{');
                };
            case "talks without end" ->
                (e, r) -> {
                    e.sendResponseHeaders(200, 0);
                    try (OutputStream out = e.getResponseBody()) {
                        for (int i = 0; i < 20_000; i++) {
                            out.write(new byte[1024]);
                        }
                    }
                };
            case "talks garbage" -> (e, r) -> reply(e, 200, "\u0000<html>login");
            case "says nothing" -> (e, r) -> reply(e, 200, "");
            case "is broken" -> (e, r) -> reply(e, 500, "stack trace");
            case "is overloaded" -> (e, r) -> reply(e, 503, "");
            case "redirects" ->
                (e, r) -> {
                    e.getResponseHeaders().set("Location", "/elsewhere");
                    reply(e, 307, "");
                };
            default -> throw new IllegalArgumentException(how);
        };
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    ServerSettings settings() {
        return ServerSettings.of(uri()).trying(1, Duration.ZERO).within(Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
