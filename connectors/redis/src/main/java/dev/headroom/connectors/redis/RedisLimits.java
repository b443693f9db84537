package dev.headroom.connectors.redis;

import dev.headroom.guard.BreakerRule;
import dev.headroom.guard.LimitDecision;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits counted in Redis, exact over all processes that share it: one round trip, one script that takes from all limits of a
 * key or from none. Time is the server's. Keys are hashed, so that what users send is neither seen nor of any length there;
 * one that is not used is forgotten once all its limits are whole.
 *
 * <p>It throws when Redis is away; {@link dev.headroom.guard.FallbackLimits} then counts locally, with {@link #AWAY}.
 */
public final class RedisLimits implements RateLimits {

    /** After 3 failures in 10 s Redis is left alone for a second, then one request tries again. */
    public static final BreakerRule AWAY =
            new BreakerRule(3, Duration.ofSeconds(10), Duration.ofSeconds(1), 1, Duration.ofSeconds(5));

    private static final Script TAKE = new Script("take.lua");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int ANSWERS = 4;

    private final Redis redis;
    private final String prefix;
    private final InstantSource calendar;
    private final @Nullable InstantSource time;

    /**
     * Limits.
     *
     * @param prefix of all keys, such as {@code headroom}
     * @param calendar tells the days of a zone, to the day; which one it is, the server says
     */
    public RedisLimits(Redis redis, String prefix, InstantSource calendar) {
        this(redis, prefix, calendar, null);
    }

    /** Limits by another time than the server's. */
    RedisLimits(Redis redis, String prefix, InstantSource calendar, @Nullable InstantSource time) {
        this.redis = redis;
        this.prefix = prefix;
        this.calendar = calendar;
        this.time = time;
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
        StringBuilder name = new StringBuilder();
        List<byte[]> args = new ArrayList<>();
        add(args, weight, force ? 1 : 0, time == null ? 0 : micros(time.instant()), rules.size());
        for (LimitRule r : rules) {
            String kind = kind(r);
            args.add(Script.bytes(kind));
            add(args, r.amount(), r.period().toNanos() / 1000, r.burst());
            add(args, kind.equals("D") ? days(r) : new long[4]);
            // Other rules are other counts.
            name.append(r.name())
                    .append(' ')
                    .append(kind)
                    .append(r.amount())
                    .append('/')
                    .append(r.period());
            name.append(' ')
                    .append(r.burst())
                    .append(' ')
                    .append(r.zone().getId())
                    .append('\n');
        }
        byte[] hash = Script.digest("SHA-256", Script.bytes(name.append(key).toString()));
        // The braces keep what belongs together in one slot, whatever the prefix.
        byte[] stored = Script.bytes(prefix + ":limit:{" + HexFormat.of().formatHex(hash, 0, 16) + "}");
        List<Object> answers = TAKE.list(redis, new byte[][] {stored}, args.toArray(byte[][]::new));
        return decision(rules, answers);
    }

    private static void add(List<byte[]> args, long... numbers) {
        for (long n : numbers) {
            args.add(Script.bytes(n));
        }
    }

    private static String kind(LimitRule r) {
        return switch (r.kind()) {
            case BUCKET -> "B";
            case SLIDING -> "S";
            case WINDOW -> r.period().equals(DAY) ? "D" : "W";
        };
    }

    /** Starts of yesterday, today, tomorrow and the day after. */
    private long[] days(LimitRule r) {
        Instant start = r.windowStart(calendar.instant());
        Instant next = r.windowEnd(start);
        return new long[] {
            micros(r.windowStart(start.minusMillis(1))), micros(start), micros(next), micros(r.windowEnd(next))
        };
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
    }

    private static LimitDecision decision(List<LimitRule> rules, List<Object> answers) {
        LimitDecision told = null;
        for (int i = 0; i < rules.size(); i++) {
            LimitDecision d = new LimitDecision(
                    number(answers, i, 0) == 1,
                    rules.get(i),
                    Math.max(0, number(answers, i, 1)),
                    Duration.ofNanos(number(answers, i, 2) * 1000),
                    Duration.ofNanos(number(answers, i, 3) * 1000));
            told = told == null ? d : told.or(d);
        }
        return Objects.requireNonNull(told);
    }

    private static long number(List<Object> answers, int rule, int which) {
        return (Long) answers.get(ANSWERS * rule + which);
    }
}
