package dev.headroom.spec;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Signal.Adaptive;
import dev.headroom.engine.model.Signal.Aggregate;
import dev.headroom.engine.model.Unit;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One input of a workload. Meaning and unit follow from well-known names and from each other where they are not written. */
final class SignalTable extends Table<Signal> {

    static final SignalTable TABLE = new SignalTable();

    private static final Map<String, Measure> WELL_KNOWN = Map.ofEntries(
            Map.entry("inflight", Measure.IN_FLIGHT),
            Map.entry("concurrency", Measure.CONCURRENCY),
            Map.entry("rps", Measure.RATE),
            Map.entry("requests", Measure.RATE),
            Map.entry("rate", Measure.RATE),
            Map.entry("arrivals", Measure.RATE),
            Map.entry("cpu", Measure.UTILISATION),
            Map.entry("gpu", Measure.UTILISATION),
            Map.entry("utilisation", Measure.UTILISATION),
            Map.entry("utilization", Measure.UTILISATION),
            Map.entry("memory", Measure.MEMORY),
            Map.entry("latency", Measure.LATENCY),
            Map.entry("p50", Measure.LATENCY),
            Map.entry("p90", Measure.LATENCY),
            Map.entry("p95", Measure.LATENCY),
            Map.entry("p99", Measure.LATENCY),
            Map.entry("errors", Measure.ERRORS),
            Map.entry("backlog", Measure.BACKLOG),
            Map.entry("queue", Measure.BACKLOG),
            Map.entry("age", Measure.AGE),
            Map.entry("slots", Measure.UTILISATION),
            Map.entry("kvcache", Measure.MEMORY),
            Map.entry("ttft", Measure.LATENCY),
            Map.entry("prompttokens", Measure.INPUT_TOKENS),
            Map.entry("inputtokens", Measure.INPUT_TOKENS),
            Map.entry("generationtokens", Measure.OUTPUT_TOKENS),
            Map.entry("outputtokens", Measure.OUTPUT_TOKENS));

    private final Key<Signal, String> source = optional(
            "source",
            Reference.SOURCE,
            "Where it comes from.",
            "the simulator or another driver",
            s -> s.source().isEmpty() ? null : s.source());
    private final Key<Signal, String> query = optional(
            "query",
            Values.TEXT,
            "The source's own expression.",
            "the signal's name",
            s -> s.query().equals(s.name()) ? null : s.query());
    private final Key<Signal, Measure> measures =
            optional("measures", measureWords(), "What it means.", "by well-known names, else other", Signal::measures);
    private final Key<Signal, Unit> unit =
            optional("unit", unitWords(), "Unit in which the source delivers it.", "by what it measures", Signal::unit);
    private final Key<Signal, Double> quantile = optional(
            "quantile",
            Values.QUANTILE,
            "Of a latency, the quantile delivered.",
            "by a name such as p95, else the mean",
            s -> s.quantile() == 0 ? null : s.quantile());
    private final Key<Signal, Duration> window = fallback(
            "window",
            Values.DURATION,
            "Samples of this span are aggregated; 0s for the latest.",
            Duration.ZERO,
            Signal::window);
    private final Key<Signal, Aggregate> aggregate = optional(
            "aggregate",
            Word.of(
                    "an aggregate",
                    Aggregate.class,
                    "last",
                    Aggregate.LAST,
                    "mean",
                    Aggregate.MEAN,
                    "max",
                    Aggregate.MAX,
                    "min",
                    Aggregate.MIN,
                    "p95",
                    Aggregate.P95),
            "How the samples of the window become one number.",
            "mean with a window, else last",
            Signal::aggregate);
    private final Key<Signal, Duration> maxAge = fallback(
            "max-age",
            Values.DURATION,
            "An older sample is stale and not used.",
            Duration.ofMinutes(5),
            Signal::maxAge);
    private final Key<Signal, Boolean> negative = fallback(
            "negative", Values.BOOL, "Whether values below zero are meaningful.", false, Signal::allowNegative);
    private final Key<Signal, AdaptiveTable.Part> adaptive = optional(
            "adaptive",
            new AdaptiveTable(),
            "Thresholds learned from the signal's own history.",
            "none",
            s -> AdaptiveTable.Part.of(s));

    private SignalTable() {
        super("signal", "An input of a workload.");
    }

    private static Word<Measure> measureWords() {
        return Word.of(
                "a meaning",
                Measure.class,
                "rate",
                Measure.RATE,
                "in-flight",
                Measure.IN_FLIGHT,
                "concurrency",
                Measure.CONCURRENCY,
                "utilisation",
                Measure.UTILISATION,
                "utilization",
                Measure.UTILISATION,
                "memory",
                Measure.MEMORY,
                "latency",
                Measure.LATENCY,
                "errors",
                Measure.ERRORS,
                "backlog",
                Measure.BACKLOG,
                "age",
                Measure.AGE,
                "input-tokens",
                Measure.INPUT_TOKENS,
                "output-tokens",
                Measure.OUTPUT_TOKENS,
                "other",
                Measure.OTHER);
    }

    private static Word<Unit> unitWords() {
        return Word.of(
                "a unit",
                Unit.class,
                "count",
                Unit.COUNT,
                "ratio",
                Unit.RATIO,
                "percent",
                Unit.PERCENT,
                "%",
                Unit.PERCENT,
                "per-second",
                Unit.PER_SECOND,
                "/s",
                Unit.PER_SECOND,
                "per-minute",
                Unit.PER_MINUTE,
                "/min",
                Unit.PER_MINUTE,
                "seconds",
                Unit.SECONDS,
                "s",
                Unit.SECONDS,
                "milliseconds",
                Unit.MILLISECONDS,
                "ms",
                Unit.MILLISECONDS,
                "bytes",
                Unit.BYTES);
    }

