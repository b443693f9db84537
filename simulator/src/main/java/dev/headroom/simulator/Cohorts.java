package dev.headroom.simulator;

/** A waiting line as a fluid: amounts that arrived evenly over a span, first in, first out. Times are nanoseconds. */
final class Cohorts {
    private long[] from = new long[64];
    private long[] to = new long[64];
    private double[] amount = new double[64];
    private int head;
    private int size;
    private double total;

    /** Takes what leaves the line. */
    interface Sink {
        /** An amount that waited evenly between two times, in seconds. */
        void waited(double amount, double least, double most);
    }

    double total() {
        return total;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Arrival of the oldest; only when not empty. */
    long oldest() {
        return from[head];
    }

    void clear() {
        size = 0;
        total = 0;
    }

    void add(double much, long since, long until) {
        if (much <= 0) {
            return;
        }
        if (size == from.length) {
            grow();
        }
        int i = (head + size) & (from.length - 1);
        from[i] = since;
        to[i] = until;
        amount[i] = much;
        size++;
        total += much;
    }

    private void grow() {
        int length = from.length;
        long[] f = new long[length * 2];
        long[] t = new long[length * 2];
        double[] a = new double[length * 2];
        for (int k = 0; k < size; k++) {
            int i = (head + k) & (length - 1);
            f[k] = from[i];
            t[k] = to[i];
            a[k] = amount[i];
        }
        from = f;
        to = t;
        amount = a;
        head = 0;
    }

    /** Takes an amount, or all there is, from the head evenly over a span. */
    void take(double much, long since, long until, Sink sink) {
        double left = Math.min(much, total);
        double all = left;
        if (all <= 0) {
            return;
        }
        double at = since;
        while (size > 0 && left > 0) {
            double a = amount[head];
            double taken = Math.min(a, left);
            double end = until - (until - since) * ((left - taken) / all);
            double share = taken / a;
            double cut = from[head] + (to[head] - from[head]) * share;
            sink.waited(taken, Math.max(0, at - from[head]) * 1e-9, Math.max(0, end - cut) * 1e-9);
            at = end;
            left -= taken;
            total -= taken;
            if (share >= 1) {
                head = (head + 1) & (from.length - 1);
                size--;
            } else {
                amount[head] = a - taken;
                from[head] = (long) cut;
            }
        }
        if (size == 0) {
            total = 0;
        }
    }

    /** Drops what arrived before a time, and returns how much that was. */
    double dropBefore(long time) {
        double dropped = 0;
        while (size > 0 && from[head] < time) {
            double a = amount[head];
            if (to[head] <= time) {
                dropped += a;
                head = (head + 1) & (from.length - 1);
                size--;
            } else {
                double part = a * ((double) (time - from[head]) / (to[head] - from[head]));
                dropped += part;
                amount[head] = a - part;
                from[head] = time;
            }
        }
        total = size == 0 ? 0 : Math.max(0, total - dropped);
        return dropped;
    }

    /** Takes back what came last, and returns how much that was. */
    double dropLast(double much) {
        double left = Math.max(0, Math.min(much, total));
        double dropped = left;
        while (size > 0 && left > 0) {
            int i = (head + size - 1) & (from.length - 1);
            if (amount[i] <= left) {
                left -= amount[i];
                size--;
            } else {
                to[i] -= (long) ((to[i] - from[i]) * (left / amount[i]));
                amount[i] -= left;
                left = 0;
            }
        }
        total = size == 0 ? 0 : total - dropped;
        return dropped;
    }

    /** How much arrived before a time. */
    double before(long time) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            int i = (head + k) & (from.length - 1);
            if (from[i] < time) {
                sum += to[i] <= time ? amount[i] : amount[i] * ((double) (time - from[i]) / (to[i] - from[i]));
            }
        }
        return sum;
    }
}
