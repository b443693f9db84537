package dev.headroom.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The JSON Schema (2020-12) of {@code headroom.yaml} and of traffic files, made from the very tables that read them. It knows
 * the shapes; what only makes sense across keys (references, units of signals, overlapping steps) is the reader's.
 */
public final class JsonSchema {

    private JsonSchema() {}

    /** The schema of {@code headroom.yaml} as indented JSON. */
    public static String generate() {
        return of(SpecTable.TABLE, "https://headroom.dev/schema/v1.json");
    }

    /** The schema of traffic files as indented JSON. */
    public static String traffic() {
        return of(TrafficFile.TABLE, "https://headroom.dev/schema/v1/traffic.json");
    }

    private static String of(Table<?> table, String id) {
        Schemas schemas = new Schemas();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$id", id);
        root.put("title", table.name());
        root.putAll(table.define(schemas));
        root.put("$defs", schemas.defs());
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
