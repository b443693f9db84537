package dev.headroom.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds the keys that are asked for most, in little memory: the Space-Saving counters of Metwally, Agrawal and El Abbadi (ICDT
 * 2005). A key asked for more often than one time in {@code counters} is always among them. All counts are halved now and then,
 * so that what was hot cools.
 */
public final class HotKeys {

    private static final class Counter {
        private long count;
        private long error;
    }

    private final int most;
    private final double share;
    private final long halving;
    private final Map<String, Counter> counters = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private long total;

    /**
     * Without any key yet.
     *
     * @param counters keys to count at once, 2 to 10000
     * @param share of all requests that makes a key hot, at least {@code 1 / counters}
     * @param halving requests after which counts are halved
     */
    public HotKeys(int counters, double share, long halving) {
        if (counters < 2 || counters > 10_000 || !(share >= 1.0 / counters && share <= 1) || halving < counters) {
            throw new IllegalArgumentException(
                    "hot keys need 2 to 10000 counters and a share of at least one in as many: " + counters + ", "
                            + share);
        }
        this.most = counters;
        this.share = share;
        this.halving = halving;
    }

    /** Counts a request for a key; whether the key is hot, as far as is certain. */
    public boolean ask(String key) {
        lock.lock();
        try {
            Counter c = counters.get(key);
            if (c == null) {
                c = new Counter();
                if (counters.size() >= most) {
                    c.error = replaceLeast();
                    c.count = c.error;
                }
                counters.put(key, c);
            }
            c.count++;
            total++;
            boolean hot = total >= most && c.count - c.error > share * total;
            if (total >= halving) {
                halve();
            }
            return hot;
        } finally {
            lock.unlock();
        }
    }

    private long replaceLeast() {
        Map.Entry<String, Counter> least = null;
        for (Map.Entry<String, Counter> e : counters.entrySet()) {
            if (least == null || e.getValue().count < least.getValue().count) {
                least = e;
            }
        }
        if (least == null) {
            return 0;
        }
        counters.remove(least.getKey());
        return least.getValue().count;
    }

    private void halve() {
        total /= 2;
        counters.values().removeIf(c -> {
            c.count /= 2;
            c.error /= 2;
            return c.count == 0;
        });
    }
}
