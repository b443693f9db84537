package dev.headroom.examples.sessions;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headroom.connectors.redis.Redis;
import dev.headroom.connectors.redis.RedisSessions;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One instance of a shop's carts over HTTP. It keeps nothing itself: {@code GET /cart} shows a visitor's cart, a line a
 * thing, {@code PUT /cart?item=NAME} puts a thing into it, once however often it is asked, {@code DELETE /cart} ends the session;
 * any instance may be asked. {@code GET /health} says whether it can answer.
 */
final class Carts implements AutoCloseable {

    /** Says which instance answered. */
    static final String INSTANCE = "X-Instance";

    /** Things that a cart holds. */
    static final int MOST_ITEMS = 1000;

    private static final String COOKIE = "session";
    private static final int LONGEST_NAME = 100;

    private record Answer(int status, String text) {}

    private final String name;
    private final Redis redis;
    private final RedisSessions sessions;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Listens at once.
     *
     * @param name of the instance
     * @param port on 127.0.0.1; 0 for any
     */
    Carts(String name, int port, Redis redis, RedisSessions sessions) throws IOException {
        this.name = name;
        this.redis = redis;
        this.sessions = sessions;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Answer answer;
        try {
            answer = answer(exchange);
        } catch (RedisException e) {
            answer = new Answer(503, "sessions cannot be reached now\n");
        }
        byte[] body = answer.text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set(INSTANCE, name);
        exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health")) {
            return redis.isAnswering() ? new Answer(200, "well\n") : new Answer(503, redis.why() + "\n");
        }
        if (!path.equals("/cart")) {
            return new Answer(404, "there is /cart and /health\n");
        }
        return switch (exchange.getRequestMethod()) {
            case "GET" -> show(exchange);
            case "PUT" -> put(exchange);
            case "DELETE" -> {
                session(exchange).ifPresent(sessions::end);
                exchange.getResponseHeaders().add("Set-Cookie", COOKIE + "=; Max-Age=0; Path=/");
                yield new Answer(204, "");
            }
            default -> new Answer(405, "a cart takes GET, PUT and DELETE\n");
        };
    }

    private Answer show(HttpExchange exchange) {
        Map<String, String> values = session(exchange)
                .flatMap(sessions::find)
                .orElseGet(Map::of); // a visitor who only looks needs no session
        return new Answer(200, text(values));
    }

    private Answer put(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        String item = query == null || !query.startsWith("item=")
                ? ""
                : URLDecoder.decode(query.substring("item=".length()), StandardCharsets.UTF_8)
                        .strip();
        if (item.isEmpty() || item.length() > LONGEST_NAME || item.contains("\n")) {
            return new Answer(400, "name an item of up to " + LONGEST_NAME + " characters: PUT /cart?item=tea\n");
        }
        Optional<Map<String, String>> after = session(exchange).flatMap(id -> put(id, item));
        if (after.isEmpty()) { // an id that we did not give, or that has ended, is never taken over
            String id = sessions.begin();
            exchange.getResponseHeaders().add("Set-Cookie", COOKIE + "=" + id + "; HttpOnly; SameSite=Lax; Path=/");
            after = put(id, item);
        }
        return new Answer(200, text(after.orElseGet(Map::of)));
    }

    private Optional<Map<String, String>> put(String id, String item) {
        return sessions.update(id, values -> {
            if (values.size() < MOST_ITEMS) {
                values.put(item, "");
            }
            return values;
        });
    }

    private static String text(Map<String, String> values) {
        StringBuilder out = new StringBuilder();
        values.keySet().stream().sorted().forEach(item -> out.append(item).append('\n'));
        return out.toString();
    }

    private static Optional<String> session(HttpExchange exchange) {
        List<String> all = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        for (String header : all) {
            for (String pair : header.split(";", -1)) {
                String text = pair.strip();
                if (text.startsWith(COOKIE + "=") && text.length() < 100) {
                    return Optional.of(text.substring(COOKIE.length() + 1));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        server.stop(1);
        threads.close();
    }
}
