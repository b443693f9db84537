package dev.headroom.controller.faults;

import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What a workload really has to do: levels that change at a few instants, and no more once the faults have ended. */
final class Demand {

    private static final int MOST_LEVELS = 8;

    private final Drawn.Item item;
    /** Replicas that are needed, from an instant on. */
    private final NavigableMap<Long, double[]> needs = new TreeMap<>();

    Demand(Drawn.Item item, SplittableRandom r, long end) {
        this.item = item;
        needs.put(0L, level(r));
        int changes = 1 + r.nextInt(MOST_LEVELS);
        for (int i = 0; i < changes; i++) {
            needs.put(r.nextLong(end), level(r));
        }
    }

    private double[] level(SplittableRandom r) {
        double[] all = new double[item.each().size()];
        for (int i = 0; i < all.length; i++) {
            // Now and then more than there may be, or nothing.
            all[i] = r.nextInt(12) == 0 ? 0 : r.nextDouble() * item.max() * 1.1;
        }
        return all;
    }

    /** When it last changes. */
    long last() {
        return needs.lastKey();
    }

    /** The value of a signal at an instant. */
    double of(int signal, long nanos) {
        double[] all = needs.floorEntry(Math.max(0, nanos)).getValue();
        return Math.rint(all[signal] * item.each().get(signal));
    }

    /** Replicas needed at an instant, as a target policy reckons, before bounds. */
    double replicas(long nanos) {
        double most = 0;
        for (int i = 0; i < item.each().size(); i++) {
            most = Math.max(most, of(i, nanos) / item.each().get(i));
        }
        return most;
    }
}
