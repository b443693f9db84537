package dev.headroom.spec;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.Pressure;
import dev.headroom.engine.policy.Pressure.Ratio;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The largest ratio of a signal to its target. */
final class PressurePolicy extends Table<Pressure> {

    /** A ratio before its signal's unit is known. */
    private record Part(
            Level target, boolean perReplica, @Nullable Cursor at) {}

    private final Key<Pressure, Map<String, Part>> targets = add(new Key<>(
            "targets",
            MapForm.of("a signal", new TargetTable()),
            "Signals and their targets.",
            true,
            null,
            "required",
            PressurePolicy::parts));
    private final Key<Pressure, Double> up =
            fallback("up", Values.FACTOR, "Pressure above which it grows.", 1.2, Pressure::up);
    private final Key<Pressure, Double> down =
            fallback("down", Values.FACTOR, "Pressure below which it shrinks.", 0.6, Pressure::down);
    private final Key<Pressure, Double> boost =
            fallback("boost", Values.FACTOR, "Growth is to pressure × boost.", 1.1, Pressure::boost);
    private final Key<Pressure, Double> shrink = fallback(
            "shrink", Values.POSITIVE_SHARE, "Share of the replicas taken away at a time.", 0.1, Pressure::shrink);

    PressurePolicy() {
        super("policy-pressure", "Pressure: the largest ratio of a signal to its target.");
    }

    private static Map<String, Part> parts(Pressure p, Writing w) {
        Map<String, Part> out = new LinkedHashMap<>();
        p.ratios().forEach(r -> out.put(r.signal(), new Part(w.level(r.signal(), r.target()), r.perReplica(), null)));
        return out;
    }

    @Override
    @Nullable
    Pressure build(Fields f) {
        if (f.get(down) >= f.get(up)) {
            f.at(down).error("'down' is not below 'up'", "swap the two");
        }
        if (f.get(boost) < 1) {
            f.at(boost).error("a boost below 1 shrinks what should grow", "write a factor such as 1.1");
        }
        List<Ratio> ratios = new ArrayList<>();
        f.get(targets).forEach((name, part) -> {
            Cursor at = part.at();
            if (at == null || !Reference.SIGNAL.check(name, at)) {
                return;
            }
            Signal s = f.reading().signal(name);
            double target = s == null ? Double.NaN : part.target().of(s);
            if (target == 0) {
                at.errorAtName("a target of 0 would need endless replicas", "write a positive target");
            }
            ratios.add(new Ratio(name, target, part.perReplica()));
        });
        if (ratios.isEmpty()) {
            f.table().errorAtName("no signal has a target", "write targets: { cpu: 70% }");
        }
        return new Pressure(List.copyOf(ratios), f.get(up), f.get(down), f.get(boost), f.get(shrink));
    }

    /** A target; a plain level is its short form. */
    private static final class TargetTable extends Form<Part> {
        private final Full table = new Full();

        @Override
        @Nullable
        Part read(Cursor at) {
            if (at.isMapping()) {
                return table.read(at);
            }
            Level level = Values.LEVEL.read(at);
            return level == null ? null : new Part(level, false, at);
        }

        @Override
        Object write(Part value, Writing to) {
            return value.perReplica() ? table.write(value, to) : Values.LEVEL.write(value.target(), to);
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("anyOf", List.of(Values.LEVEL.schema(schemas), table.schema(schemas)));
        }

        @Override
        String kind() {
            return Values.LEVEL.kind() + " or " + table.kind();
        }

        @Override
        String noun() {
            return Values.LEVEL.noun();
        }

        @Override
        void tables(java.util.function.Consumer<Table<?>> visitor) {
            table.tables(visitor);
        }

        private static final class Full extends Table<Part> {
            private final Key<Part, Level> target = required("target", Values.LEVEL, "The target.", Part::target);
            private final Key<Part, Boolean> perReplica = fallback(
                    "per-replica",
                    Values.BOOL,
                    "Whether the signal is a total, to be divided by the ready replicas.",
                    false,
                    Part::perReplica);

            Full() {
                super("pressure-target", "A signal's target.");
            }

            @Override
            Part build(Fields f) {
                return new Part(f.get(target), f.get(perReplica), f.at(target));
            }
        }
    }
}
