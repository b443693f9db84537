package dev.headroom.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits counted in this process. Buckets are Bucket4j's. A key that was not used for as long as its longest period is
 * forgotten, and so are the least used of more than {@code mostKeys}: a flood of keys costs no memory.
 */
public final class LocalLimits implements RateLimits {

    private final Cache<String, Counters> keys;
    private final InstantSource clock;

    /**
     * Limits without any key yet.
     *
     * @param mostKeys keys to remember; 100000 take about 50 MB
     */
    public LocalLimits(InstantSource clock, int mostKeys) {
        this.clock = clock;
        this.keys = Caffeine.newBuilder()
                .maximumSize(mostKeys)
                .ticker(() -> epochNanos(clock.instant()))
                .expireAfter(Expiry.<String, Counters>accessing((key, counters) -> counters.longest))
                .build();
    }

    @Override
    public LimitDecision take(String key, List<LimitRule> rules, long weight) {
        Counters counters = counters(key, rules);
        synchronized (counters) {
            return counters.take(clock.instant(), weight);
        }
    }

    @Override
    public void settle(String key, List<LimitRule> rules, long more) {
        Counters counters = counters(key, rules);
        synchronized (counters) {
            counters.settle(clock.instant(), more);
        }
    }

    private Counters counters(String key, List<LimitRule> rules) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("there is no limit to take from");
        }
        Counters found = keys.get(key, k -> new Counters(rules, clock));
        if (!found.rules.equals(rules)) {
            found = new Counters(
                    rules, clock); // the configuration changed: what was counted by another rule says nothing
            keys.put(key, found);
        }
        return found;
    }

    /** What one key has used of each of its limits. */
    private static final class Counters {
        private final List<LimitRule> rules;
        private final List<Counter> each = new ArrayList<>();
        private final Duration longest;

        Counters(List<LimitRule> rules, InstantSource clock) {
            this.rules = List.copyOf(rules);
            // A bucket is whole again, and a window over, after this long; a calendar day may have 25 hours.
            this.longest = rules.stream()
                    .map(r -> r.period().multipliedBy(2 + r.burst() / r.amount()))
                    .max(Duration::compareTo)
                    .orElseThrow();
            for (LimitRule r : rules) {
                each.add(
                        switch (r.kind()) {
                            case BUCKET -> new BucketCounter(r, clock);
                            case WINDOW -> new WindowCounter(r);
                            case SLIDING -> new SlidingCounter(r);
                        });
            }
        }

        LimitDecision take(Instant now, long weight) {
            LimitDecision told = null;
            for (Counter c : each) {
                LimitDecision d = c.ask(now, weight);
                told = told == null ? d : told.or(d);
            }
            if (told == null || !told.allowed()) {
                return Objects.requireNonNull(told);
            }
            LimitDecision after = null;
            for (Counter c : each) {
                LimitDecision d = c.take(now, weight);
                after = after == null ? d : after.or(d);
            }
            return Objects.requireNonNull(after);
        }

        void settle(Instant now, long more) {
            each.forEach(c -> c.settle(now, more));
        }
    }

    /** One limit of one key. */
    private interface Counter {
        /** What would be said, without counting. */
        LimitDecision ask(Instant now, long weight);

        /** Counts what was allowed. */
        LimitDecision take(Instant now, long weight);

        void settle(Instant now, long more);
    }

    private static final class BucketCounter implements Counter {
        private final LimitRule rule;
        private final Bucket bucket;

        BucketCounter(LimitRule rule, InstantSource clock) {
            this.rule = rule;
            this.bucket = Bucket.builder()
                    .addLimit(Bandwidth.builder()
                            .capacity(rule.burst())
                            .refillGreedy(rule.amount(), rule.period())
                            .build())
                    .withCustomTimePrecision(new Meter(clock))
                    .build();
        }

        @Override
        public LimitDecision ask(Instant now, long weight) {
            if (weight > rule.burst()) {
                return new LimitDecision(false, rule, bucket.getAvailableTokens(), rule.period(), rule.period());
            }
            EstimationProbe p = bucket.estimateAbilityToConsume(weight);
            return new LimitDecision(
                    p.canBeConsumed(),
                    rule,
                    Math.max(0, p.getRemainingTokens()),
                    Duration.ZERO,
                    Duration.ofNanos(p.getNanosToWaitForRefill()));
        }

        @Override
        public LimitDecision take(Instant now, long weight) {
            ConsumptionProbe p = bucket.tryConsumeAndReturnRemaining(weight);
            return new LimitDecision(
                    true, rule, p.getRemainingTokens(), Duration.ofNanos(p.getNanosToWaitForReset()), Duration.ZERO);
        }

        @Override
        public void settle(Instant now, long more) {
            if (more > 0) {
                bucket.consumeIgnoringRateLimits(more);
            } else if (more < 0) {
                bucket.addTokens(-more);
            }
        }
    }

    /** Bucket4j reads the time itself. */
    private record Meter(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return epochNanos(clock.instant());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }

    private static final class WindowCounter implements Counter {
        private final LimitRule rule;
        private @Nullable Instant start;
        private long used;

        WindowCounter(LimitRule rule) {
            this.rule = rule;
        }

        private void advance(Instant now) {
            Instant begun = rule.windowStart(now);
            if (!begun.equals(start)) {
                start = begun;
                used = 0;
            }
        }

        @Override
        public LimitDecision ask(Instant now, long weight) {
            advance(now);
            Duration reset = Duration.between(now, rule.windowEnd(now));
            boolean fits = used + weight <= rule.amount();
            return new LimitDecision(
                    fits, rule, Math.max(0, rule.amount() - used), reset, fits ? Duration.ZERO : reset);
        }

        @Override
        public LimitDecision take(Instant now, long weight) {
            LimitDecision d = ask(now, weight);
            used += weight;
            return new LimitDecision(true, rule, rule.amount() - used, d.reset(), Duration.ZERO);
        }

        @Override
        public void settle(Instant now, long more) {
            advance(now);
            used = Math.max(0, used + more);
        }
    }

    private static final class SlidingCounter implements Counter {
        private final LimitRule rule;
        private final SlidingWindow window;

        SlidingCounter(LimitRule rule) {
            this.rule = rule;
            this.window = new SlidingWindow(rule);
        }

        @Override
        public LimitDecision ask(Instant now, long weight) {
            long t = epochNanos(now);
            long left = window.remaining(t);
            boolean fits = weight <= left;
            return new LimitDecision(
                    fits, rule, Math.max(0, left), window.reset(t), fits ? Duration.ZERO : window.until(t, weight));
        }

        @Override
        public LimitDecision take(Instant now, long weight) {
            long t = epochNanos(now);
            window.add(t, weight);
            return new LimitDecision(true, rule, window.remaining(t), window.reset(t), Duration.ZERO);
        }

        @Override
        public void settle(Instant now, long more) {
            window.add(epochNanos(now), Math.max(more, -(rule.amount() - window.remaining(epochNanos(now)))));
        }
    }

    private static long epochNanos(Instant now) {
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
