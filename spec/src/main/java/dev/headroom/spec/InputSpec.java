package dev.headroom.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An input of the planner as it is written. */
public sealed interface InputSpec {

    /** A quantity, the name of another one, a formula in CEL, or a word. */
    record Text(String text) implements InputSpec {}

    /**
     * What an uncertain quantity may be.
     *
     * @param shape range, triangular, normal, lognormal or empirical
     * @param values low and high; low, likely and high; mean and deviation; measured values
     */
    record Uncertain(String shape, List<String> values) implements InputSpec {
        public Uncertain {
            values = List.copyOf(values);
        }
    }

    /** Inputs by name or, for a list, by number. */
    record Group(Map<String, InputSpec> parts) implements InputSpec {
        public Group {
            parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        }
    }
}
