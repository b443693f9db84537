package dev.headroom.guard;

import java.util.Arrays;

/**
 * The places of a bulkhead and who has them: a state machine for one thread at a time. Shares become whole places by rounding
 * down, and what rounding leaves over is shared; a tier's maximum is at least one place.
 */
final class TierPools {

    private final Tiers tiers;
    private final int[] reserved;
    private final int[] maximum;
    private final int[] used;
    private int shared;
    private int lent;
    private int total;

    TierPools(Tiers tiers, int capacity) {
        this.tiers = tiers;
        int n = tiers.tiers().size();
        this.reserved = new int[n];
        this.maximum = new int[n];
        this.used = new int[n];
        resize(capacity);
    }

    /** Other places than before. Who has one keeps it; nobody gets another until there are enough. */
    void resize(int capacity) {
        int kept = 0;
        double shares = tiers.burst();
        for (int i = 0; i < used.length; i++) {
            Tiers.Tier t = tiers.tiers().get(i);
            reserved[i] = places(t.reserved(), capacity);
            maximum[i] = Math.max(1, places(t.maximum(), capacity));
            kept += reserved[i];
            shares += t.reserved();
        }
        shared = Math.max(0, places(shares, capacity) - kept);
        lent = 0;
        for (int i = 0; i < used.length; i++) {
            lent += Math.max(0, used[i] - reserved[i]);
        }
    }

    private static int places(double share, int capacity) {
        return (int) Math.floor(share * capacity + 1e-9);
    }

    /** Takes a place for a tier, if there is one. */
    boolean take(int tier) {
        if (used[tier] >= reserved[tier]) {
            if (lent >= shared || used[tier] >= maximum[tier]) {
                return false;
            }
            lent++;
        }
        used[tier]++;
        total++;
        return true;
    }

    /** Gives a place back. */
    void give(int tier) {
        if (used[tier] <= 0) {
            throw new IllegalStateException("tier " + tier + " has no place to give back");
        }
        if (used[tier] > reserved[tier]) {
            lent--;
        }
        used[tier]--;
        total--;
    }

    int used(int tier) {
        return used[tier];
    }

    int total() {
        return total;
    }

    @Override
    public String toString() {
        return "reserved " + Arrays.toString(reserved) + ", at most " + Arrays.toString(maximum) + ", shared " + shared
                + ", used " + Arrays.toString(used);
    }
}
