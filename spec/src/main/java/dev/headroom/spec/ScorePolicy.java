package dev.headroom.spec;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.CompositeScore;
import dev.headroom.engine.policy.CompositeScore.Metric;
import dev.headroom.engine.policy.CompositeScore.Normalisation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A weighted score over several signals, with the well-known weights and thresholds by what each signal measures. */
final class ScorePolicy extends Table<CompositeScore> {

    /** A metric before its signal's unit is known. */
    private record Part(
            @Nullable Double weight,
            @Nullable Level up,
            @Nullable Level down,
            @Nullable Level saturation,
            @Nullable Cursor at) {}

    private final Key<CompositeScore, Map<String, Part>> metrics = add(new Key<>(
            "metrics",
            MapForm.of("a signal", new MetricTable()),
            "Signals with their weights and thresholds.",
            false,
            null,
            "every signal with a known meaning",
            ScorePolicy::parts));
    private final Key<CompositeScore, Normalisation> normalisation = fallback(
            "normalisation",
            Word.of(
                    "a normalisation",
                    Normalisation.class,
                    "room",
                    Normalisation.ROOM,
                    "threshold",
                    Normalisation.THRESHOLD),
            "What the distance past a threshold is relative to: the room up to saturation, or the threshold.",
            Normalisation.ROOM,
            CompositeScore::normalisation);
    private final Key<CompositeScore, Double> high =
            fallback("high", Values.SHARE, "Score above which growth is highly urgent.", 0.6, CompositeScore::high);
    private final Key<CompositeScore, Double> medium =
            fallback("medium", Values.SHARE, "Score above which it grows at all.", 0.3, CompositeScore::medium);
    private final Key<CompositeScore, Double> low =
            fallback("low", Values.SHARE, "Score of the down side above which it shrinks.", 0.5, CompositeScore::low);

    ScorePolicy() {
        super("policy-score", "Composite score: weighted distances of several signals past their thresholds.");
    }

    private static Map<String, Part> parts(CompositeScore p, Writing w) {
        Map<String, Part> out = new LinkedHashMap<>();
        for (Metric m : p.metrics()) {
            out.put(
                    m.signal(),
                    new Part(
                            m.weight(),
                            w.level(m.signal(), m.up()),
                            w.level(m.signal(), m.down()),
                            w.level(m.signal(), m.saturation()),
                            null));
        }
        return out;
    }

    /** The published defaults: weight, up and down threshold, saturation; null for meanings without. */
    private static double @Nullable [] defaults(Measure m) {
        return switch (m) {
            case UTILISATION -> new double[] {0.25, 0.70, 0.30, 1.0};
            case MEMORY -> new double[] {0.15, 0.80, 0.40, 1.0};
            case LATENCY -> new double[] {0.30, 2.0, 0.5, 4.0};
            case ERRORS -> new double[] {0.15, 0.05, 0.01, 0.10};
            case BACKLOG -> new double[] {0.10, 100, 10, 200};
            case IN_FLIGHT -> new double[] {0.05, 1000, 200, 2000};
            case RATE, CONCURRENCY, AGE, INPUT_TOKENS, OUTPUT_TOKENS, OTHER -> null;
        };
    }

    @Override
    @Nullable
    CompositeScore build(Fields f) {
        if (f.get(high) < f.get(medium)) {
            f.at(high).error("'high' is below 'medium'", "raise high or lower medium");
        }
        List<Metric> out = new ArrayList<>();
        Map<String, Part> given = f.find(metrics);
        if (given == null) {
            for (Signal s : f.reading().signals()) {
                double[] d = defaults(s.measures());
                if (d != null) {
                    out.add(new Metric(s.name(), d[0], d[1], d[2], d[3]));
                }
            }
        } else {
            given.forEach((name, part) -> {
                Cursor at = part.at();
                if (at != null && Reference.SIGNAL.check(name, at)) {
                    Signal s = f.reading().signal(name);
                    Metric m = s == null ? null : metric(s, part, at);
                    if (m != null) {
                        out.add(m);
                    }
                }
            });
        }
        if (out.isEmpty() && (given == null || given.isEmpty())) {
            f.table().errorAtName("no signal takes part in the score", "name signals under metrics");
            return null;
        }
        return new CompositeScore(List.copyOf(out), f.get(normalisation), f.get(high), f.get(medium), f.get(low));
    }

    private static @Nullable Metric metric(Signal s, Part part, Cursor at) {
        double[] d = defaults(s.measures());
        if (d == null && (part.weight() == null || part.up() == null || part.down() == null)) {
            at.errorAtName("there are no defaults for what '" + s.name() + "' measures", "give weight, up and down");
            return null;
        }
        double up = level(part.up(), d, 1, s);
        double down = level(part.down(), d, 2, s);
        double saturation = part.saturation() == null && (d == null || (part.up() != null && d[3] != 1.0))
                ? (Level.Dimension.of(s.unit()) == Level.Dimension.RATIO && up > 0.5 ? 1 : 2 * up)
                : level(part.saturation(), d, 3, s);
        if (down >= up) {
            at.errorAtName("'down' is not below 'up'", "swap the two");
        }
        if (saturation <= up) {
            at.errorAtName("'saturation' is not above 'up'", "raise it");
        }
        Double weight = part.weight();
        return Double.isNaN(up + down + saturation)
                ? null
                : new Metric(s.name(), weight != null ? weight : d == null ? 0 : d[0], up, down, saturation);
    }

    private static double level(@Nullable Level given, double @Nullable [] d, int i, Signal s) {
        return given != null ? given.of(s) : d == null ? Double.NaN : d[i];
    }

    private static final class MetricTable extends Table<Part> {
        private final Key<Part, Double> weight =
                optional("weight", Values.POSITIVE, "Its weight.", "by what the signal measures", Part::weight);
        private final Key<Part, Level> up =
                optional("up", Values.LEVEL, "Too high above.", "by what the signal measures", Part::up);
        private final Key<Part, Level> down =
                optional("down", Values.LEVEL, "Too low below.", "by what the signal measures", Part::down);
        private final Key<Part, Level> saturation = optional(
                "saturation",
                Values.LEVEL,
                "Where there is no room left.",
                "100% of a share, else twice up",
                Part::saturation);

        MetricTable() {
            super("metric", "A signal in a score.");
        }

        @Override
        Part build(Fields f) {
            return new Part(f.find(weight), f.find(up), f.find(down), f.find(saturation), f.table());
        }
    }
}
