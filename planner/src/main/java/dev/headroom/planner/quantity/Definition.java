package dev.headroom.planner.quantity;

import org.jspecify.annotations.Nullable;

/**
 * A named quantity of a plan.
 *
 * @param name unique; names of services begin with the service's name and a dot
 * @param unit that it is shown in
 * @param formula where it comes from; a literal for what was entered
 * @param spread what an entered quantity may be instead; null when it is certain
 * @param note what it is, one line
 */
public record Definition(
        String name,
        Unit unit,
        Expression formula,
        @Nullable Spread spread,
        String note) {

    /** Whether it was entered, and not computed. */
    public boolean isInput() {
        return formula instanceof Expression.Literal;
    }
}
