package dev.headroom.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** Series with known cycles. */
final class Sample {
    static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

    private Sample() {}

    static Series hourly(double... values) {
        return new Series(MONDAY, Duration.ofHours(1), values);
    }

    /** Weeks of hours with a day and a week in them, growing, with noise. */
    static Series weeks(int weeks, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] y = new double[weeks * 168];
        for (int i = 0; i < y.length; i++) {
            y[i] = expected(i) * (1 + noise * (random.nextDouble() - 0.5));
        }
        return hourly(y);
    }

    static double expected(int i) {
        boolean weekend = i / 24 % 7 >= 5;
        return (1000 + 0.1 * i) * (1 + 0.6 * Math.sin(2 * Math.PI * (i - 8) / 24)) * (weekend ? 0.6 : 1);
    }
}
