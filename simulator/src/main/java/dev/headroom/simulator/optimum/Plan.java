package dev.headroom.simulator.optimum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many replicas to have asked for, over time.
 *
 * @param millis when the number changes, ascending, the first one at the begin of the trace; epoch milliseconds
 * @param replicas asked for from then on, those that still boot included
 */
public record Plan(long[] millis, int[] replicas) {

    public Plan {
        if (millis.length == 0 || millis.length != replicas.length) {
            throw new IllegalArgumentException("a plan needs a time for each of its steps, and at least one step");
        }
    }

    static Plan of(Runs runs, double lead, long startMillis) {
        List<long[]> changes = new ArrayList<>(2 * runs.size() + 1);
        changes.add(new long[] {0, 0});
        for (int i = 0; i < runs.size(); i++) {
            changes.add(new long[] {(long) Math.floor(runs.asked(i, lead) * 1000 + 1e-6), 1});
            changes.add(new long[] {(long) Math.ceil(runs.to(i) * 1000 - 1e-6), -1});
        }
        changes.sort((a, b) -> Long.compare(a[0], b[0]));
        long[] times = new long[changes.size()];
        int[] counts = new int[changes.size()];
        int size = 0;
        int now = 0;
        for (int i = 0; i < changes.size(); i++) {
            now += (int) changes.get(i)[1];
            boolean last = i == changes.size() - 1 || changes.get(i + 1)[0] != changes.get(i)[0];
            if (last && (size == 0 || counts[size - 1] != now)) {
                times[size] = startMillis + changes.get(i)[0];
                counts[size] = now;
                size++;
            }
        }
        return new Plan(Arrays.copyOf(times, size), Arrays.copyOf(counts, size));
    }

    /** The most replicas asked for at any time from {@code fromMillis} until before {@code toMillis}. */
    public int most(long fromMillis, long toMillis) {
        int i = Arrays.binarySearch(millis, fromMillis);
        i = Math.max(0, i < 0 ? -i - 2 : i);
        int most = replicas[i];
        for (int k = i + 1; k < millis.length && millis[k] < toMillis; k++) {
            most = Math.max(most, replicas[k]);
        }
        return most;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Plan p && Arrays.equals(millis, p.millis) && Arrays.equals(replicas, p.replicas);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(millis) * 31 + Arrays.hashCode(replicas);
    }

    @Override
    public String toString() {
        return "Plan[" + millis.length + " steps, "
                + Arrays.stream(replicas).max().orElse(0) + " replicas at most]";
    }
}
