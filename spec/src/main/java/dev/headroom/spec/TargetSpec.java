package dev.headroom.spec;

import java.util.Map;

/**
 * What is scaled.
 *
 * @param type {@code kubernetes}, {@code aws-asg}, {@code process}, … or {@code recommend}, which changes nothing
 * @param options the other keys by name, each as the type its form has: texts, durations, counts
 */
public record TargetSpec(String type, Map<String, Object> options) {

    /** Decisions are made and shown, and nothing is changed. */
    public static final TargetSpec RECOMMEND = new TargetSpec("recommend", Map.of());

    public TargetSpec {
        options = Map.copyOf(options);
    }
}
