package dev.headroom.spec;

import java.util.Map;

/**
 * Who is told what people should know.
 *
 * @param type {@code log}, {@code webhook}, {@code email} or {@code slack}
 * @param options the other keys by name, each as the type its form has: texts, durations
 */
public record NotifySpec(String type, Map<String, Object> options) {
    public NotifySpec {
        options = Map.copyOf(options);
    }
}
