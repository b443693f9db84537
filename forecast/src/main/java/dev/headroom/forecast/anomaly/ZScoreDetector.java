package dev.headroom.forecast.anomaly;

/**
 * The plain z-score, for comparison: z = |x − mean| ÷ standard deviation of all samples before, by Welford's recurrence;
 * the score is z ÷ (1 + z).
 */
public final class ZScoreDetector implements AnomalyDetector {

    private long count;
    private double mean;
    private double squares;

    @Override
    public double score(long epochMillis, double value) {
        if (!Double.isFinite(value)) {
            return 0;
        }
        double z = count > 1 && squares > 0 ? Math.abs(value - mean) / Math.sqrt(squares / count) : 0;
        count++;
        double off = value - mean;
        mean += off / count;
        squares += off * (value - mean);
        return z / (1 + z);
    }
}
