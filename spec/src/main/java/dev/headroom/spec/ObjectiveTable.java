package dev.headroom.spec;

import dev.headroom.engine.model.Objective;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a workload promises. */
final class ObjectiveTable extends Table<Objective> {

    static final ObjectiveTable TABLE = new ObjectiveTable();

    /** A latency limit at a quantile. */
    private record Limit(double quantile, Duration latency) {}

    private final Key<Objective, Limit> latency = optional(
            "latency",
            new LimitForm(),
            "Response time at a quantile, such as { p95: 3s }.",
            "none",
            o -> o.latency() == null ? null : new Limit(o.quantile(), o.latency()));
    private final Key<Objective, Duration> deadline = optional(
            "deadline", Values.DURATION, "Time within which a queued item is done.", "none", Objective::deadline);
    private final Key<Objective, Double> attainment = fallback(
            "attainment",
            Values.POSITIVE_SHARE,
            "Share of requests or items within the limit that counts as meeting the objective.",
            Objective.NONE.attainment(),
            Objective::attainment);

    private ObjectiveTable() {
        super("objective", "What the workload promises.");
    }

    @Override
    Objective build(Fields f) {
        Limit limit = f.find(latency);
        Duration due = f.find(deadline);
        if (due != null && due.isZero()) {
            f.at(deadline).error("a deadline of 0 cannot be met", "write a deadline such as 10m");
        }
        if (limit == null && due == null) {
            f.table().errorAtName("the objective promises nothing", "add latency: { p95: 3s } or deadline: 10m");
        }
        double quantile = limit == null ? Objective.NONE.quantile() : limit.quantile();
        return new Objective(quantile, limit == null ? null : limit.latency(), due, f.get(attainment));
    }

    /** A mapping with one key, the quantile. */
    private static final class LimitForm extends Form<Limit> {

        @Override
        @Nullable
        Limit read(Cursor at) {
            Map<String, Cursor> entries = at.entries(noun());
            if (entries == null) {
                return null;
            }
            if (entries.size() != 1) {
                at.errorAtName(
                        "one quantile is expected, and " + entries.size() + " are given", "write it like { p95: 3s }");
                return null;
            }
            Map.Entry<String, Cursor> only = entries.entrySet().iterator().next();
            Cursor place = only.getValue();
            if (!only.getKey().startsWith("p")) {
                place.errorAtName("unknown key '" + only.getKey() + "'", "a quantile is written p50, p95 or p99.9");
                return null;
            }
            double quantile;
            try {
                quantile = Values.QUANTILE.parse(only.getKey());
            } catch (Unfit e) {
                place.errorAtName(
                        "'" + only.getKey() + "' is no quantile between p0 and p100, both excluded",
                        "write it like p50, p95 or p99.9");
                return null;
            }
            Duration limit = Values.DURATION.read(place);
            if (limit != null && limit.isZero()) {
                place.error("a latency of 0 cannot be met", "write a latency such as 300ms");
                return null;
            }
            return limit == null ? null : new Limit(quantile, limit);
        }

        @Override
        Object write(Limit value, Writing to) {
            String percent = Quantity.percent(value.quantile());
            return Schemas.of("p" + percent.substring(0, percent.length() - 1), Quantity.duration(value.latency()));
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of(
                    "type",
                    "object",
                    "patternProperties",
                    Schemas.of("^p[0-9]{1,2}(\\.[0-9]+)?$", Values.DURATION.schema(schemas)),
                    "additionalProperties",
                    false,
                    "minProperties",
                    1,
                    "maxProperties",
                    1);
        }

        @Override
        String kind() {
            return "mapping of a quantile to a duration";
        }

        @Override
        String noun() {
            return "a quantile with a duration, such as { p95: 3s },";
        }
    }
}
