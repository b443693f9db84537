package dev.headroom.simulator;

/** A first-in-first-out line of longs: a ring over a primitive array. */
final class WaitingLine {
    private long[] ring = new long[1024];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(long value) {
        if (size == ring.length) {
            long[] bigger = new long[size * 2];
            System.arraycopy(ring, head, bigger, 0, size - head);
            System.arraycopy(ring, 0, bigger, size - head, head);
            ring = bigger;
            head = 0;
        }
        ring[(head + size) & (ring.length - 1)] = value;
        size++;
    }

    /** The value at a place, 0 being the head. */
    long get(int place) {
        return ring[(head + place) & (ring.length - 1)];
    }

    long remove() {
        long value = ring[head];
        head = (head + 1) & (ring.length - 1);
        size--;
        return value;
    }
}
