package dev.headroom.spec;

import dev.headroom.spec.ShapeSpec.Amount;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Shapes that chance has a hand in. */
final class RandomTables {

    private RandomTables() {}

    private static final double MOST_CV = 10;
    private static final Duration LEAST_TURN = Duration.ofSeconds(1);

    /** Whether a coefficient of variation is one that numbers can be drawn with; reports it if not. */
    static boolean isFit(double cv, Cursor at) {
        if (cv > MOST_CV) {
            at.error("a coefficient of variation above 1000% is nothing that traffic has", "write one such as 5%");
        }
        return cv <= MOST_CV;
    }

    static final class Noise extends Table<ShapeSpec.Noise> {
        private final Key<ShapeSpec.Noise, Double> cv = required(
                "cv", Values.FACTOR, "Coefficient of variation (standard deviation ÷ mean).", ShapeSpec.Noise::cv);
        private final Key<ShapeSpec.Noise, Duration> correlation = fallback(
                "correlation",
                Values.DURATION,
                "How long it remembers: after this time 37% (1/e) of the correlation is left.",
                Duration.ZERO,
                ShapeSpec.Noise::correlation);

        Noise() {
            super("shape-noise", "A lognormal factor with mean 1 and a short memory.");
        }

        @Override
        ShapeSpec.@Nullable Noise build(Fields f) {
            double v = f.get(cv);
            return isFit(v, f.at(cv)) ? new ShapeSpec.Noise(v, f.get(correlation)) : null;
        }
    }

    static final class Bursts extends Table<ShapeSpec.Bursts> {
        private final Key<ShapeSpec.Bursts, Double> cv =
                required("cv", Values.FACTOR, "Coefficient of variation of the steps.", ShapeSpec.Bursts::cv);
        private final Key<ShapeSpec.Bursts, Double> hurst = fallback(
                "hurst",
                Values.NUMBER,
                "The Hurst exponent: 0.5 has no memory; the nearer to 1, the longer bursts last.",
                0.8,
                ShapeSpec.Bursts::hurst);

        Bursts() {
            super("shape-bursts", "A lognormal factor with mean 1, bursty at every time scale (self-similar).");
        }

        @Override
        ShapeSpec.@Nullable Bursts build(Fields f) {
            double h = f.get(hurst);
            if (!(h > 0 && h < 1)) {
                f.at(hurst).error("a Hurst exponent lies between 0 and 1, both excluded", "write one such as 0.8");
                return null;
            }
            double v = f.get(cv);
            return isFit(v, f.at(cv)) ? new ShapeSpec.Bursts(v, h) : null;
        }
    }

    static final class OnOff extends Table<ShapeSpec.OnOff> {
        private final Key<ShapeSpec.OnOff, DistributionSpec> on =
                required("on", DistributionTable.CONSTANT, "How long it works.", ShapeSpec.OnOff::on);
        private final Key<ShapeSpec.OnOff, DistributionSpec> off =
                required("off", DistributionTable.CONSTANT, "How long it rests.", ShapeSpec.OnOff::off);
        private final Key<ShapeSpec.OnOff, Amount> level = required(
                "level",
                TrafficValues.AMOUNT,
                "The level at work. A rate comes on top of nothing; a percentage is of what is there.",
                ShapeSpec.OnOff::level);

        OnOff() {
            super("shape-on-off", "Turns of work and rest, beginning with work.");
        }

        @Override
        ShapeSpec.@Nullable OnOff build(Fields f) {
            return lasts(f, on) && lasts(f, off) ? new ShapeSpec.OnOff(f.get(on), f.get(off), f.get(level)) : null;
        }

        private static boolean lasts(Fields f, Key<?, DistributionSpec> key) {
            DistributionSpec d = f.get(key);
            if (d.mean().compareTo(LEAST_TURN) < 0) {
                f.at(key).error("a turn lasts a second at least", "write a duration such as 10m");
                return false;
            }
            return isFit(d.cv(), f.at(key));
        }
    }
}
