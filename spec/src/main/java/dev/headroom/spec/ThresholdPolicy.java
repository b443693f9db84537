package dev.headroom.spec;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.HeldThresholds;
import dev.headroom.engine.policy.HeldThresholds.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Levels held for a time. */
final class ThresholdPolicy extends Table<HeldThresholds> {

    /** A phase before the signal's unit is known. */
    private record Held(
            Level at,
            Duration hold,
            double by,
            double urgency,
            @Nullable Cursor place) {}

    private static final List<Held> DEFAULT_ABOVE = List.of(
            new Held(new Level(0.70, Level.Dimension.RATIO), Duration.ofSeconds(300), 0.2, 1, null),
            new Held(new Level(0.80, Level.Dimension.RATIO), Duration.ofSeconds(180), 0.5, 1.5, null),
            new Held(new Level(0.90, Level.Dimension.RATIO), Duration.ofSeconds(60), 1, 3, null),
            new Held(
                    new Level(0.95, Level.Dimension.RATIO), Duration.ofSeconds(30), Double.POSITIVE_INFINITY, 3, null));

    private final Key<HeldThresholds, String> signal =
            required("signal", Reference.SIGNAL, "The signal followed.", HeldThresholds::signal);
    private final Key<HeldThresholds, List<Held>> above = add(new Key<>(
            "above",
            ListForm.of(new HeldTable()),
            "Phases for scaling out.",
            false,
            null,
            "of a share: 70% for 300s +20%, 80% for 180s +50%, 90% for 60s +100%, 95% for 30s cover",
            (p, w) -> p.up().stream().map(x -> held(p, x, w)).toList()));
    private final Key<HeldThresholds, List<Held>> below = add(new Key<>(
            "below",
            ListForm.of(new HeldTable()),
            "Phases for scaling in.",
            false,
            null,
            "none",
            (p, w) -> p.down().isEmpty()
                    ? null
                    : p.down().stream().map(x -> held(p, x, w)).toList()));

    ThresholdPolicy() {
        super(
                "policy-threshold",
                "Progressive thresholds: a level held for a time grows or shrinks the fleet by a share; the highest phase wins.");
    }

    private static Held held(HeldThresholds p, Phase x, Writing w) {
        return new Held(w.level(p.signal(), x.threshold()), x.hold(), x.growth(), x.urgency(), null);
    }

    @Override
    @Nullable
    HeldThresholds build(Fields f) {
        Signal s = Signals.named(f, signal);
        if (s == null) {
            return null;
        }
        List<Held> up = f.find(above);
        if (up == null && Level.Dimension.of(s.unit()) == Level.Dimension.RATIO) {
            up = DEFAULT_ABOVE;
        }
        if (up == null && !f.has(below)) {
            f.table()
                    .errorAtName(
                            "neither 'above' nor 'below' is given", "add above: [ { at: 100, for: 60s, by: 50% } ]");
            return null;
        }
        List<Held> down = f.find(below);
        List<Phase> ups = phases(up, s, f.at(above), 1);
        List<Phase> downs = phases(down, s, f.at(below), -1);
        if (ups == null || downs == null) {
            return null;
        }
        if (!ups.isEmpty()
                && !downs.isEmpty()
                && downs.getFirst().threshold() >= ups.getFirst().threshold()) {
            f.at(below)
                    .errorAtName(
                            "'below' begins at or above where 'above' does, so both would apply",
                            "keep the highest level of 'below' under the lowest of 'above'");
        }
        return new HeldThresholds(s.name(), ups, downs);
    }

    private static @Nullable List<Phase> phases(@Nullable List<Held> held, Signal s, Cursor table, int sign) {
        List<Phase> out = new ArrayList<>();
        for (Held h : held == null ? List.<Held>of() : held) {
            Cursor place = h.place() == null ? table : h.place();
            double at = h.at().of(s);
            if (Double.isNaN(at)) {
                return null;
            }
            if (sign < 0 && (Double.isInfinite(h.by()) || h.by() > 1)) {
                place.errorAtName("a fleet cannot shrink by more than all of it", "write by: 20%");
                return null;
            }
            out.add(new Phase(at, h.hold(), h.by(), h.urgency()));
        }
        out.sort(Comparator.comparingDouble(p -> sign * p.threshold()));
        for (int i = 1; i < out.size(); i++) {
            if (out.get(i).threshold() == out.get(i - 1).threshold()) {
                table.errorAtName("two phases stand at the same level", "keep one of the two");
                return null;
            }
        }
        return List.copyOf(out);
    }

    private static final class HeldTable extends Table<Held> {
        private final Key<Held, Level> at = required("at", Values.LEVEL, "The level.", Held::at);
        private final Key<Held, Duration> hold =
                required("for", Values.DURATION, "How long it must hold without interruption.", Held::hold);
        private final Key<Held, Double> by = required(
                "by",
                new GrowthForm(),
                "Share of the replicas to add or take away; 'cover' goes straight to what covers the load.",
                Held::by);
        private final Key<Held, Double> urgency = fallback(
                "urgency",
                Values.POSITIVE,
                "Sizes the step: 1 to 2 replicas, from 1.5 on 2 to 5, from 3 on 4 to 10.",
                1.0,
                Held::urgency);

        HeldTable() {
            super("phase", "A level that must hold for a time.");
        }

        @Override
        Held build(Fields f) {
            return new Held(f.get(at), f.get(hold), f.get(by), f.get(urgency), f.table());
        }
    }

    private static final class GrowthForm extends Scalar<Double> {
        GrowthForm() {
            super("percentage or cover", "a percentage or 'cover'", "20%");
        }

        @Override
        Double parse(String text) throws Unfit {
            if (text.equals("cover")) {
                return Double.POSITIVE_INFINITY;
            }
            if (Quantity.isNumber(text)) {
                throw new Unfit(text + " has no unit", "write " + text + "%");
            }
            if (!Quantity.isPercent(text)) {
                throw unfit(text);
            }
            double v = Quantity.percent(text);
            if (v <= 0) {
                throw new Unfit(
                        "'" + text + "' is not positive",
                        "write the share without a sign; 'above' adds, 'below' takes away");
            }
            return v;
        }

        @Override
        Object format(Double value) {
            return Double.isInfinite(value) ? "cover" : Quantity.percent(value);
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return pattern("^(cover|" + Quantity.PERCENT + ")$");
        }
    }
}
