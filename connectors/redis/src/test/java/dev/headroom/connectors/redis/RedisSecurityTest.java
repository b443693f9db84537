package dev.headroom.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LimitRule;
import dev.headroom.testing.Certificate;
import dev.headroom.testing.RealRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Redis that speaks TLS alone, wants a password, and knows two users. */
class RedisSecurityTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static RealRedis server;

    @BeforeAll
    static void start() throws Exception {
        RealRedis.assumeInstalled();
        server = RealRedis.startTls(
                folder.resolve("redis"),
                Certificate.in(folder),
                folder,
                "--bind",
                "127.0.0.1",
                "127.0.0.2",
                "--requirepass",
                "secret",
                "--user",
                "gateway",
                "on",
                ">its own",
                "~shop:*",
                "&*",
                "+@all");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static RedisSettings settings(
            String host, boolean tls, boolean trusted, @Nullable String user, @Nullable String password) {
        return new RedisSettings(
                List.of(host + ":" + server.port()),
                false,
                tls,
                trusted ? folder.resolve("cert.pem") : null,
                user,
                password,
                Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({", secret", "gateway, its own"})
    void whoKnowsThePasswordIsServed(@Nullable String user, String password) throws Exception {
        try (Redis redis = RedisGround.open(settings("127.0.0.1", true, true, user, password))) {
            RedisLimits limits = new RedisLimits(redis, "shop", GuardClock.SYSTEM);
            List<LimitRule> rules = List.of(LimitRule.sliding("once", 1, Duration.ofDays(365)));
            assertThat(limits.take(password, rules, 1).allowed()).isTrue();
            assertThat(limits.take(password, rules, 1).allowed()).isFalse();
        }
    }

    /** What is wrong is said, and without the password. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1  | true  | true  |         | wrong1 | WRONGPASS",
                "127.0.0.1  | true  | true  | nobody  | wrong1 | WRONGPASS",
                "127.0.0.1  | true  | true  |         |        | NOAUTH",
                "127.0.0.1  | true  | false |         | secret | certification path",
                // trusted, and yet of another name
                "127.0.0.2  | true  | true  |         | secret | 127.0.0.2",
                "127.0.0.1  | false | false |         | secret | ",
            })
    void everybodyElseIsNot(
            String host,
            boolean tls,
            boolean trusted,
            @Nullable String user,
            @Nullable String password,
            @Nullable String why)
            throws Exception {
        try (Redis redis = Redis.open(settings(host, tls, trusted, user, password))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !redis.why().contains("no connection yet"));
            assertThat(redis.why()).contains(why == null ? "" : why).doesNotContain("secret", "wrong1");
            assertThat(redis.isAnswering()).isFalse();
        }
    }
}
