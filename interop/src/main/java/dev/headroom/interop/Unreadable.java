package dev.headroom.interop;

import java.util.List;

/** A file that cannot be imported, with all that is wrong with it. */
public final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** One line for each problem: file, place, cause, mend. */
    Unreadable(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    Unreadable(String problem) {
        this(List.of(problem));
    }

    /** One line each. */
    public List<String> problems() {
        return problems;
    }
}
