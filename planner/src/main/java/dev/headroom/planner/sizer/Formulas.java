package dev.headroom.planner.sizer;

import dev.headroom.engine.model.Formula;

/** Compiles users' formulas. */
@FunctionalInterface
public interface Formulas {

    /**
     * A formula over quantities whose names are written with {@code _} for every character that is neither letter nor digit.
     *
     * @throws IllegalArgumentException when it does not compile, with the reason
     */
    Formula compile(String text);
}
