package dev.headroom.connectors.redis;

import dev.headroom.guard.LimitDecision;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.RateLimits;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisScriptingCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Limits counted in Redis, exact over all processes that share it: one round trip, one script that takes from all limits of a
 * key or from none. Keys are hashed, so that what users send is neither seen nor of any length there. It throws when Redis is
 * away; {@link dev.headroom.guard.FallbackLimits} then counts locally.
 */
public final class RedisLimits implements RateLimits {

    private static final String SCRIPT = script();
    private static final int ANSWERS = 4;

    private final RedisScriptingCommands<String, String> redis;
    private final InstantSource clock;
    private final String prefix;
    private final String digest;

    /**
     * Limits.
     *
     * @param redis of a single server or a cluster, with a time-out of its own
     * @param clock tells which calendar day or window it is; everything else goes by the server's time
     * @param prefix of all keys, such as {@code headroom:limit}
     */
    public RedisLimits(RedisScriptingCommands<String, String> redis, InstantSource clock, String prefix) {
        this.redis = redis;
        this.clock = clock;
        this.prefix = prefix;
        this.digest = HexFormat.of().formatHex(hash("SHA-1", SCRIPT));
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(RedisLimits.class.getResourceAsStream("take.lua"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] hash(String how, String text) {
        try {
            return MessageDigest.getInstance(how).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has both
        }
    }

    @Override
    public LimitDecision take(String key, List<LimitRule> rules, long weight) {
        return run(key, rules, weight, false);
    }

    @Override
    public void settle(String key, List<LimitRule> rules, long more) {
        LimitDecision unused = run(key, rules, more, true);
        Objects.requireNonNull(unused);
    }

    private LimitDecision run(String key, List<LimitRule> rules, long weight, boolean force) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("there is no limit to take from");
        }
        Instant now = clock.instant();
        List<String> args = new ArrayList<>(List.of(Long.toString(weight), force ? "1" : "0", Integer.toString(rules.size())));
        for (LimitRule r : rules) {
            boolean window = r.kind() == LimitRule.Kind.WINDOW;
            args.add(r.kind().name().substring(0, 1));
            args.add(Long.toString(r.amount()));
            args.add(Long.toString(r.period().toNanos() / 1000));
            args.add(Long.toString(r.burst()));
            args.add(Long.toString(window ? micros(r.windowStart(now)) : 0));
            args.add(Long.toString(window ? micros(r.windowEnd(now)) : 0));
        }
        // Other rules are other counts. The braces keep what belongs together in one slot, whatever the prefix.
        String name = prefix + ":{" + HexFormat.of().formatHex(hash("SHA-256", rules + " " + key), 0, 16) + "}";
        String[] keys = {name};
        String[] values = args.toArray(String[]::new);
        List<Long> answers;
        try {
            answers = redis.evalsha(digest, ScriptOutputType.MULTI, keys, values);
        } catch (RedisNoScriptException e) {
            answers = redis.eval(SCRIPT, ScriptOutputType.MULTI, keys, values);
        }
        return decision(rules, answers);
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
    }

    private static LimitDecision decision(List<LimitRule> rules, List<Long> answers) {
        LimitDecision told = null;
        for (int i = 0; i < rules.size(); i++) {
            int at = ANSWERS * i;
            LimitDecision d = new LimitDecision(
                    answers.get(at) == 1,
                    rules.get(i),
                    Math.max(0, answers.get(at + 1)),
                    Duration.ofNanos(answers.get(at + 2) * 1000),
                    Duration.ofNanos(answers.get(at + 3) * 1000));
            told = told == null ? d : told.or(d);
        }
        return Objects.requireNonNull(told);
    }
}
