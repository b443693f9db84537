package dev.headroom.engine.policy;

/**
 * The mean time a request holds a slot, learned by Little's law as mean slots busy ÷ mean throughput. Both means are plain
 * over the first 40 samples and exponential after, so the ratio is right for few events and follows a service that changes.
 *
 * @param busy mean of the slots busy
 * @param throughput mean of the requests done per second
 * @param variance mean squared deviation of the busy slots from what the ratio explains, relative to their mean
 * @param samples how many were seen, those a prior stands for included; at most {@link #MEMORY}
 */
public record HoldingTime(double busy, double throughput, double variance, int samples) {

    /** Nothing is known. */
    public static final HoldingTime UNKNOWN = new HoldingTime(0, 0, 0, 0);

    /** Samples remembered. */
    static final int MEMORY = 40;

    /** Samples at which half the confidence is reached, and what a prior is worth. */
    static final int HALF = 10;

    /** The holding time with a sample added: slots busy and requests done per second, both positive. */
    HoldingTime with(double slots, double perSecond) {
        int n = Math.min(MEMORY, samples + 1);
        double share = 1.0 / n;
        double b = busy + share * (slots - busy);
        double t = throughput + share * (perSecond - throughput);
        double off = samples == 0 ? 0 : (slots - seconds() * perSecond) / b;
        return new HoldingTime(b, t, variance + share * (Math.min(4, off * off) - variance), n);
    }

    /** As if {@link #HALF} samples of this throughput had shown that time. */
    static HoldingTime prior(double seconds, double perSecond) {
        return new HoldingTime(seconds * perSecond, perSecond, 0, HALF);
    }

    /** Mean seconds a slot is held; NaN before the first sample. */
    public double seconds() {
        return busy / throughput;
    }

    /** Seconds that the mean is unlikely to exceed: two standard errors above it. */
    double cautious() {
        return seconds() * (1 + 2 * Math.sqrt(variance / Math.max(1, samples)));
    }

    /** n ÷ (n + 10), less where the samples disagree; 0 to 0.8. */
    public double confidence() {
        return confidence(samples) / (1 + variance);
    }

    /** n ÷ (n + 10), of samples that agree. */
    static double confidence(int samples) {
        return (double) samples / (samples + HALF);
    }
}
