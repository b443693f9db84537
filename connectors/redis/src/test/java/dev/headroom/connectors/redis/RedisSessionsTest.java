package dev.headroom.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.testing.RealRedis;
import io.lettuce.core.RedisException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions in a real Redis, of two instances. */
class RedisSessionsTest {

    @RegisterExtension
    static final RedisGround GROUND = new RedisGround();

    @Test
    void liveInRedisAndNowhereElse() throws Exception {
        try (RealRedis server = RealRedis.start(GROUND.folder().resolve("own"))) {
            Redis first = GROUND.connect(RedisSettings.server(server.hostPort()));
            Redis second = GROUND.connect(RedisSettings.server(server.hostPort()));
            RedisSessions one = new RedisSessions(first, "test", Duration.ofMinutes(30));
            RedisSessions two = new RedisSessions(second, "test", Duration.ofMinutes(30));

            String id = one.begin();
            assertThat(id).matches("[A-Za-z0-9_-]{22}");
            assertThat(two.find(id)).contains(Map.of());
            assertThat(two.find("unknown")).isEmpty();
            assertThat(two.update("unknown", m -> m)).isEmpty();
            assertThat(one.update(id, m -> Map.of("user", "ä", "#", "#", "", "empty")))
                    .isPresent();
            assertThat(two.find(id)).contains(Map.of("user", "ä", "#", "#", "", "empty"));

            List<byte[]> keys = first.call(c -> c.keys("*"));
            assertThat(keys)
                    .extracting(k -> new String(k, StandardCharsets.UTF_8))
                    .singleElement()
                    .satisfies(key -> assertThat(key)
                            .matches("test:session:\\{[0-9a-f]{32}}")
                            .doesNotContain(id));

            manyAtOnceLoseNothing(one, two);
            lapseWhenNobodyAsks(first);

            two.end(id);
            assertThat(one.find(id)).isEmpty();
            assertThat(one.begin()).isNotEqualTo(id);

            server.kill();
            assertThatThrownBy(() -> one.find(id)).isInstanceOf(RedisException.class);
        }
    }

    private static void manyAtOnceLoseNothing(RedisSessions one, RedisSessions two) throws Exception {
        String id = one.begin();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (RedisSessions instance : List.of(one, two, one, two)) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        instance.update(id, m -> {
                            m.merge("count", "1", (a, b) -> Integer.toString(Integer.parseInt(a) + 1));
                            return m;
                        });
                    }
                }));
            }
            for (Future<?> f : all) {
                f.get();
            }
        }
        assertThat(two.find(id)).contains(Map.of("count", "100"));
    }

    private static void lapseWhenNobodyAsks(Redis redis) {
        RedisSessions brief = new RedisSessions(redis, "brief", Duration.ofMillis(200));
        String id = brief.begin();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> redis.<List<byte[]>>call(c -> c.keys("brief*")).isEmpty());
        assertThat(brief.find(id)).isEmpty();
        assertThatThrownBy(() -> new RedisSessions(redis, "x", Duration.ZERO)).hasMessageContaining("1 ms");
    }
}
