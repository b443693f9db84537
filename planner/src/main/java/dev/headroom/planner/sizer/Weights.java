package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Fraction;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.quantity.Unit;
import java.util.List;
import java.util.Optional;

/** Shares of one whole must make up the whole. */
final class Weights {

    private Weights() {}

    /** Adds the check that shares add up to 100 %, to a thousandth for those that were rounded. */
    static void check(Draft draft, String path, String what, List<Expression> shares) {
        Expression sum = Expression.sum(shares);
        draft.check(new Check(figures -> {
            Quantity total = sum.value(name -> figures.value(name)).in(Unit.PERCENT);
            Fraction off = total.base().minus(Fraction.ONE);
            boolean right = off.compareTo(Fraction.of(1, 1000)) <= 0 && off.compareTo(Fraction.of(-1, 1000)) >= 0;
            return right
                    ? Optional.empty()
                    : Optional.of(new Check.Contradiction(
                            "weights-do-not-add-up",
                            path,
                            what + " add up to " + total + ", not 100%",
                            "every figure that they weigh is off by that"));
        }));
    }
}
