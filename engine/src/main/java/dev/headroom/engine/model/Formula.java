package dev.headroom.engine.model;

import java.util.Set;
import java.util.function.ToDoubleFunction;

/** A compiled expression over signals. Evaluation is pure; two formulas of the same text are equal. */
public interface Formula {
    /** The expression as written. */
    String text();

    /** The signals it reads, in an order that is the same in every run. */
    Set<String> signals();

    /**
     * The value for the given signals.
     *
     * @return the result, NaN or infinite when it has none (a division by zero, say)
     */
    double evaluate(ToDoubleFunction<String> signal);
}
