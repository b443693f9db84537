package dev.headroom.controller.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as routes see it. What is wrong with its parameters is collected, so that all of it is told at once: a route reads
 * what it wants and then calls {@link #check}.
 */
final class Call {

    private final Map<String, String> path;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Tokens.@Nullable Principal caller;
    private final List<String> problems = new ArrayList<>();

    /**
     * A request.
     *
     * @param path parameters of the path by name, decoded
     * @param query parameters of the query by name, decoded
     * @param headers by name in lower case; those that routes look at
     * @param body empty when there is none
     * @param caller who has shown a token; null when nobody has
     */
    Call(
            Map<String, String> path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            Tokens.@Nullable Principal caller) {
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.caller = caller;
    }

    /** Says that something is wrong. */
    void wrong(String problem) {
        problems.add(problem);
    }

    /**
     * All parameters have been read.
     *
     * @throws Problem if something is wrong with them
     */
    void check() {
        if (!problems.isEmpty()) {
            throw Problem.badRequest(problems);
        }
    }

    String path(String name) {
        return path.getOrDefault(name, "");
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** The name of who calls; for routes that need a token. */
    String author() {
        if (caller == null) {
            throw Problem.unauthorized("this needs a token");
        }
        return caller.name();
    }

    @Nullable
    Instant instant(String name) {
        String text = query.get(name);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            wrong("'" + name + "' must be a time such as 2026-11-26T08:00:00Z, not '" + text + "'");
            return null;
        }
    }

    int number(String name, int least, int most, int otherwise) {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        wrong("'" + name + "' must be a whole number from " + least + " to " + most + ", not '" + text + "'");
        return otherwise;
    }

    boolean flag(String name) {
        String text = query.get(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            wrong("'" + name + "' must be true or false, not '" + text + "'");
        }
        return "true".equals(text);
    }

    @Nullable
    String text(String name) {
        return query.get(name);
    }

    byte[] body() {
        return body;
    }

    /**
     * The body as a JSON object.
     *
     * @throws Problem if it is none
     */
    JsonNode object() {
        try {
            JsonNode tree = Json.MAPPER.readTree(body);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            throw Problem.badRequest(List.of("the body is not JSON: " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ")"));
        } catch (IOException e) {
            throw new IllegalStateException("bytes can always be read", e);
        }
        throw Problem.badRequest(List.of("the body must be a JSON object"));
    }
}
