package dev.headroom.connectors.prometheus;

import dev.headroom.connectors.http.Exchange;
import dev.headroom.connectors.http.ServerSettings;
import dev.headroom.engine.loop.MetricHistory;
import dev.headroom.engine.loop.MetricHistory.Past;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Reads signals from Prometheus by instant queries as of the time of the evaluation. A query must give one number: a scalar,
 * or a vector of one series.
 *
 * <p>Prometheus stamps a result with the time asked about, though it looks back up to five minutes for samples. The time of
 * a plain selector's sample ({@code queue_depth{queue="mail"}}) is therefore asked for as well, with {@code timestamp()}.
 * An expression over several samples has no time of its own; for a signal whose samples must be younger than five minutes
 * the look-back of its query is shortened to {@link Signal#maxAge()}, which servers before 2.44 ignore. Servers that join
 * several stores (Thanos) are told to fail rather than to answer in part.
 *
 * <p>Thread-safe. The signals of one read are asked at the same time, equal ones once.
 */
public final class PrometheusSource implements MetricSource, MetricHistory, AutoCloseable {

    /** Prometheus' own default look-back. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(5);
    /** Below the 11 000 points a series that Prometheus gives at most. */
    private static final int POINTS_A_REQUEST = 10_000;

    private static final int MOST_REQUESTS = 100;

    /** A metric's name, labels in braces, or both: what {@code timestamp()} knows the sample of. */
    private static final Pattern SELECTOR =
            Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*\\s*(\\{[^{}]*})?|\\{[^{}]*})\\s*");

    private final Exchange exchange;

    /**
     * A source.
     *
     * @throws IllegalArgumentException if the file of authorities cannot be used
     */
    public PrometheusSource(ServerSettings settings) {
        this(settings, System::nanoTime);
    }

    PrometheusSource(ServerSettings settings, LongSupplier nanos) {
        this.exchange = new Exchange(settings, nanos);
    }

    @Override
    public List<Reading> read(List<Signal> signals, Instant now) {
        Map<Map<String, String>, Future<Reading>> asked = new LinkedHashMap<>();
        List<Map<String, String>> order = new ArrayList<>();
        for (Signal signal : signals) {
            Map<String, String> parameters = parameters(signal, now);
            order.add(parameters);
            asked.computeIfAbsent(parameters, p -> submit(p, signal.query(), now));
        }
        List<Reading> readings = new ArrayList<>();
        for (Map<String, String> parameters : order) {
            readings.add(outcome(Objects.requireNonNull(asked.get(parameters))));
        }
        return readings;
    }

    private Future<Reading> submit(Map<String, String> parameters, String query, Instant now) {
        try {
            return exchange.threads().submit(() -> dated(query(parameters, now), parameters, query, now));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Reading.failed("the connection to Prometheus is closed"));
        }
    }

    private Reading query(Map<String, String> parameters, Instant now) {
        return Answers.reading(
                Answers.data(exchange.ask(Exchange.Request.form("/api/v1/query", parameters))),
                parameters.getOrDefault("query", ""),
                now);
    }

    /** The reading with the time of the sample itself, where it has one. */
    private Reading dated(Reading reading, Map<String, String> parameters, String query, Instant now) {
        if (reading.status() != Reading.Status.OK || !SELECTOR.matcher(query).matches()) {
            return reading;
        }
        Map<String, String> when = new LinkedHashMap<>(parameters);
        when.put("query", "timestamp(" + query + ")");
        Reading time = query(when, now);
        if (time.status() != Reading.Status.OK) {
            return time;
        }
        Instant at = Instant.ofEpochMilli(Math.round(time.value() * 1000));
        return at.isAfter(reading.at()) ? reading : Reading.of(reading.value(), at);
    }

    private static Reading outcome(Future<Reading> asked) {
        try {
            // Bounded by the time-out of the exchange.
            return asked.get();
        } catch (ExecutionException e) {
            return Reading.failed("Prometheus could not be asked: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            asked.cancel(true);
            return Reading.failed("interrupted while waiting for Prometheus");
        }
    }

    private static Map<String, String> parameters(Signal signal, Instant now) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("query", signal.query());
        parameters.put("time", seconds(now));
        parameters.put("partial_response", "false");
        if (signal.maxAge().compareTo(LOOK_BACK) < 0) {
            parameters.put("lookback_delta", signal.maxAge().toMillis() + "ms");
        }
        return parameters;
    }

    /**
     * The values of a query at {@code from}, {@code from + step} and so on up to {@code to}; long ranges are asked in parts,
     * one after the other.
     *
     * @param query must give one series
     * @param to not before {@code from}
     * @param step at least a second
     * @return the values, or why there are none; values that are not finite are left out
     * @throws IllegalArgumentException if the range is not one, or has more than a million points
     */
    public Past range(String query, Instant from, Instant to, Duration step) {
        if (to.isBefore(from) || step.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "a range must not end before it begins and has steps of a second or more: " + from + " to " + to
                            + " by " + step);
        }
        long points = Duration.between(from, to).dividedBy(step) + 1;
        if (points > (long) POINTS_A_REQUEST * MOST_REQUESTS) {
            throw new IllegalArgumentException(points + " points are more than " + POINTS_A_REQUEST * MOST_REQUESTS
                    + "; ask for a longer step or a shorter range");
        }
        List<MetricHistory.Sample> samples = new ArrayList<>();
        for (long done = 0; done < points; done += POINTS_A_REQUEST) {
            long last = Math.min(points, done + POINTS_A_REQUEST) - 1;
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("query", query);
            parameters.put("start", seconds(from.plus(step.multipliedBy(done))));
            parameters.put("end", seconds(from.plus(step.multipliedBy(last))));
            parameters.put("step", step.toMillis() + "ms");
            parameters.put("partial_response", "false");
            Past part = Answers.history(
                    Answers.data(exchange.ask(Exchange.Request.form("/api/v1/query_range", parameters))), query);
            switch (part) {
                case Past.Known found -> samples.addAll(found.samples());
                case Past.Unknown failed -> {
                    return failed;
                }
            }
        }
        return new Past.Known(samples);
    }

    @Override
    public Past history(Signal signal, Instant from, Instant to, Duration step) {
        try {
            return range(signal.query(), from, to, step);
        } catch (IllegalArgumentException e) {
            return new Past.Unknown(String.valueOf(e.getMessage()));
        }
    }

    /** Epoch seconds with milliseconds, cut rather than rounded: never after the instant. */
    private static String seconds(Instant at) {
        return java.math.BigDecimal.valueOf(at.toEpochMilli(), 3).toPlainString();
    }

    @Override
    public void close() {
        exchange.close();
    }
}
