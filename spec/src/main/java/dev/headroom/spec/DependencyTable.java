package dev.headroom.spec;

import dev.headroom.engine.guardrail.DependencyLimit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A limit that comes from something replicas share. */
final class DependencyTable extends Table<DependencyTable.Part> {

    /** Read before the capacity is looked up. */
    record Part(
            String of,
            double each,
            @Nullable Double limit,
            @Nullable Double down,
            @Nullable String name) {

        static Part of(DependencyLimit l) {
            String of = l.workload() == null ? l.name() : l.workload();
            return new Part(
                    of,
                    l.each(),
                    l.capacity(),
                    l.leastEach() == l.each() ? null : l.leastEach(),
                    of.equals(l.name()) ? null : l.name());
        }

        /**
         * Adds the engine's limit. What provides the units is a workload (the limit then counts per ready replica of it) or a
         * service, whose own {@code connections} or {@code limit} is the capacity when none is written.
         */
        void limit(Reading reading, Cursor at, List<DependencyLimit> out) {
            boolean tier = reading.workloads().contains(of);
            Integer connections = reading.connections(of);
            Double capacity = limit != null
                    ? limit
                    : connections != null
                            ? Double.valueOf(connections)
                            : ofService(reading.services().get(of));
            if (capacity == null) {
                at.warnAtName(
                        "how much '" + of + "' has is not said, so it limits nothing",
                        "add limit: 1000" + (tier ? " (per replica of it)" : ""));
                return;
            }
            out.add(new DependencyLimit(
                    name == null ? of : name, capacity, each, tier ? of : null, tier, down == null ? each : down));
        }

        private static @Nullable Double ofService(@Nullable Object service) {
            if (service instanceof Map<?, ?> map) {
                for (String key : List.of("connections", "limit", "max-connections")) {
                    Object value = map.get(key);
                    if (value instanceof String text && Quantity.isNumber(text)) {
                        return Double.valueOf(text);
                    }
                }
            }
            return null;
        }
    }

    private final Key<Part, String> of =
            required("of", Values.TEXT, "What provides them: a workload, a service, or just a name.", Part::of);
    private final Key<Part, Double> each =
            required("each", Values.POSITIVE, "Units that one replica takes.", Part::each);
    private final Key<Part, Double> limit = optional(
            "limit",
            Values.POSITIVE,
            "Units there are; per ready replica when 'of' is a workload.",
            "'connections' of the workload, or 'connections' or 'limit' of the service",
            Part::limit);
    private final Key<Part, Double> down = optional(
            "down-to",
            Values.POSITIVE,
            "Units a replica can do with when the pool is divided anew.",
            "each",
            Part::down);
    private final Key<Part, String> name = optional("name", Values.TEXT, "How explanations call it.", "of", Part::name);

    DependencyTable(String name, String what) {
        super(name, "At most as many replicas as there are " + what + ".");
    }

    @Override
    Part build(Fields f) {
        double one = f.get(each);
        Double least = f.find(down);
        if (least != null && least > one) {
            f.at(down).error("'down-to' is more than 'each'", "it must be at most " + Quantity.number(one));
        }
        String provider = f.get(of);
        if (f.reading().workloads().contains(provider)) {
            f.reading().depends(provider, f.at(of));
        }
        return new Part(provider, one, f.find(limit), least, f.find(name));
    }
}
