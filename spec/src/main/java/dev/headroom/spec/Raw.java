package dev.headroom.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping that others judge: kept as it stands. */
final class Raw extends Form<Map<String, Object>> {

    static final Raw MAPPING = new Raw();

    @Override
    @Nullable
    Map<String, Object> read(Cursor at) {
        Map<String, Cursor> entries = at.entries(noun());
        if (entries == null) {
            return null;
        }
        Map<String, Object> out = new LinkedHashMap<>();
        entries.forEach((k, v) -> out.put(k, v.isNothing() ? "" : v.tree()));
        return out;
    }

    @Override
    Object write(Map<String, Object> value, Writing to) {
        return value;
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        return Schemas.of("type", "object");
    }

    @Override
    String kind() {
        return "mapping";
    }

    @Override
    String noun() {
        return "a mapping";
    }
}
