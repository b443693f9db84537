package dev.headroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels that depend on metrics and services. */
class WatchesTest {

    private static final String TEXT = """
            # HELP used Memory.
            # TYPE used gauge
            used{gpu="0",name="a {b}"} 30
            used{gpu="1"} 7.2e1 1700000000000
            used_total 5
            total{gpu="1"} 80
            total{gpu="0",name="a {b}"} 100
            total{gpu="2"} 0
            plain 4
            odd +Inf
            none NaN
            """;

    @ParameterizedTest
    @CsvSource({
        "used, , 72",
        "used, total, 0.9",
        "plain, , 4",
        "plain, total, ",
        "use, , ",
        "odd, , ",
        "none, , ",
        "/used, , ",
    })
    void theLargestSeriesCounts(String metric, @Nullable String of, @Nullable Double value) {
        assertThat(Exposition.find(TEXT, metric, of))
                .isEqualTo(value == null ? OptionalDouble.empty() : OptionalDouble.of(value));
    }

    @ParameterizedTest
    @CsvSource({"/a/b, , 3", "/a/b, /all, 0.75", "/a, , ", "/a/c, , ", "b, , "})
    void jsonIsReadByPointers(String metric, @Nullable String of, @Nullable Double value) {
        assertThat(Exposition.find("{\"a\":{\"b\":3,\"c\":\"3\"},\"all\":4}", metric, of))
                .isEqualTo(value == null ? OptionalDouble.empty() : OptionalDouble.of(value));
    }

    /** A graphics card that fills up, and a store that goes away and comes back; servers and callers are told the level. */
    @Test
    void levelsFollowWhatIsWatched(@TempDir Path folder) throws Exception {
        AtomicReference<String> memory = new AtomicReference<>("used 50\ntotal 100\n");
        AtomicReference<String> store = new AtomicReference<>("200 OK");
        try (Wire.Server server = new Wire.Server((head, body, out) -> Wire.ok(out, "hi"));
                Wire.Server card = new Wire.Server((head, body, out) -> Wire.ok(out, memory.get()));
                Wire.Server needed = new Wire.Server((head, body, out) ->
                        Wire.text(out, "HTTP/1.1 " + store.get() + "\r\nContent-Length: 0\r\n\r\n"));
                Gateway g = GatewayTest.start(
                        folder, """
                        upstreams: { web: { addresses: "%s" }, other: { addresses: "%s" } }
                        routes: [ { path: /, upstream: web }, { path: /other, upstream: other } ]
                        degradation:
                          p99: 1h
                          hold: 100ms
                          watch:
                            - { name: card, url: "%s/metrics", metric: used, of: total, above: 90%%, every: 100ms, upstreams: web, timeout: 20s }
                            - { name: store, url: "%s/health", level: 1, every: 100ms, timeout: 20s }
                        """.formatted(server.url(), server.url(), card.url(), needed.url()))) {
            HttpClient client = HttpClient.newHttpClient();
            await(client, g, "0 0");
            memory.set("used 95\ntotal 100\n");
            await(client, g, "2 0");
            memory.set("used 85\ntotal 100\n"); // below the limit, and not by enough
            store.set("503 Away");
            await(client, g, "2 1");
            memory.set("used 50\ntotal 100\n");
            await(client, g, "1 1");
            store.set("204 No Content");
            await(client, g, "0 0");
        }
    }

    private static void await(HttpClient client, Gateway g, String levels) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> (level(client, g, "/") + " " + level(client, g, "/other")).equals(levels));
    }

    private static String level(HttpClient client, Gateway g, String path) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + g.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.headers().firstValue("X-Degradation-Level").orElse("none");
    }
}
