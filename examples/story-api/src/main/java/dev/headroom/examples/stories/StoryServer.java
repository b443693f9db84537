package dev.headroom.examples.stories;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headroom.guard.CacheRule;
import dev.headroom.guard.Call;
import dev.headroom.guard.Guard;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.GuardSettings;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.LocalLimits;
import dev.headroom.guard.Refusal;
import dev.headroom.guard.TieredCache;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The service: stories by hero and place. What has been told is kept by normalised inputs; the model has a quota of tokens, by the
 * guard as a library. It knows how often it has done what has an idempotency key.
 */
final class StoryServer implements AutoCloseable {

    private static final Duration THINKS = Duration.ofMillis(150);
    private static final LimitRule QUOTA = LimitRule.bucket("tokens", 1000, Duration.ofSeconds(1), 5000);

    private final HttpServer server;
    private final boolean broken;
    private final LocalLimits quota = new LocalLimits(GuardClock.SYSTEM, 10);
    private final Guard model;
    private final TieredCache<String> told;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final LongAdder requests = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /**
     * Listens.
     *
     * @param broken whether it fails on every request
     */
    StoryServer(int port, boolean broken) throws IOException {
        this.broken = broken;
        this.model = new Guard(
                GuardSettings.none("model").limits(QUOTA).deadline(Duration.ofSeconds(2)),
                quota,
                GuardClock.SYSTEM,
                () -> ThreadLocalRandom.current().nextDouble());
        this.told = new TieredCache<>(
                CacheRule.HOUR,
                TieredCache.Near.USUAL,
                new TieredCache.Codec<>() {
                    @Override
                    public byte[] encode(String value) {
                        return value.getBytes(StandardCharsets.UTF_8);
                    }

                    @Override
                    public String decode(byte[] bytes) {
                        return new String(bytes, StandardCharsets.UTF_8);
                    }
                },
                null,
                GuardClock.SYSTEM,
                () -> ThreadLocalRandom.current().nextDouble(),
                Runnable::run);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health", exchange -> send(exchange, 200, "well\n"));
        server.createContext("/v1/stories", this::story);
        server.start();
    }

    private void story(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        requests.increment();
        if (broken) {
            send(exchange, 500, "the new version has a bug\n");
            return;
        }
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key != null) {
            keys.add(key);
        }
        Map<String, String> inputs = inputs(exchange.getRequestURI().getRawQuery());
        try {
            send(
                    exchange,
                    200,
                    told.get(Stories.normal(inputs), k -> generated(inputs)).orElse(""));
        } catch (Refusal e) {
            refused.increment();
            exchange.getResponseHeaders()
                    .set("Retry-After", Long.toString(Math.max(1, e.retryAfter().toSeconds())));
            send(exchange, 503, "the model's quota is used up\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            send(exchange, 500, "interrupted\n");
        } catch (Exception e) {
            send(exchange, 500, "no story: " + e.getClass().getSimpleName() + "\n");
        }
    }

    private String generated(Map<String, String> inputs) throws Exception {
        String story = Stories.tell(inputs);
        int cost = Stories.tokens(story);
        return model.call(Call.PLAIN.of("model").weight(cost), deadline -> {
            TimeUnit.MILLISECONDS.sleep(THINKS.toMillis());
            tokens.add(cost);
            return story;
        });
    }

    private static Map<String, String> inputs(String query) {
        Map<String, String> out = new HashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                out.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return out;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** How often the cache and the model answered. */
    TieredCache.Counts cache() {
        return told.counts();
    }

    /** Requests for stories that have come. */
    long requests() {
        return requests.sum();
    }

    /** Different keys that have come. */
    int keys() {
        return keys.size();
    }

    /** Tokens that the model has made, and requests beyond its quota. */
    String model() {
        return tokens.sum() + " tokens, " + refused.sum() + " refused";
    }

    @Override
    public void close() {
        server.stop(0);
        model.close();
    }
}
