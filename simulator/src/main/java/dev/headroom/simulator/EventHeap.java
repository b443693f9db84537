package dev.headroom.simulator;

import java.util.Arrays;

/**
 * Pending events, earliest first: a 4-ary heap over primitive arrays that allocates only when it grows.
 *
 * <p>Events are ordered by time, then by phase, then by the order in which they were added, so that a run is the same
 * every time. What an event is fits an int: four bits of type and 28 of payload.
 */
public final class EventHeap {
    /** Largest payload. */
    public static final int MAX_PAYLOAD = (1 << 28) - 1;

    private static final int PHASE_SHIFT = 60;

    private long[] times = new long[256];
    private long[] orders = new long[256];
    private int[] whats = new int[256];
    private int size;
    private long sequence;
    private long poppedTime;

    /**
     * Adds an event.
     *
     * @param time nanoseconds, any origin
     * @param phase 0 to 7; of events at the same time, those of a lower phase come first
     * @param type 0 to 15
     * @param payload 0 to {@link #MAX_PAYLOAD}
     */
    public void add(long time, int phase, int type, int payload) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            orders = Arrays.copyOf(orders, size * 2);
            whats = Arrays.copyOf(whats, size * 2);
        }
        long order = ((long) phase << PHASE_SHIFT) | sequence++;
        int i = size++;
        while (i > 0) {
            int up = (i - 1) >> 2;
            if (times[up] < time || (times[up] == time && orders[up] < order)) {
                break;
            }
            times[i] = times[up];
            orders[i] = orders[up];
            whats[i] = whats[up];
            i = up;
        }
        times[i] = time;
        orders[i] = order;
        whats[i] = (type << 28) | payload;
    }

    /** Time of the earliest event; {@link Long#MAX_VALUE} when there is none. */
    public long nextTime() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** Phase of the earliest event, of which there must be one. */
    int nextPhase() {
        return (int) (orders[0] >>> PHASE_SHIFT);
    }

    /** Number of pending events. */
    public int size() {
        return size;
    }

    /** Removes the earliest event, of which there must be one, and returns it; see {@link #type}, {@link #payload}. */
    public int pop() {
        poppedTime = times[0];
        int popped = whats[0];
        int last = --size;
        long time = times[last];
        long order = orders[last];
        int what = whats[last];
        int i = 0;
        while (true) {
            int first = (i << 2) + 1;
            if (first >= last) {
                break;
            }
            int end = Math.min(first + 4, last);
            int least = first;
            long leastTime = times[first];
            for (int k = first + 1; k < end; k++) {
                long t = times[k];
                if (t < leastTime || (t == leastTime && orders[k] < orders[least])) {
                    least = k;
                    leastTime = t;
                }
            }
            if (time < leastTime || (time == leastTime && order < orders[least])) {
                break;
            }
            times[i] = leastTime;
            orders[i] = orders[least];
            whats[i] = whats[least];
            i = least;
        }
        times[i] = time;
        orders[i] = order;
        whats[i] = what;
        return popped;
    }

    /** Time of the event popped last. */
    public long poppedTime() {
        return poppedTime;
    }

    /** Type of a popped event. */
    public static int type(int popped) {
        return popped >>> 28;
    }

    /** Payload of a popped event. */
    public static int payload(int popped) {
        return popped & MAX_PAYLOAD;
    }
}
