package dev.headroom.planner.quantity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of a named quantity.
 *
 * @param definition what it is
 * @param value in the definition's unit
 * @param unrounded the value before it was rounded to whole units; null when it was not
 * @param operands the named quantities it was computed from
 */
public record Figure(
        Definition definition, Quantity value, @Nullable Quantity unrounded, List<String> operands) {
    public Figure {
        operands = List.copyOf(operands);
    }

    public String name() {
        return definition.name();
    }
}