    private static Measure byName(String name) {
        Measure m = WELL_KNOWN.get(name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", ""));
        return m == null ? Measure.OTHER : m;
    }

    private static Unit byMeasure(Measure m) {
        return switch (m) {
            case RATE, INPUT_TOKENS, OUTPUT_TOKENS -> Unit.PER_SECOND;
            case UTILISATION, MEMORY, ERRORS -> Unit.RATIO;
            case LATENCY, AGE -> Unit.SECONDS;
            case IN_FLIGHT, CONCURRENCY, BACKLOG, OTHER -> Unit.COUNT;
        };
    }

    @Override
    @Nullable
    Signal build(Fields f) {
        String name = f.name();
        Measure given = f.find(measures);
        Measure meaning = given != null ? given : byName(name);
        Unit usual = byMeasure(meaning);
        Unit u = f.find(unit);
        if (u == null) {
            u = usual;
            if (usual == Unit.RATIO) {
                f.table()
                        .warnAtName(
                                "'" + name
                                        + "' is taken to be delivered as a ratio from 0 to 1, because no unit is given",
                                "write unit: ratio, or unit: percent for 0 to 100");
            }
        } else if (meaning != Measure.OTHER && Level.Dimension.of(u) != Level.Dimension.of(usual)) {
            if (given != null) {
                f.at(unit)
                        .error(
                                "'" + name + "' measures " + f.at(measures).raw() + ", which is "
                                        + Level.Dimension.of(usual).noun() + ", not "
                                        + Level.Dimension.of(u).noun(),
                                "leave unit out, or change measures");
                return null;
            }
            meaning = Measure.OTHER; // the name only looked familiar
        }
        Double q = f.find(quantile);
        if (q != null && meaning != Measure.LATENCY) {
            f.at(quantile).error("only a latency has a quantile", "write measures: latency, or leave quantile out");
            return null;
        }
        if (f.get(maxAge).isZero()) {
            f.at(maxAge).error("a max-age of 0 makes every sample stale", "write a duration such as 5m");
            return null;
        }
        Duration span = f.get(window);
        Aggregate how = f.find(aggregate);
        if (how != null && how != Aggregate.LAST && span.isZero()) {
            f.at(aggregate).error("an aggregate needs a window", "add window: 1m");
            return null;
        }
        AdaptiveTable.Part learned = f.find(adaptive);
        Signal signal = new Signal(
                name,
                textOr(f.find(source), ""),
                textOr(f.find(query), name),
                u,
                meaning,
                q != null ? q : quantileByName(name, meaning),
                span,
                how != null ? how : span.isZero() ? Aggregate.LAST : Aggregate.MEAN,
                f.get(maxAge),
                f.get(negative),
                learned == null ? null : learned.forUnit(name, u, f.at(adaptive)));
        f.reading().signal(signal);
        return signal;
    }

    private static double quantileByName(String name, Measure meaning) {
        return meaning == Measure.LATENCY && name.matches("p[0-9]{2}") ? Quantity.percent(name.substring(1) + "%") : 0;
    }

    private static String textOr(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    /** Learned thresholds; their defaults are levels of the signal. */
    static final class AdaptiveTable extends Table<AdaptiveTable.Part> {

        /** Read before the signal's unit is known. */
        record Part(Duration bucket, int buckets, Level up, Level down) {
            static @Nullable Part of(Signal s) {
                Adaptive a = s.adaptive();
                Level.Dimension d = Level.Dimension.of(s.unit());
                return a == null
                        ? null
                        : new Part(a.bucket(), a.buckets(), new Level(a.defaultUp(), d), new Level(a.defaultDown(), d));
            }

            @Nullable
            Adaptive forUnit(String name, Unit unit, Cursor at) {
                Signal s = Signal.of(name, Measure.OTHER, unit);
                double high = up.of(s);
                double low = down.of(s);
                if (low >= high) {
                    at.errorAtName("default-down is not below default-up", "swap the two");
                }
                return Double.isNaN(high) || Double.isNaN(low) ? null : new Adaptive(bucket, buckets, high, low);
            }
        }

        private final Key<Part, Duration> bucket = fallback(
                "bucket", Values.DURATION, "Length of a bucket of history.", Duration.ofMinutes(5), Part::bucket);
        private final Key<Part, Integer> buckets =
                fallback("buckets", Values.count(2), "Number of buckets kept.", 288, Part::buckets);
        private final Key<Part, Level> up = required(
                "default-up", Values.LEVEL, "Up threshold until 50 buckets are seen, and the least after.", Part::up);
        private final Key<Part, Level> down =
                required("default-down", Values.LEVEL, "Down threshold until 50 buckets are seen.", Part::down);

        AdaptiveTable() {
            super("adaptive", "Thresholds learned from the signal's own history.");
        }

        @Override
        Part build(Fields f) {
            if (f.get(bucket).isZero() || f.get(buckets) > 10_000) {
                f.table().errorAtName("adaptive thresholds need a bucket longer than 0 and at most 10000 of them", "");
            }
            return new Part(f.get(bucket), f.get(buckets), f.get(up), f.get(down));
        }
    }
}
