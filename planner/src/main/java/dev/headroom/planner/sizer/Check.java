package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Figures;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks for a contradiction in a plan.
 *
 * @param find the contradiction in figures by name, if there is one
 */
public record Check(Function<Figures, Optional<Contradiction>> find) {

    /**
     * Two things that the input says and that cannot both hold.
     *
     * @param kind one word for programs: {@code producer-too-slow}, {@code maximum-below-plan}, …
     * @param path where the input says one of them
     * @param message what contradicts what, with the figures
     * @param mend what would be right
     */
    public record Contradiction(String kind, String path, String message, String mend) {}
}
