package dev.headroom.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.testing.RealRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real server for the tests of a class, and connections that end with each test. Skips them where there is no Redis. */
final class RedisGround implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private final List<Redis> open = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private RealRedis server;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        RealRedis.assumeInstalled();
        folder = Files.createTempDirectory("headroom-redis-");
        server = RealRedis.start(folder.resolve("redis"));
    }

    /** For files of servers. */
    Path folder() {
        return folder;
    }

    /** The server of all tests. */
    RealRedis server() {
        return server;
    }

    /** A connection to the server of all tests. */
    Redis connect() throws InterruptedException {
        return connect(RedisSettings.server(server.hostPort()));
    }

    /** A connection that ends with the test. */
    Redis connect(RedisSettings settings) throws InterruptedException {
        return opened(open(settings));
    }

    /** A connection that ends with the test unless it has ended before. */
    Redis opened(Redis redis) {
        open.add(redis);
        return redis;
    }

    /** A connection, which somebody else ends. Patient: what is tested is what is done, not how fast. */
    static Redis open(RedisSettings settings) throws InterruptedException {
        Redis redis = Redis.open(settings.within(Duration.ofSeconds(10)));
        assertThat(redis.await(Duration.ofSeconds(60))).as(redis.why()).isTrue();
        return redis;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        open.forEach(Redis::close);
        open.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server == null) {
            return; // skipped
        }
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
