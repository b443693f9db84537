package dev.headroom.spec;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code traffic.yaml} as read: traffic to be generated.
 *
 * @param from begin of the first step
 * @param span length of the whole
 * @param step length of a step
 * @param timezone of days and hours
 * @param seed fixes every random draw
 * @param rate requests per second
 * @param arrivals how whole requests come of the rate
 * @param tokens kinds of requests by name, in the order of the file; empty for requests without tokens
 */
public record TrafficSpec(
        Instant from,
        Duration span,
        Duration step,
        ZoneId timezone,
        long seed,
        ShapeSpec rate,
        Arrivals arrivals,
        Map<String, TokenKind> tokens) {

    public TrafficSpec {
        tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
    }

    /** Number of steps. */
    public long steps() {
        return span.dividedBy(step);
    }

    /** How whole requests come of a rate. */
    public enum Law {
        STEADY,
        POISSON,
        BATCHES
    }

    /**
     * A law of arrival.
     *
     * @param law the law
     * @param batches sizes of the batches; null for other laws
     */
    public record Arrivals(Law law, @Nullable Batches batches) {
        static final Arrivals STEADY = new Arrivals(Law.STEADY, null);
        static final Arrivals POISSON = new Arrivals(Law.POISSON, null);
    }

    /**
     * Batches with sizes that follow Pareto's law.
     *
     * @param mean requests
     * @param tail tail index, above 1
     */
    public record Batches(double mean, double tail) {}

    /**
     * A kind of request.
     *
     * @param share of all requests, relative to the other kinds
     * @param input tokens of the prompt
     * @param output tokens of the answer
     */
    public record TokenKind(double share, Length input, Length output) {}

    /**
     * A length in tokens, lognormal.
     *
     * @param mean tokens
     * @param cv coefficient of variation
     */
    public record Length(double mean, double cv) {}
}
