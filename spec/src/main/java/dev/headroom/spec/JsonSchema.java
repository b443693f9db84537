package dev.headroom.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The JSON Schema (2020-12) of {@code headroom.yaml}, made from the very tables that read it. It knows the shapes; what only
 * makes sense across keys (references, units of signals, overlapping steps) is the reader's.
 */
public final class JsonSchema {

    private JsonSchema() {}

    /** The schema as indented JSON. */
    public static String generate() {
        Schemas schemas = new Schemas();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$id", "https://headroom.dev/schema/v1.json");
        root.put("title", "headroom.yaml");
        root.putAll(SpecTable.TABLE.define(schemas));
        root.put("$defs", schemas.defs());
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
