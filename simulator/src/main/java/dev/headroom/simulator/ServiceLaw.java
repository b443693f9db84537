package dev.headroom.simulator;

/**
 * A {@link Distribution} made ready for use: draws and distribution function.
 *
 * <p>Lognormal: σ² = ln(1 + cv²), μ = ln mean − σ²/2. Gamma with cv &lt; 1: shape 1/cv². Hyperexponential with balanced means
 * for cv &gt; 1: phase 1 with probability p = (1 + √((cv² − 1) / (cv² + 1))) / 2, rates 2p/mean and 2(1 − p)/mean.
 */
final class ServiceLaw {
    private enum Kind {
        CONSTANT,
        EXPONENTIAL,
        LOGNORMAL,
        GAMMA,
        HYPER
    }

    private final Kind kind;
    private final double mean;
    private final double scv;
    private final double a;
    private final double b;

    ServiceLaw(Distribution d) {
        mean = d.mean();
        double cv = d.cv();
        kind = mean == 0
                ? Kind.CONSTANT
                : switch (d.shape()) {
                    case CONSTANT -> Kind.CONSTANT;
                    case EXPONENTIAL -> Kind.EXPONENTIAL;
                    case LOGNORMAL -> cv == 0 ? Kind.CONSTANT : Kind.LOGNORMAL;
                    case GAMMA ->
                        cv == 0 ? Kind.CONSTANT : cv < 1 ? Kind.GAMMA : cv == 1 ? Kind.EXPONENTIAL : Kind.HYPER;
                };
        switch (kind) {
            case CONSTANT -> {
                scv = 0;
                a = 0;
                b = 0;
            }
            case EXPONENTIAL -> {
                scv = 1;
                a = 0;
                b = 0;
            }
            case LOGNORMAL -> {
                scv = cv * cv;
                b = Math.sqrt(StrictMath.log1p(cv * cv));
                a = StrictMath.log(mean) - b * b / 2;
            }
            case GAMMA -> {
                scv = cv * cv;
                a = 1 / scv;
                b = mean * scv;
            }
            default -> {
                scv = cv * cv;
                a = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
                b = 0;
            }
        }
    }

    /** Mean in seconds. */
    double mean() {
        return mean;
    }

    /** Squared coefficient of variation. */
    double scv() {
        return scv;
    }

    /** One draw in seconds. */
    double draw(Rng rng) {
        return switch (kind) {
            case CONSTANT -> mean;
            case EXPONENTIAL -> mean * rng.exponential();
            case LOGNORMAL -> StrictMath.exp(a + b * rng.gaussian());
            case GAMMA -> b * rng.gamma(a);
            case HYPER -> {
                double p = rng.uniform() < a ? a : 1 - a;
                yield mean / (2 * p) * rng.exponential();
            }
        };
    }

    /**
     * One draw, in seconds, of what is left of a time that is under way at a random instant: of the equilibrium law, whose
     * density is (1 − F(t))/mean. It is a uniform share of a time drawn by its length.
     */
    double drawRest(Rng rng) {
        return switch (kind) {
            case CONSTANT -> rng.uniform() * mean;
            case EXPONENTIAL -> draw(rng);
            case LOGNORMAL -> rng.uniform() * StrictMath.exp(a + b * b + b * rng.gaussian());
            case GAMMA -> rng.uniform() * b * rng.gamma(a + 1);
            case HYPER -> {
                // With balanced means either phase is under way half of the time.
                double p = rng.uniform() < 0.5 ? a : 1 - a;
                yield mean / (2 * p) * rng.exponential();
            }
        };
    }

    /** Probability of at most {@code t} seconds. */
    double cdf(double t) {
        if (t < 0) {
            return 0;
        }
        if (t == Double.POSITIVE_INFINITY) {
            return 1;
        }
        return switch (kind) {
            case CONSTANT -> t >= mean ? 1 : 0;
            case EXPONENTIAL -> -StrictMath.expm1(-t / mean);
            case LOGNORMAL -> t == 0 ? 0 : normal((StrictMath.log(t) - a) / b);
            case GAMMA -> lowerGamma(a, t / b);
            case HYPER -> 1 - a * StrictMath.exp(-2 * a * t / mean) - (1 - a) * StrictMath.exp(-2 * (1 - a) * t / mean);
        };
    }

    /** Standard normal distribution function, from the incomplete gamma function: P(|Z| ≤ z) = P(1/2, z²/2). */
    static double normal(double z) {
        double half = lowerGamma(0.5, z * z / 2) / 2;
        return z < 0 ? 0.5 - half : 0.5 + half;
    }

    /** Regularised lower incomplete gamma function P(a, x): series for x &lt; a + 1, else Lentz's continued fraction. */
    static double lowerGamma(double a, double x) {
        if (x <= 0) {
            return 0;
        }
        double front = StrictMath.exp(a * StrictMath.log(x) - x - logGamma(a));
        if (x < a + 1) {
            double term = 1 / a;
            double sum = term;
            for (int n = 1; n < 10_000 && term > sum * 1e-15; n++) {
                term *= x / (a + n);
                sum += term;
            }
            return Math.min(1, sum * front);
        }
        double tiny = 1e-300;
        double b = x + 1 - a;
        double c = 1 / tiny;
        double d = 1 / b;
        double h = d;
        for (int n = 1; n < 10_000; n++) {
            double an = -n * (n - a);
            b += 2;
            d = an * d + b;
            d = Math.abs(d) < tiny ? 1 / tiny : 1 / d;
            c = b + an / c;
            c = Math.abs(c) < tiny ? tiny : c;
            double step = d * c;
            h *= step;
            if (Math.abs(step - 1) < 1e-15) {
                break;
            }
        }
        return 1 - front * h;
    }

    /** Logarithm of the gamma function by Stirling's series after shifting the argument above 10. */
    static double logGamma(double x) {
        double shift = 0;
        double y = x;
        while (y < 10) {
            shift += StrictMath.log(y);
            y++;
        }
        double r = 1 / (y * y);
        double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r / 1680))) / y;
        return (y - 0.5) * StrictMath.log(y) - y + 0.5 * StrictMath.log(2 * Math.PI) + series - shift;
    }
}
