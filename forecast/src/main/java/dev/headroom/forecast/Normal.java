package dev.headroom.forecast;

/** The standard normal distribution. */
final class Normal {

    private Normal() {}

    /**
     * The quantile of a level in (0, 1), to 4.5·10⁻⁴. Source: Abramowitz and Stegun, "Handbook of Mathematical Functions"
     * (1964), 26.2.23.
     */
    static double quantile(double level) {
        double p = Math.min(level, 1 - level);
        double t = Math.sqrt(-2 * Math.log(p));
        double z =
                t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        return level < 0.5 ? -z : z;
    }
}
