package dev.headroom.engine.policy;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Thresholds;
import dev.headroom.engine.model.Window;
import java.time.Instant;
import java.util.Arrays;

/**
 * Thresholds learned from the means of past buckets: up = max(seasonal mean + 2σ, 0.9 × p95, default), down = min(seasonal
 * mean − σ, 1.2 × p5, default).
 *
 * <p>The seasonal mean and σ are those of the buckets whose time of day is within an hour of now (a bucket, when that is
 * longer); with fewer than three of them, those of all. Up to 50 points the defaults hold with confidence 0; beyond,
 * confidence is the share of the window that is filled.
 */
public final class AdaptiveThresholds {

    /** Points without which nothing is learned. */
    public static final int LEAST = 50;

    private static final long DAY = 86_400_000L;
    private static final long AROUND = 3_600_000L;

    private AdaptiveThresholds() {}

    /**
     * The thresholds at a time. Takes O(n log n) for n buckets, so it is worth keeping until the next bucket is complete.
     *
     * @param config the window and the defaults, in base units
     * @param means bucket means at the begin of their buckets
     * @param now the time for which the season is taken
     */
    public static Thresholds of(Signal.Adaptive config, Window means, Instant now) {
        int n = means.size();
        if (n < LEAST) {
            return new Thresholds(config.defaultUp(), config.defaultDown(), 0);
        }
        double[] values = means.values();
        long around = Math.max(AROUND, config.bucket().toMillis());
        long at = now.toEpochMilli();
        Moments season = new Moments();
        for (int i = 0; i < n; i++) {
            long apart = Math.floorMod(at - means.millis()[i], DAY);
            if (Math.min(apart, DAY - apart) <= around) {
                season.add(values[i]);
            }
        }
        if (season.count < 3) {
            season = new Moments();
            for (double v : values) {
                season.add(v);
            }
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double sigma = season.deviation();
        double up = Math.max(season.mean + 2 * sigma, Math.max(0.9 * quantile(sorted, 0.95), config.defaultUp()));
        double down = Math.min(season.mean - sigma, Math.min(1.2 * quantile(sorted, 0.05), config.defaultDown()));
        return new Thresholds(up, down, Math.min(1, (double) n / config.buckets()));
    }

    private static double quantile(double[] sorted, double p) {
        double position = p * (sorted.length - 1);
        int i = (int) position;
        return i + 1 >= sorted.length ? sorted[i] : sorted[i] + (position - i) * (sorted[i + 1] - sorted[i]);
    }

    /** Running mean and variance (Welford). */
    private static final class Moments {
        private int count;
        private double mean;
        private double squares;

        void add(double v) {
            count++;
            double before = v - mean;
            mean += before / count;
            squares += before * (v - mean);
        }

        double deviation() {
            return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
        }
    }
}
