package dev.headroom.engine.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One input of a workload: where it comes from, what it means, and how its samples become one number.
 *
 * @param name the key by which policies refer to it
 * @param source the metric source's name; empty when the driver supplies it
 * @param query the source's own expression
 * @param unit unit of the delivered samples
 * @param measures the meaning of the signal
 * @param quantile for {@link Measure#LATENCY}, the quantile delivered, in (0, 1); 0 for the mean
 * @param window samples of this span are aggregated; zero uses the latest sample only
 * @param aggregate how the samples of the window become one number
 * @param maxAge a newest sample older than this is stale and not used
 * @param allowNegative whether values below zero are meaningful
 * @param adaptive thresholds learned from the signal's own history, or null
 */
public record Signal(
        String name,
        String source,
        String query,
        Unit unit,
        Measure measures,
        double quantile,
        Duration window,
        Aggregate aggregate,
        Duration maxAge,
        boolean allowNegative,
        @Nullable Adaptive adaptive) {

    /** How the samples of a window become one number. */
    public enum Aggregate {
        LAST,
        MEAN,
        MAX,
        MIN,
        P95
    }

    /**
     * Adaptive thresholds of a signal, in base units: {@code buckets} means of {@code bucket} length are kept.
     *
     * @param defaultUp the up threshold until 50 buckets have been seen, and the least one after
     * @param defaultDown the down threshold until 50 buckets have been seen
     */
    public record Adaptive(Duration bucket, int buckets, double defaultUp, double defaultDown) {
        public Adaptive {
            if (bucket.isNegative() || bucket.isZero() || buckets < 2 || buckets > 10_000) {
                throw new IllegalArgumentException("adaptive thresholds need a positive bucket and 2 to 10000 of them");
            }
        }
    }

    public Signal {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a signal needs a name");
        }
        if (window.isNegative() || maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException(
                    "signal " + name + ": window must not be negative and maxAge must be positive");
        }
        if (!(quantile >= 0 && quantile < 1)) {
            throw new IllegalArgumentException("signal " + name + ": quantile must be in [0, 1)");
        }
    }

    /** A signal of the given meaning with the latest sample used, valid for five minutes. */
    public static Signal of(String name, Measure measures, Unit unit) {
        return new Signal(
                name, "", name, unit, measures, 0, Duration.ZERO, Aggregate.LAST, Duration.ofMinutes(5), false, null);
    }
}
