package dev.headroom.spec;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.StepScaling.Side;
import dev.headroom.engine.policy.StepScaling.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one side of step scaling, as absolute levels. The short form maps each level to its adjustment; the long form
 * lists steps with both ends, which must meet without gap or overlap.
 *
 * @param rungs as written
 */
record Ladder(List<Rung> rungs) {

    /** From a level on, away from the threshold, up to another or without end. */
    record Rung(
            Level from,
            @Nullable Level to,
            Adjustment by,
            @Nullable Cursor at) {}

    /** What an adjustment means; null after reporting that the steps mix several kinds. */
    StepScaling.@Nullable Type type() {
        StepScaling.Type type = rungs.getFirst().by().type();
        for (Rung r : rungs) {
            if (r.by().type() != type && r.at() != null) {
                r.at().errorAtName("the steps mix replicas, percentages and exact numbers", "write all of them alike");
                return null;
            }
        }
        return type;
    }

    /**
     * The engine's steps, relative to the threshold; null after reporting why there are none.
     *
     * @param sign 1 above, −1 below
     */
    @Nullable
    Side side(Signal signal, int sign) {
        record Span(double from, double to, Rung rung) {}
        List<Span> spans = new ArrayList<>();
        for (Rung r : rungs) {
            Cursor at = at(r);
            double from = r.from().of(signal);
            double to = r.to() == null ? Double.NaN : r.to().of(signal);
            if (Double.isNaN(from) || (r.to() != null && Double.isNaN(to))) {
                return null;
            }
            if (r.to() != null && sign * (to - from) <= 0) {
                at.errorAtName(
                        "the step ends at " + show(r.to()) + " and begins at " + show(r.from()),
                        sign > 0
                                ? "above a threshold, 'to' is higher than 'from'"
                                : "below a threshold, 'to' is lower than 'from'");
                return null;
            }
            spans.add(new Span(from, to, r));
        }
        spans.sort(Comparator.comparingDouble(s -> sign * s.from()));
        double threshold = spans.getFirst().from();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Span s = spans.get(i);
            double end = s.to();
            if (i + 1 < spans.size()) {
                Span next = spans.get(i + 1);
                if ((!Double.isNaN(end) && end != next.from()) || s.from() == next.from()) {
                    boolean gap = sign * (next.from() - end) > 0;
                    at(next.rung())
                            .errorAtName(
                                    gap
                                            ? "there is a gap between "
                                                    + show(s.rung().to()) + " and "
                                                    + show(next.rung().from())
                                            : "the step from "
                                                    + show(next.rung().from()) + " overlaps the one from "
                                                    + show(s.rung().from()),
                                    s.from() == next.from()
                                            ? "keep one of the two"
                                            : "let the next step begin where this one ends, at "
                                                    + show(s.rung().to()));
                    return null;
                }
                end = next.from();
            } else if (!Double.isNaN(end)) {
                at(s.rung())
                        .errorAtName(
                                "nothing is said of values " + (sign > 0 ? "above " : "below ")
                                        + show(s.rung().to()),
                                "leave out the last 'to'");
                return null;
            }
            double near = s.from() - threshold;
            double far = Double.isNaN(end) ? sign * Double.POSITIVE_INFINITY : end - threshold;
            Step step = new Step(
                    Math.min(near, far) + 0.0,
                    Math.max(near, far) + 0.0,
                    s.rung().by().value());
            steps.add(sign > 0 ? steps.size() : 0, step);
        }
        return new Side(threshold, List.copyOf(steps));
    }

    private static Cursor at(Rung r) {
        if (r.at() == null) {
            throw new IllegalStateException("a ladder that was not read");
        }
        return r.at();
    }

    private static String show(@Nullable Level level) {
        return level == null ? "" : String.valueOf(Values.LEVEL.format(level));
    }

    /** The ladder of an engine's side, for writing. */
    static @Nullable Ladder of(String signal, @Nullable Side side, StepScaling.Type type, int sign, Writing w) {
        if (side == null) {
            return null;
        }
        List<Rung> rungs = new ArrayList<>();
        for (Step s : side.steps()) {
            double near = side.threshold() + (sign > 0 ? s.lower() : s.upper());
            double far = side.threshold() + (sign > 0 ? s.upper() : s.lower());
            Level to = Double.isInfinite(far) ? null : w.level(signal, far);
            rungs.add(
                    sign > 0 ? rungs.size() : 0,
                    new Rung(w.level(signal, near), to, new Adjustment(type, s.adjustment()), null));
        }
        return new Ladder(List.copyOf(rungs));
    }

    /** The two ways to write a ladder. */
    static final class LadderForm extends Form<Ladder> {

        private final ListForm<Rung> list = ListForm.of(new RungTable());

        @Override
        @Nullable
        Ladder read(Cursor at) {
            List<Rung> rungs = at.isList() ? list.read(at) : brief(at);
            if (rungs != null && rungs.isEmpty()) {
                at.errorAtName("there is no step", "write it like { 60%: +1, 75%: +3 }");
                return null;
            }
            return rungs == null ? null : new Ladder(rungs);
        }

        private @Nullable List<Rung> brief(Cursor at) {
            Map<String, Cursor> entries = at.entries(noun());
            if (entries == null) {
                return null;
            }
            List<Rung> rungs = new ArrayList<>();
            boolean broken = false;
            for (Map.Entry<String, Cursor> e : entries.entrySet()) {
                Adjustment by = Adjustment.FORM.read(e.getValue());
                Level from = null;
                try {
                    from = Values.LEVEL.parse(e.getKey()).at(e.getValue().asKey());
                } catch (Unfit u) {
                    e.getValue().errorAtName(u.message(), u.mend());
                }
                if (by == null || from == null) {
                    broken = true;
                } else {
                    rungs.add(new Rung(from, null, by, e.getValue()));
                }
            }
            return broken ? null : rungs;
        }

        @Override
        Object write(Ladder ladder, Writing to) {
            Map<String, Object> out = new LinkedHashMap<>();
            for (Rung r : ladder.rungs()) {
                out.put(String.valueOf(Values.LEVEL.format(r.from())), Adjustment.FORM.format(r.by()));
            }
            return out;
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of(
                    "anyOf",
                    List.of(
                            Schemas.of(
                                    "type",
                                    "object",
                                    "minProperties",
                                    1,
                                    "additionalProperties",
                                    Adjustment.FORM.schema(schemas)),
                            list.schema(schemas)));
        }

        @Override
        String kind() {
            return "mapping of level to adjustment, or " + list.kind();
        }

        @Override
        String noun() {
            return "a mapping such as { 60%: +1, 75%: +3 }";
        }

        @Override
        void tables(Consumer<Table<?>> visitor) {
            list.tables(visitor);
        }
    }

    private static final class RungTable extends Table<Rung> {
        private final Key<Rung, Level> from =
                required("from", Values.LEVEL, "Where the step begins, on the side of the threshold.", Rung::from);
        private final Key<Rung, Level> to =
                optional("to", Values.LEVEL, "Where it ends.", "the begin of the next step, or without end", Rung::to);
        private final Key<Rung, Adjustment> by = required("by", Adjustment.FORM, "What it does.", Rung::by);

        RungTable() {
            super("step", "One step of step scaling, with both its ends.");
        }

        @Override
        Rung build(Fields f) {
            return new Rung(f.get(from), f.find(to), f.get(by), f.table());
        }
    }
}
