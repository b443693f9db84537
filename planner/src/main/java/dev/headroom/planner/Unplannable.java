package dev.headroom.planner;

import dev.headroom.planner.sizer.Problem;
import java.util.List;

/** No plan can be made; every problem is told at once. */
public final class Unplannable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    Unplannable(List<Problem> problems) {
        super(String.join(
                "\n", problems.stream().map(p -> p.path() + ": " + p.message()).toList()));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
