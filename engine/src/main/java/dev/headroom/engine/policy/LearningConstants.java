package dev.headroom.engine.policy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The constants of the automatic policy.
 *
 * @param values those that differ from what it ships with; not negative and not NaN
 */
public record LearningConstants(Map<LearningConstant, Double> values) {

    /** As it ships. */
    public static final LearningConstants STANDARD = new LearningConstants(Map.of());

    public LearningConstants {
        Map<LearningConstant, Double> others = new EnumMap<>(LearningConstant.class);
        values.forEach((which, value) -> {
            if (!(value >= 0)) {
                throw new IllegalArgumentException(which + " must be at least 0, not " + value);
            }
            if (value != which.standard()) {
                others.put(which, value);
            }
        });
        values = Collections.unmodifiableMap(others);
    }

    /** The same with one value changed. */
    public LearningConstants with(LearningConstant which, double value) {
        Map<LearningConstant, Double> others = new EnumMap<>(LearningConstant.class);
        others.putAll(values);
        others.put(which, value);
        return new LearningConstants(others);
    }

    /** The value of one. */
    public double of(LearningConstant which) {
        return Objects.requireNonNullElse(values.get(which), which.standard());
    }
}
