package dev.headroom.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a spec.
 *
 * @param spec the spec; null exactly if any problem is an error
 * @param problems all problems, in the order of their places
 */
public record Loaded(@Nullable Spec spec, List<Problem> problems) {

    public Loaded {
        problems = List.copyOf(problems);
    }

    /** The spec, for callers that have no use for a broken one. */
    public Spec orThrow() {
        if (spec == null) {
            throw new IllegalArgumentException(
                    String.join("\n", problems.stream().map(Problem::render).toList()));
        }
        return spec;
    }
}
