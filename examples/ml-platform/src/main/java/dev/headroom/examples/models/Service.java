package dev.headroom.examples.models;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of the platform on 127.0.0.1, with a virtual thread a request. It can be told to fail. */
abstract class Service implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean failing;

    Service(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Answers a request that is not to fail. */
    abstract void answer(HttpExchange exchange) throws Exception;

    /** Lets it answer all with 503 from now on, or no longer. */
    void fail(boolean yes) {
        failing = yes;
    }

    /** The level of degradation that the gateway tells it. */
    static int level(HttpExchange exchange) {
        String told = exchange.getRequestHeaders().getFirst("X-Degradation-Level");
        return told == null ? 0 : Integer.parseInt(told);
    }

    /** The user that a request is about. */
    static String user(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return query != null && query.startsWith("user=") ? query.substring("user=".length()) : "nobody";
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (failing) {
                send(exchange, 503, "failing\n");
                return;
            }
            answer(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            send(exchange, 503, e.getClass().getSimpleName() + "\n");
        }
    }

    static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
