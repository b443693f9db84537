package dev.headroom.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the JSON Schema of each table once; others refer to it by name. */
final class Schemas {

    private final Map<String, Object> defs = new LinkedHashMap<>();

    /** A reference to the schema of a table, which is made when first asked for. */
    Map<String, Object> ref(Table<?> table) {
        if (!defs.containsKey(table.name())) {
            defs.put(table.name(), Map.of());
            defs.put(table.name(), table.define(this));
        }
        return of("$ref", "#/$defs/" + table.name());
    }

    Map<String, Object> defs() {
        return defs;
    }

    /** A map in the order written. */
    static Map<String, Object> of(Object... keysAndValues) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            out.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return out;
    }
}
