package dev.headroom.simulator.tune;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * One number of a policy that may be searched. Only multiples of the step are tried, so that results can be written down and
 * found again.
 *
 * @param name as the table shows it, with the unit where there is one: {@code stabilisation-down-s}
 * @param low least value tried
 * @param high largest value tried, above the least
 * @param scale how values are spread between them
 * @param step values are multiples of it, positive
 * @param standard the value when nobody chooses one; need not lie between the ends
 */
public record Parameter(String name, double low, double high, Scale scale, double step, double standard) {

    /** How values are spread. */
    public enum Scale {
        /** Evenly. */
        LINEAR,
        /** Evenly in their logarithms; the least value must be positive. */
        LOG
    }

    public Parameter {
        if (!(low < high) || !(step > 0) || (scale == Scale.LOG && !(low > 0))) {
            throw new IllegalArgumentException(
                    "parameter " + name + " needs low < high, a positive step, and a positive"
                            + " low on a logarithmic scale; not " + low + ", " + high + ", " + step);
        }
    }

    /** A parameter spread evenly. */
    public static Parameter linear(String name, double low, double high, double step, double standard) {
        return new Parameter(name, low, high, Scale.LINEAR, step, standard);
    }

    /** A parameter spread evenly in its logarithm. */
    public static Parameter log(String name, double low, double high, double step, double standard) {
        return new Parameter(name, low, high, Scale.LOG, step, standard);
    }

    /** The value at a share of the way from low to high, 0 to 1; outside, the nearest end. */
    public double at(double share) {
        double s = Math.max(0, Math.min(1, share));
        double value = scale == Scale.LINEAR
                ? low + s * (high - low)
                : StrictMath.exp(StrictMath.log(low) + s * (StrictMath.log(high) - StrictMath.log(low)));
        return Math.max(low, Math.min(high, snapped(value)));
    }

    /** Where a value lies between low (0) and high (1); outside, the nearest end. */
    public double share(double value) {
        double v = Math.max(low, Math.min(high, value));
        return scale == Scale.LINEAR
                ? (v - low) / (high - low)
                : (StrictMath.log(v) - StrictMath.log(low)) / (StrictMath.log(high) - StrictMath.log(low));
    }

    /** The multiple of the step nearest to a value, without the tail that binary fractions leave. */
    private double snapped(double value) {
        BigDecimal unit = BigDecimal.valueOf(step);
        return BigDecimal.valueOf(value)
                .divide(unit, 0, RoundingMode.HALF_EVEN)
                .multiply(unit)
                .doubleValue();
    }
}
