package dev.headroom.spec;

import java.util.Map;

/**
 * Where signals come from.
 *
 * @param type {@code prometheus}, {@code cloudwatch}, …
 * @param options the other keys by name, each as the type its form has: texts, durations, counts
 */
public record SourceSpec(String type, Map<String, Object> options) {
    public SourceSpec {
        options = Map.copyOf(options);
    }
}
