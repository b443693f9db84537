package dev.headroom.forecast.analysis;

import dev.headroom.forecast.history.History;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.SplittableRandom;

/** Made histories whose truth is known. */
final class Histories {
    static final long HOUR = 3_600_000;
    static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    private Histories() {}

    /** What noise makes of a draw that is normal, 0 in the mean, with deviation 1. */
    enum Noise {
        LOGNORMAL,
        NORMAL,
        UNIFORM;

        double of(double z) {
            return switch (this) {
                case LOGNORMAL -> StrictMath.exp(0.15 * z - 0.15 * 0.15 / 2);
                case NORMAL -> Math.max(0, 1 + 0.15 * z);
                case UNIFORM -> 1 + 0.15 * Math.max(-1, Math.min(1, z / 1.5));
            };
        }
    }

    /** Requests in an hour of the chat service's day on the wall. */
    static double chat(int hour) {
        return hour >= 18 && hour <= 22
                ? 80_000
                : hour >= 10 && hour <= 17 ? 40_000 : hour >= 7 && hour <= 9 ? 25_000 : 10_000;
    }

    /** Four weeks of it from a Monday on, with evenings of ×3.5 from 19:00 to 22:00 on the days named. */
    static History chat(Noise noise, long seed, int... releaseDays) {
        ZonedDateTime from = ZonedDateTime.of(2026, 1, 5, 0, 0, 0, 0, TOKYO);
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[28 * 24];
        for (int i = 0; i < x.length; i++) {
            double release = 1;
            for (int day : releaseDays) {
                release = i / 24 == day && i % 24 >= 19 && i % 24 <= 21 ? 3.5 : release;
            }
            x[i] = Math.rint(chat(i % 24) * release * noise.of(normal(random)));
        }
        return History.of("chat", from.toInstant().toEpochMilli(), HOUR, x);
    }

    /** By the polar method of Marsaglia and Bray. */
    static double normal(SplittableRandom random) {
        while (true) {
            double u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * Math.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    /** Hours of a formula of the step, from a Monday 00:00 UTC on, with 5 % of lognormal noise. */
    static History hours(int days, long seed, java.util.function.IntToDoubleFunction rate) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[24 * days];
        for (int i = 0; i < x.length; i++) {
            x[i] = rate.applyAsDouble(i) * StrictMath.exp(0.05 * normal(random));
        }
        return History.of("hours", Instant.parse("2026-01-05T00:00:00Z").toEpochMilli(), HOUR, x);
    }

    /** A smooth day between 200 and 1800. */
    static double day(int step) {
        return 1000 - 800 * StrictMath.cos(2 * Math.PI * (step % 24) / 24.0);
    }
}
