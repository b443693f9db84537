package dev.headroom.spec;

import dev.headroom.spec.TrafficSpec.Arrivals;
import dev.headroom.spec.TrafficSpec.Batches;
import dev.headroom.spec.TrafficSpec.Law;
import dev.headroom.spec.TrafficSpec.TokenKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code traffic.yaml}. */
final class TrafficTable extends Table<TrafficSpec> {

    private static final Duration LEAST_STEP = Duration.ofMillis(100);
    private static final Duration MOST_STEP = Duration.ofDays(1);
    private static final long MOST_STEPS = 4_000_000;

    private final Key<TrafficSpec, Moment> from = required("from", Moment.FORM, "Begin.", t -> Moment.at(t.from()));
    private final Key<TrafficSpec, Duration> span = required("for", Values.DURATION, "Length.", TrafficSpec::span);
    private final Key<TrafficSpec, Duration> step =
            fallback("step", Values.DURATION, "Length of a step.", Duration.ofMinutes(1), TrafficSpec::step);
    private final Key<TrafficSpec, ZoneId> timezone = fallback(
            "timezone", Values.ZONE, "Zone of days, hours and dates.", ZoneId.of("UTC"), TrafficSpec::timezone);
    private final Key<TrafficSpec, Long> seed =
            fallback("seed", TrafficValues.SEED, "Fixes every random draw.", 1L, TrafficSpec::seed);
    private final Key<TrafficSpec, ShapeSpec> rate =
            required("rate", ShapeTable.TABLE, "Requests per second.", TrafficSpec::rate);
    private final Key<TrafficSpec, Arrivals> arrivals = fallback(
            "arrivals",
            new Brief<>(
                    Word.of("a law of arrival", Arrivals.class, "steady", Arrivals.STEADY, "poisson", Arrivals.POISSON),
                    a -> a,
                    a -> a.batches() == null ? a : null,
                    new ArrivalsTable()),
            "How whole requests come of the rate. The simulator draws single arrivals itself, so steady is right for it.",
            Arrivals.STEADY,
            TrafficSpec::arrivals);
    private final Key<TrafficSpec, Map<String, TokenKind>> tokens = fallback(
            "tokens", TokenTable.KINDS, "Lengths in tokens, by kind of request.", Map.of(), TrafficSpec::tokens);

    TrafficTable() {
        super("traffic", "Traffic to be generated.");
    }

    @Override
    @Nullable
    TrafficSpec read(Cursor at) {
        Map<String, Cursor> entries = at.isMapping() ? at.entries(noun()) : null;
        Cursor zone = entries == null ? null : entries.get("timezone");
        if (zone != null && zone.isScalar()) {
            try {
                at.reading().zone(ZoneId.of(zone.raw().strip()));
            } catch (DateTimeException e) {
                at.reading().zone(ZoneId.of("UTC")); // reported when the key itself is read
            }
        }
        return super.read(at);
    }

    @Override
    @Nullable
    TrafficSpec build(Fields f) {
        Duration s = f.get(step);
        if (s.compareTo(LEAST_STEP) < 0 || s.compareTo(MOST_STEP) > 0 || s.toNanos() % 1_000_000 != 0) {
            f.at(step).error("a step lasts from 100ms to 1d, in whole milliseconds", "write a duration such as 1m");
            return null;
        }
        long steps = f.get(span).dividedBy(s);
        if (steps < 1 || steps > MOST_STEPS) {
            f.at(span)
                    .error(
                            steps < 1
                                    ? "the whole is shorter than one step"
                                    : "that is " + steps + " steps, more than the " + MOST_STEPS + " that can be made",
                            steps < 1 ? "write a duration such as 28d" : "write a longer step or a shorter whole");
            return null;
        }
        ShapeSpec shape = f.get(rate);
        if (!shape.isRate()) {
            f.at(rate)
                    .errorAtName(
                            "this is a factor of something, and no rate",
                            "multiply it with a rate: 'product: [{ constant: 1500/s }, …]'");
            return null;
        }
        Instant begin = f.get(from).in(f.get(timezone));
        f.reading().span(begin, begin.plus(f.get(span)));
        return new TrafficSpec(
                begin, f.get(span), s, f.get(timezone), f.get(seed), shape, f.get(arrivals), f.get(tokens));
    }

    private static final class ArrivalsTable extends Table<Arrivals> {
        private final Key<Arrivals, Batches> batches =
                required("batches", new BatchesTable(), "Batches with heavy-tailed sizes.", Arrivals::batches);

        ArrivalsTable() {
            super("traffic-arrivals", "Requests that come together.");
        }

        @Override
        Arrivals build(Fields f) {
            return new Arrivals(Law.BATCHES, f.get(batches));
        }
    }

    private static final class BatchesTable extends Table<Batches> {
        private final Key<Batches, Double> mean =
                required("mean", Values.POSITIVE, "Requests in a batch, in the mean.", Batches::mean);
        private final Key<Batches, Double> tail = fallback(
                "tail",
                Values.NUMBER,
                "Index of Pareto's law, above 1; below 2 the variance has no bound.",
                1.5,
                Batches::tail);

        BatchesTable() {
            super("traffic-batches", "Sizes of batches, by Pareto's law.");
        }

        @Override
        @Nullable
        Batches build(Fields f) {
            if (!(f.get(tail) > 1)) {
                f.at(tail).error("with a tail index of 1 or less there is no mean", "write one such as 1.5");
                return null;
            }
            return new Batches(f.get(mean), f.get(tail));
        }
    }
}
