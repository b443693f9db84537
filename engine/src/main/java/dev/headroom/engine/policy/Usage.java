package dev.headroom.engine.policy;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Vertical} remembers: decaying histograms of usage. Bucket i begins at first × (1.05ⁱ − 1) ÷ 0.05, with first
 * = 0.01 cores or 10 MB; a sample taken at t weighs 2^((t − reference) ÷ half-life), so older ones need no touching.
 *
 * @param cpu weights of the CPU buckets; empty before the first sample
 * @param memory weights of the memory buckets; empty before the first sample
 * @param referenceMillis the time at which a weight is 1
 * @param firstMillis time of the first sample
 * @param lastMillis time of the last sample
 * @param samples their number
 * @param oomSeen the count of kills last seen; −1 before the first
 * @param oomFloor least memory in bytes since the last kill; 0 for none
 * @param oomMillis time of the last kill
 * @param advisedCores cores advised last; NaN for none
 * @param advisedBytes memory advised last; NaN for none
 * @param instance instance advised last; null for none
 */
public record Usage(
        double[] cpu,
        double[] memory,
        long referenceMillis,
        long firstMillis,
        long lastMillis,
        int samples,
        double oomSeen,
        double oomFloor,
        long oomMillis,
        double advisedCores,
        double advisedBytes,
        @Nullable String instance)
        implements Memory {

    static final Usage NONE = new Usage(
            new double[0], new double[0], 0, 0, Long.MIN_VALUE / 2, 0, -1, 0, 0, Double.NaN, Double.NaN, null);

    /** Least time between two samples, milliseconds. */
    static final long BETWEEN = 60_000;

    private static final int BUCKETS = 176;
    private static final double GROWTH = 0.05;
    private static final double FIRST_CORES = 0.01;
    private static final double FIRST_BYTES = 1e7;
    private static final double DAY = 86_400_000;

    /** Half-lives after which weights are counted from a new time, long before they overflow. */
    private static final long RESET = 100;

    Usage with(double cores, double bytes, long now, long halfLife) {
        boolean first = samples == 0;
        long reference = first ? now : referenceMillis;
        double fade = 1;
        if ((now - reference) / halfLife >= RESET) {
            fade = Math.pow(2, -(double) (now - reference) / halfLife);
            reference = now;
        }
        double weight = Math.pow(2, (double) (now - reference) / halfLife);
        return new Usage(
                added(cpu, cores, FIRST_CORES, weight, fade),
                added(memory, bytes, FIRST_BYTES, weight, fade),
                reference,
                first ? now : firstMillis,
                now,
                samples + 1,
                oomSeen,
                oomFloor,
                oomMillis,
                advisedCores,
                advisedBytes,
                instance);
    }

    private static double[] added(double[] old, double value, double first, double weight, double fade) {
        if (Double.isNaN(value)) {
            return old;
        }
        double[] weights = old.length == 0 ? new double[BUCKETS] : old.clone();
        if (fade != 1) {
            for (int i = 0; i < BUCKETS; i++) {
                weights[i] *= fade;
            }
        }
        int bucket = (int) (Math.log1p(value / first * GROWTH) / Math.log1p(GROWTH));
        weights[Math.min(BUCKETS - 1, bucket)] += weight;
        return weights;
    }

    Usage kills(double count, boolean killed, double bytes, long now) {
        double used = Math.max(Double.isNaN(bytes) ? 0 : bytes, Double.isNaN(advisedBytes) ? 0 : advisedBytes);
        double floor = killed ? Math.max(oomFloor, Math.max(used * 1.2, used + 100 * (1 << 20))) : oomFloor;
        return new Usage(
                cpu,
                memory,
                referenceMillis,
                firstMillis,
                lastMillis,
                samples,
                count,
                floor,
                killed ? now : oomMillis,
                advisedCores,
                advisedBytes,
                instance);
    }

    Usage advised(double cores, double bytes, @Nullable String size) {
        return new Usage(
                cpu,
                memory,
                referenceMillis,
                firstMillis,
                lastMillis,
                samples,
                oomSeen,
                oomFloor,
                oomMillis,
                cores,
                bytes,
                size);
    }

    /** Cores at a quantile; NaN before the first sample. */
    double cores(double quantile) {
        return quantile(cpu, quantile, FIRST_CORES);
    }

    /** Bytes at a quantile; NaN before the first sample. */
    double bytes(double quantile) {
        return quantile(memory, quantile, FIRST_BYTES);
    }

    private static double quantile(double[] weights, double p, double first) {
        double total = 0;
        for (double w : weights) {
            total += w;
        }
        if (total == 0) {
            return Double.NaN;
        }
        double seen = 0;
        int i = 0;
        while (i < BUCKETS - 1 && seen + weights[i] < p * total) {
            seen += weights[i];
            i++;
        }
        return first * (Math.pow(1 + GROWTH, i + 1) - 1) / GROWTH;
    }

    /** The floor that the last kill left; it ends seven half-lives later, when its samples would have faded too. */
    double oomFloor(long now, long halfLife) {
        return now - oomMillis < 7 * halfLife ? oomFloor : 0;
    }

    /** Grows to 1 over a day with a sample a minute. */
    double confidence() {
        return samples == 0 ? 0 : Math.min(1, Math.min((lastMillis - firstMillis) / DAY, samples / 1440.0));
    }

    boolean differs(double cores, double bytes, @Nullable String size) {
        return apart(cores, advisedCores) || apart(bytes, advisedBytes) || !Objects.equals(size, instance);
    }

    private static boolean apart(double a, double b) {
        return Double.isNaN(b) ? !Double.isNaN(a) : Math.abs(a - b) > 0.1 * b;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Usage u
                && Arrays.equals(cpu, u.cpu)
                && Arrays.equals(memory, u.memory)
                && referenceMillis == u.referenceMillis
                && firstMillis == u.firstMillis
                && lastMillis == u.lastMillis
                && samples == u.samples
                && Double.compare(oomSeen, u.oomSeen) == 0
                && Double.compare(oomFloor, u.oomFloor) == 0
                && oomMillis == u.oomMillis
                && Double.compare(advisedCores, u.advisedCores) == 0
                && Double.compare(advisedBytes, u.advisedBytes) == 0
                && Objects.equals(instance, u.instance);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cpu) * 31 + Long.hashCode(lastMillis);
    }

    @Override
    public String toString() {
        return "Usage[" + samples + " samples, advised " + advisedCores + " cores, " + advisedBytes + " bytes]";
    }
}
