package dev.headroom.controller.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * When faults strike: each kind has spans of time in which it may, and a chance with which it does at each opportunity. Each
 * has a stream of random numbers of its own, so that leaving one out changes nothing of the others' draws.
 */
final class Chances {

    private static final double[] CHANCES = {0.02, 0.1, 0.3, 1};

    private record Span(long from, long to, double chance) {}

    private final Map<Fault, SplittableRandom> random = new EnumMap<>(Fault.class);
    private final Map<Fault, List<Span>> spans = new EnumMap<>(Fault.class);
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private long last;

    /**
     * Draws.
     *
     * @param allowed kinds that may strike
     * @param from nanoseconds of the world's time from which on they may
     * @param to nanoseconds from which on they may not any more
     */
    Chances(long seed, Set<Fault> allowed, long from, long to) {
        long stream = 0;
        for (Fault fault : Fault.values()) {
            SplittableRandom own = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + stream);
            stream += 0xD6E8FEB86659FD93L;
            random.put(fault, own);
            List<Span> drawn = new ArrayList<>();
            // Half of the kinds stay away: a world in which all goes wrong at once shows little.
            int count = own.nextBoolean() ? 0 : 1 + own.nextInt(3);
            for (int i = 0; i < count; i++) {
                long a = own.nextLong(from, to);
                long length =
                        Math.min(to - a, Duration.ofSeconds(own.nextInt(5, 600)).toNanos());
                drawn.add(new Span(a, a + length, CHANCES[own.nextInt(CHANCES.length)]));
            }
            if (allowed.contains(fault)) {
                spans.put(fault, drawn);
                drawn.forEach(span -> last = Math.max(last, span.to()));
            }
        }
    }

    /** The end of the last span of any kind. */
    long last() {
        return last;
    }

    /** Whether a fault strikes now. */
    boolean strikes(Fault fault, long nanos) {
        return strikes(fault, nanos, 1);
    }

    /** Whether a fault strikes now, where there are so many more opportunities that each counts less. */
    boolean strikes(Fault fault, long nanos, double weight) {
        for (Span span : spans.getOrDefault(fault, List.of())) {
            if (span.from() <= nanos && nanos < span.to()) {
                boolean hit = of(fault).nextDouble() < span.chance() * weight;
                if (hit) {
                    struck.merge(fault, 1, Integer::sum);
                }
                return hit;
            }
        }
        return false;
    }

    /** The random numbers of a kind, for its particulars. */
    SplittableRandom of(Fault fault) {
        SplittableRandom own = random.get(fault);
        if (own == null) {
            throw new IllegalStateException("every kind has random numbers");
        }
        return own;
    }

    /** How often each kind has struck. */
    Map<Fault, Integer> struck() {
        return struck;
    }
}
