package dev.headroom.examples.models;

import com.sun.net.httpserver.HttpExchange;
import dev.headroom.guard.Backoff;
import dev.headroom.guard.BreakerRule;
import dev.headroom.guard.CacheRule;
import dev.headroom.guard.Call;
import dev.headroom.guard.Guard;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.GuardSettings;
import dev.headroom.guard.LocalLimits;
import dev.headroom.guard.TieredCache;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Serves features from a cache, or from the store behind the guard: a breaker, a deadline, retries. Cached ones are good for
 * 50 ms, and from level 1 on for as long as there are any.
 */
final class FeatureServer extends Service {

    private static final CacheRule BRIEF =
            new CacheRule(Duration.ofMillis(50), Duration.ofHours(1), Duration.ofSeconds(1), 0.1);

    private final URI store;
    private final HttpClient client = HttpClient.newHttpClient();
    private final LocalLimits none = new LocalLimits(GuardClock.SYSTEM, 1);
    private final Guard guard = new Guard(
            GuardSettings.none("store")
                    .breaker(BreakerRule.USUAL)
                    .deadline(Duration.ofSeconds(20))
                    .retry(Backoff.LOOKUP, 0.1),
            none,
            GuardClock.SYSTEM,
            () -> ThreadLocalRandom.current().nextDouble());
    private final TieredCache<String> cache = new TieredCache<>(
            BRIEF,
            TieredCache.Near.USUAL,
            new Text(),
            null,
            GuardClock.SYSTEM,
            () -> ThreadLocalRandom.current().nextDouble(),
            command -> Thread.ofVirtual().start(command));
    private final Map<String, String> last = new ConcurrentHashMap<>();
    private final AtomicLong unasked = new AtomicLong();

    FeatureServer(int port, URI store) throws IOException {
        super(port);
        this.store = store;
    }

    /** Answers from what was known, without a question. */
    long known() {
        return unasked.get();
    }

    @Override
    void answer(HttpExchange exchange) throws Exception {
        String user = user(exchange);
        String known = level(exchange) >= 1 ? last.get(user) : null;
        if (known != null) {
            unasked.incrementAndGet();
            send(exchange, 200, known);
            return;
        }
        String features = cache.get(user, this::ask).orElse("none\n");
        last.put(user, features);
        send(exchange, 200, features);
    }

    private @Nullable String ask(String user) throws Exception {
        return guard.call(Call.PLAIN.of(user).repeatable(), deadline -> {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(store.resolve("/features?user=" + user))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the store answers " + answer.statusCode());
            }
            return answer.body();
        });
    }

    @Override
    public void close() {
        super.close();
        guard.close();
        client.shutdownNow();
    }

    /** Texts as bytes. */
    private static final class Text implements TieredCache.Codec<String> {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
