package dev.headroom.examples.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.connectors.redis.Redis;
import dev.headroom.connectors.redis.RedisSessions;
import dev.headroom.connectors.redis.RedisSettings;
import dev.headroom.testing.RealRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the service before one Redis. */
class CartsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each
    private RealRedis server;

    private final HttpClient client = HttpClient.newHttpClient();
    private String cookie = "";

    @BeforeEach
    void start() throws IOException {
        RealRedis.assumeInstalled();
        server = RealRedis.start(folder.resolve("redis"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        client.shutdownNow();
    }

    private Carts instance(Redis redis) throws IOException, InterruptedException {
        assertThat(redis.await(Duration.ofSeconds(60))).as(redis.why()).isTrue();
        return new Carts("one", 0, redis, new RedisSessions(redis, "carts", Duration.ofMinutes(30)));
    }

    private Redis connect() {
        return Redis.open(RedisSettings.server(server.hostPort()).within(Duration.ofSeconds(10)));
    }

    private HttpResponse<String> ask(Carts carts, String method, String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + carts.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!cookie.isEmpty()) {
            request.header("Cookie", "theme=dark; " + cookie);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answer.headers().firstValue("Set-Cookie").ifPresent(c -> cookie = c.substring(0, c.indexOf(';')));
        return answer;
    }

    @Test
    void aSessionOutlivesTheInstanceThatBeganIt() throws Exception {
        try (Redis first = connect();
                Redis second = connect();
                Carts other = instance(second)) {
            try (Carts one = instance(first)) {
                assertThat(ask(one, "GET", "/cart").body()).isEmpty();
                assertThat(cookie).as("who only looks needs no session").isEmpty();
                assertThat(ask(one, "PUT", "/cart?item=tea%20pot").body()).isEqualTo("tea pot\n");
                assertThat(ask(other, "PUT", "/cart?item=jam").body()).isEqualTo("jam\ntea pot\n");
                assertThat(ask(one, "PUT", "/cart?item=jam").body()).isEqualTo("jam\ntea pot\n");
            }
            assertThat(ask(other, "GET", "/cart").body()).isEqualTo("jam\ntea pot\n");
            String known = cookie;
            assertThat(ask(other, "DELETE", "/cart").statusCode()).isEqualTo(204);
            cookie = known;
            assertThat(ask(other, "GET", "/cart").body()).isEmpty();
        }
    }

    @Test
    void anIdThatSomebodyMadeUpIsNoSession() throws Exception {
        try (Redis redis = connect();
                Carts carts = instance(redis)) {
            cookie = "session=chosen-by-somebody";
            assertThat(ask(carts, "PUT", "/cart?item=tea").body()).isEqualTo("tea\n");
            assertThat(cookie).startsWith("session=").isNotEqualTo("session=chosen-by-somebody");
            assertThat(ask(carts, "PUT", "/cart?item=").statusCode()).isEqualTo(400);
            assertThat(ask(carts, "PUT", "/cart?item=" + "x".repeat(101)).statusCode())
                    .isEqualTo(400);
            assertThat(ask(carts, "POST", "/cart").statusCode()).isEqualTo(405);
            assertThat(ask(carts, "GET", "/other").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void withoutRedisItSaysSoAndIsNotWell() throws Exception {
        try (Redis redis = connect();
                Carts carts = instance(redis)) {
            assertThat(ask(carts, "GET", "/health").statusCode()).isEqualTo(200);
            server.kill();
            assertThat(ask(carts, "GET", "/health").statusCode()).isEqualTo(503);
            assertThat(ask(carts, "PUT", "/cart?item=tea").statusCode()).isEqualTo(503);
        }
    }
}
