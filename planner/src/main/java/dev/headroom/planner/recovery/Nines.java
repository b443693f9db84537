package dev.headroom.planner.recovery;

import java.math.BigDecimal;
import java.math.MathContext;

/** Writes availabilities so that their nines can be told apart. */
final class Nines {

    private Nines() {}

    /** An availability in percent with two digits of what is missing: {@code 99.995 %}. */
    static String of(double unavailability) {
        if (unavailability == 0) {
            return "100 %";
        }
        BigDecimal missing =
                BigDecimal.valueOf(unavailability).movePointRight(2).round(new MathContext(2));
        return BigDecimal.valueOf(100).subtract(missing).stripTrailingZeros().toPlainString() + " %";
    }
}
