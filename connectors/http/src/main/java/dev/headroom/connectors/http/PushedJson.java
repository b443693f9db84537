package dev.headroom.connectors.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Pushed samples in JSON: {@code {"samples": [{"name": "inflight", "labels": {"replica": "3"}, "value": 12, "at":
 * "2026-01-05T00:00:00Z"}]}}. Labels may be left out, and {@code at}, which then is the time of arrival; {@code "kind":
 * "counter"} says that the value only grows, and {@code "kind": "change"} that it is what was added.
 */
final class PushedJson {
    private static final int MOST_PROBLEMS = 10;
    static final int LONGEST_NAME = 256;
    static final int MOST_LABELS = 32;

    private PushedJson() {}

    static Pushed.Read read(byte[] bytes, Instant now) {
        JsonNode root;
        try {
            root = JsonAnswer.JSON.readTree(bytes);
        } catch (JacksonException e) {
            return new Pushed.Read.Unfit(400, "the body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return new Pushed.Read.Unfit(400, "the body cannot be read: " + e.getMessage());
        }
        JsonNode all = root == null ? null : root.get("samples");
        if (all == null || !all.isArray()) {
            return new Pushed.Read.Unfit(
                    400, "the body must be like {\"samples\": [{\"name\": \"inflight\", \"value\": 12}]}");
        }
        List<PushedSample> samples = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < all.size(); i++) {
            try {
                samples.add(sample(all.get(i), now));
            } catch (IllegalArgumentException e) {
                refused++;
                if (problems.size() < MOST_PROBLEMS) {
                    problems.add("samples[" + i + "]: " + e.getMessage());
                }
            }
        }
        return new Pushed.Read.Samples(samples, refused, problems);
    }

    private static PushedSample sample(JsonNode node, Instant now) {
        JsonNode value = node.path("value");
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException("'value' must be a number");
        }
        Map<String, String> labels = new TreeMap<>();
        node.path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        Instant at = now;
        if (node.has("at")) {
            Optional<Instant> stated = JsonAnswer.time(node.path("at"));
            at = stated.orElseThrow(
                    () -> new IllegalArgumentException("'at' must be seconds since 1970 or like 2026-01-05T00:00:00Z"));
        }
        PushedSample.Kind kind = switch (node.path("kind").asText("gauge")) {
            case "gauge" -> PushedSample.Kind.GAUGE;
            case "counter" -> PushedSample.Kind.COUNTER;
            case "change" -> PushedSample.Kind.CHANGE;
            default -> throw new IllegalArgumentException("'kind' must be gauge, counter or change");
        };
        return checked(new PushedSample(node.path("name").asText(), labels, value.doubleValue(), at, at, kind));
    }

    /** The same, if its name and labels are within bounds. */
    static PushedSample checked(PushedSample sample) {
        String name = sample.name();
        if (name.isBlank() || name.length() > LONGEST_NAME || name.matches("(?s).*[{}()\\s\"].*")) {
            throw new IllegalArgumentException(
                    "'name' must be 1 to " + LONGEST_NAME + " characters without spaces, brackets and quotes");
        }
        if (sample.labels().size() > MOST_LABELS
                || sample.labels().entrySet().stream()
                        .anyMatch(e -> e.getKey().length() > LONGEST_NAME
                                || e.getValue().length() > LONGEST_NAME)) {
            throw new IllegalArgumentException(
                    name + ": there may be " + MOST_LABELS + " labels of up to " + LONGEST_NAME + " characters each");
        }
        return sample;
    }
}
