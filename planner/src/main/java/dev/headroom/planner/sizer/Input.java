package dev.headroom.planner.sizer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value as a user entered it, not yet read. */
public sealed interface Input {

    /** A quantity ({@code 87s}), the name of another quantity, or a formula. */
    record Text(String text) implements Input {}

    /**
     * A distribution.
     *
     * @param shape range, triangular, normal, lognormal or empirical
     * @param values its parameters as quantities: low and high; low, likely and high; mean and deviation; measured values
     */
    record Uncertain(String shape, List<String> values) implements Input {
        public Uncertain {
            values = List.copyOf(values);
        }
    }

    /** Named parts: entries of a cache, stages of a worker, shares of models. */
    record Group(Map<String, Input> parts) implements Input {
        public Group {
            parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        }
    }
}
