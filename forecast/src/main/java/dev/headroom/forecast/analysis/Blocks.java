package dev.headroom.forecast.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The day in at most five blocks of hours, so that as few replicas as possible stand idle: of all splits of the round of 24
 * hours the one with the least of Σ (highest of the block − need of the hour), where a further block costs 4 % of the day's
 * need, so that there is one only where it pays. Exact, by dynamic programming from each hour that may be the first.
 */
final class Blocks {
    private static final int HOURS = 24;
    private static final int MOST = 5;
    private static final double COST = 0.04;
    private static final double ALIKE = 0.15;

    private Blocks() {}

    /** Blocks as begin, end (after the begin, so that over midnight it is above 24) and replicas, by the begin. */
    static List<int[]> of(int[] need) {
        double toll = COST * Arrays.stream(need).sum();
        double least = Double.POSITIVE_INFINITY;
        List<int[]> best = List.of();
        for (int shift = 0; shift < HOURS; shift++) {
            double[][] cost = new double[MOST + 1][HOURS + 1];
            int[][] from = new int[MOST + 1][HOURS + 1];
            for (double[] row : cost) {
                Arrays.fill(row, Double.POSITIVE_INFINITY);
            }
            cost[0][0] = 0;
            for (int k = 1; k <= MOST; k++) {
                for (int end = 1; end <= HOURS; end++) {
                    int high = 0;
                    int sum = 0;
                    for (int begin = end - 1; begin >= 0; begin--) {
                        int n = need[(begin + shift) % HOURS];
                        high = Math.max(high, n);
                        sum += n;
                        double c = cost[k - 1][begin] + toll + (double) high * (end - begin) - sum;
                        if (c < cost[k][end]) {
                            cost[k][end] = c;
                            from[k][end] = begin;
                        }
                    }
                }
                if (cost[k][HOURS] < least) {
                    least = cost[k][HOURS];
                    best = traced(from, k, shift, need);
                }
            }
        }
        return merged(best);
    }

    /** Neighbours that hardly differ become one: by one replica, or by less than 15 %. */
    private static List<int[]> merged(List<int[]> blocks) {
        List<int[]> out = new ArrayList<>(blocks);
        for (int i = 0; i < out.size() && out.size() > 1; ) {
            int[] one = out.get(i);
            int[] next = out.get((i + 1) % out.size());
            int high = Math.max(one[2], next[2]);
            if (high - Math.min(one[2], next[2]) <= Math.max(1, ALIKE * high)) {
                int length = one[1] - one[0] + next[1] - next[0];
                out.set(i, new int[] {one[0], one[0] + length, high});
                out.remove((i + 1) % out.size());
                i = 0;
            } else {
                i++;
            }
        }
        out.sort((x, y) -> Integer.compare(x[0], y[0]));
        return out;
    }

    private static List<int[]> traced(int[][] from, int blocks, int shift, int[] need) {
        List<int[]> out = new ArrayList<>();
        int end = HOURS;
        for (int k = blocks; k > 0; k--) {
            int begin = from[k][end];
            int high = 0;
            for (int i = begin; i < end; i++) {
                high = Math.max(high, need[(i + shift) % HOURS]);
            }
            int start = (begin + shift) % HOURS;
            out.add(new int[] {start, start + end - begin, high});
            end = begin;
        }
        out.sort((x, y) -> Integer.compare(x[0], y[0]));
        return out;
    }
}
