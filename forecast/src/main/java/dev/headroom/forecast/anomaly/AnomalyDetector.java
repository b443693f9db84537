package dev.headroom.forecast.anomaly;

/**
 * Tells, sample by sample and in constant memory, how unusual a series is now. Deterministic; not safe for use by several
 * threads at once.
 */
public interface AnomalyDetector {

    /**
     * Takes the next sample.
     *
     * @param epochMillis its time, not before the last one's
     * @param value in any unit; NaN when there was none, which changes nothing and scores 0
     * @return how unusual it is, in [0, 1]; 0 is nothing of note
     */
    double score(long epochMillis, double value);
}
