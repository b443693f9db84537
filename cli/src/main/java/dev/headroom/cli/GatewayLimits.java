package dev.headroom.cli;

import dev.headroom.connectors.redis.Redis;
import dev.headroom.connectors.redis.RedisLimits;
import dev.headroom.connectors.redis.RedisSettings;
import dev.headroom.guard.FallbackLimits;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LocalLimits;
import dev.headroom.guard.RateLimits;
import dev.headroom.spec.GatewaySpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What counts the rates of a gateway: this process, or Redis where the spec names one and as long as it answers. */
final class GatewayLimits implements AutoCloseable {

    private static final int MOST_KEYS = 100_000;
    /** A gateway that begins without its Redis counts by itself until it is there. */
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** Kept, so that its level stays: that Redis is away is told once, by the gateway. */
    private static final Logger LIBRARY = Logger.getLogger("io.lettuce");

    private final RateLimits limits;
    private final @Nullable Redis redis;

    private GatewayLimits(RateLimits limits, @Nullable Redis redis) {
        this.limits = limits;
        this.redis = redis;
    }

    /**
     * Connects, if there is something to connect to.
     *
     * @param folder that files in the spec are relative to
     * @param env environment variables
     * @param say hears when Redis is not there
     */
    static GatewayLimits open(
            GatewaySpec.@Nullable Redis spec, Path folder, Map<String, String> env, Consumer<String> say)
            throws InterruptedException {
        if (spec == null) {
            return new GatewayLimits(local(), null);
        }
        String variable = spec.passwordEnv();
        String password = variable == null ? null : env.get(variable);
        if (variable != null && password == null) {
            throw new Refusal(
                    "gateway.redis: the environment variable " + variable + " is not set; set it to the password");
        }
        LIBRARY.setLevel(Level.OFF);
        String authority = spec.authority();
        Redis redis = Redis.open(new RedisSettings(
                spec.servers(),
                spec.cluster(),
                spec.tls(),
                authority == null ? null : folder.resolve(authority),
                spec.user(),
                password,
                spec.timeout()));
        if (!redis.await(CONNECT)) {
            say.accept("headroom gateway: Redis (" + redis.settings() + ") does not answer: " + redis.why()
                    + "; limits are counted by this gateway alone until it does");
        }
        RateLimits shared = new RedisLimits(redis, spec.prefix(), GuardClock.SYSTEM);
        return new GatewayLimits(new FallbackLimits(shared, local(), RedisLimits.AWAY, GuardClock.SYSTEM), redis);
    }

    /** Limits that this process counts alone. */
    static RateLimits local() {
        return new LocalLimits(GuardClock.SYSTEM, MOST_KEYS);
    }

    RateLimits limits() {
        return limits;
    }

    @Override
    public void close() {
        if (redis != null) {
            redis.close();
        }
    }
}
