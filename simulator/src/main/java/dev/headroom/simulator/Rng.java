package dev.headroom.simulator;

/**
 * A stream of random numbers: xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021),
 * seeded through SplitMix64. Each kind of draw has a stream of its own, so that two policies meet the same arrivals and the
 * same service times. Logarithms come from {@link StrictMath}: the same seed gives the same numbers on every machine.
 */
public final class Rng {
    /** Streams; a stream's numbers do not depend on how much another one is used. */
    public enum Stream {
        ARRIVALS(1),
        SERVICE(2),
        BOOT(3),
        MEASUREMENT(4),
        FAILURE(5),
        LAUNCH(6),
        INTERRUPTION(7),
        RETRY(8),
        CALL(9),
        NODE(10),
        WRITE(11),
        RECLAIM(12),
        TRAFFIC(100);

        private final long key;

        Stream(long key) {
            this.key = key;
        }
    }

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double POISSON_NORMAL = 64;

    private final long seed;
    private long s0;
    private long s1;
    private long s2;
    private long s3;
    private double spare = Double.NaN;

    /** The begin of a stream. */
    public Rng(long seed, Stream stream) {
        this.seed = mix(seed + GOLDEN * stream.key);
        at(0);
    }

    /** Goes to a place of the stream: what follows depends on the seed and {@code key} only. */
    public void at(long key) {
        long z = seed ^ mix(key + GOLDEN);
        s0 = mix(z += GOLDEN);
        s1 = mix(z += GOLDEN);
        s2 = mix(z += GOLDEN);
        s3 = mix(z + GOLDEN);
        spare = Double.NaN;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    private long next() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** Uniform in (0, 1). */
    public double uniform() {
        return ((next() >>> 12) + 0.5) * 0x1.0p-52;
    }

    /** Exponential with mean 1. */
    public double exponential() {
        return -StrictMath.log(uniform());
    }

    /** Standard normal, by Marsaglia's polar method. */
    public double gaussian() {
        if (!Double.isNaN(spare)) {
            double g = spare;
            spare = Double.NaN;
            return g;
        }
        double u;
        double v;
        double s;
        do {
            u = 2 * uniform() - 1;
            v = 2 * uniform() - 1;
            s = u * u + v * v;
        } while (s >= 1 || s == 0);
        double f = Math.sqrt(-2 * StrictMath.log(s) / s);
        spare = v * f;
        return u * f;
    }

    /**
     * Poisson: by inversion below a mean of 64, and above as the normal distribution of the same mean and variance, rounded,
     * which is then off by less than 0.01 in probability.
     */
    public double poisson(double mean) {
        if (mean <= 0) {
            return 0;
        }
        if (mean >= POISSON_NORMAL) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * gaussian()));
        }
        double u = uniform();
        double p = StrictMath.exp(-mean);
        double sum = p;
        int k = 0;
        while (u > sum && k < 400) {
            k++;
            p *= mean / k;
            sum += p;
        }
        return k;
    }

    /**
     * The arrivals in a span, when their variance is {@code dispersion} times their mean: Poisson for 1, negative binomial
     * above; below, Poisson for that share of the mean, and the rest for certain.
     *
     * @param mean at least 0
     * @param dispersion at least 0
     * @return not negative; a whole number unless the dispersion is below 1
     */
    public double count(double mean, double dispersion) {
        if (dispersion == 1) {
            return poisson(mean);
        }
        if (dispersion < 1) {
            return Math.max(0, mean) * (1 - dispersion) + poisson(mean * dispersion);
        }
        return mean <= 0 ? 0 : poisson(gamma(mean / (dispersion - 1)) * (dispersion - 1));
    }

    /** Gamma with the given shape and scale 1 (Marsaglia and Tsang 2000). */
    public double gamma(double shape) {
        if (shape < 1) {
            double g = gamma(shape + 1);
            return g * StrictMath.exp(StrictMath.log(uniform()) / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = gaussian();
            double v = 1 + c * x;
            if (v > 0) {
                v = v * v * v;
                if (StrictMath.log(uniform()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
