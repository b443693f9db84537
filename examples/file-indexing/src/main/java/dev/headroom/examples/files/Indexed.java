package dev.headroom.examples.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the index for a file.
 *
 * @param name of the file, relative to its folder
 * @param pages that were read
 * @param text all of them, in their order
 * @param embedding of its picture; null without one
 */
record Indexed(String name, int pages, String text, float @Nullable [] embedding) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Without an embedding. */
    Indexed(String name, int pages, String text) {
        this(name, pages, text, null);
    }

    /** As a document of OpenSearch. */
    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", name).put("pages", pages).put("text", text);
        if (embedding != null) {
            ArrayNode numbers = json.putArray("embedding");
            for (float number : embedding) {
                numbers.add(number);
            }
        }
        return json;
    }
}
