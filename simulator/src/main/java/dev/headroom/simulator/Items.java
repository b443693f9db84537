package dev.headroom.simulator;

import java.util.Arrays;

/**
 * Queue items that have been taken at least once, and their deliveries, by number. An item may be delivered again while a
 * worker still has it, so what belongs to one delivery is kept apart from what belongs to the item. Numbers are used again.
 */
final class Items {
    // Items.
    long[] arrivedAt = new long[256];
    int[] receives = new int[256];
    /** Done or dead: whoever still has it, has it in vain. */
    boolean[] over = new boolean[256];
    /** Visible in the line. */
    boolean[] waiting = new boolean[256];

    private int[] holders = new int[256];
    private int[] unusedItems = new int[256];
    private int unusedItemCount;
    private int items;

    // Deliveries.
    int[] item = new int[256];
    long[] takenAt = new long[256];
    /** The delivery behind it in the same batch; −1 for none. */
    int[] next = new int[256];
    /** The visibility timeout will pass, or has passed. */
    boolean[] expired = new boolean[256];

    private int[] unusedDeliveries = new int[256];
    private int unusedDeliveryCount;
    private int deliveries;

    /** A new item that nobody holds. */
    int add(long arrived) {
        int i;
        if (unusedItemCount > 0) {
            i = unusedItems[--unusedItemCount];
        } else {
            i = items++;
            if (i == arrivedAt.length) {
                int length = i * 2;
                arrivedAt = Arrays.copyOf(arrivedAt, length);
                receives = Arrays.copyOf(receives, length);
                over = Arrays.copyOf(over, length);
                waiting = Arrays.copyOf(waiting, length);
                holders = Arrays.copyOf(holders, length);
                unusedItems = Arrays.copyOf(unusedItems, length);
            }
        }
        arrivedAt[i] = arrived;
        receives[i] = 0;
        over[i] = false;
        waiting[i] = false;
        holders[i] = 0;
        return i;
    }

    /** Something refers to the item: a place in the line, a delivery, an event. */
    void hold(int i) {
        holders[i]++;
    }

    /** Something no longer refers to the item. */
    void letGo(int i) {
        if (--holders[i] == 0) {
            over[i] = true;
            unusedItems[unusedItemCount++] = i;
        }
    }

    /** A delivery of an item, which it holds. */
    int deliver(int i, long now) {
        int d;
        if (unusedDeliveryCount > 0) {
            d = unusedDeliveries[--unusedDeliveryCount];
        } else {
            d = deliveries++;
            if (d == item.length) {
                int length = d * 2;
                item = Arrays.copyOf(item, length);
                takenAt = Arrays.copyOf(takenAt, length);
                next = Arrays.copyOf(next, length);
                expired = Arrays.copyOf(expired, length);
                unusedDeliveries = Arrays.copyOf(unusedDeliveries, length);
            }
        }
        item[d] = i;
        takenAt[d] = now;
        next[d] = -1;
        expired[d] = false;
        receives[i]++;
        hold(i);
        return d;
    }

    /** A delivery has ended. Returns the one behind it. */
    int end(int d) {
        letGo(item[d]);
        unusedDeliveries[unusedDeliveryCount++] = d;
        return next[d];
    }

    /** Items numbered so far; {@link #over} tells which are still unfinished. */
    int count() {
        return items;
    }
}
