package dev.headroom.engine.model;

/**
 * Queueing formulas for a pool of {@code servers} fed from one queue. {@code offered} is the offered load in servers kept
 * busy (arrival rate × mean service time, in erlangs); a pool is stable while it is below the number of servers. Times are
 * in seconds. Nothing is cached and nothing is thrown for odd loads: an overloaded pool waits for ever (probability 1,
 * infinite times), a pool without load not at all.
 *
 * <p>{@code variability} is (ca² + cs²) ÷ 2, half the sum of the squared coefficients of variation of the times between
 * arrivals and of the service times (Allen–Cunneen): 1 for M/M/c, where all results are exact; ½ for constant service
 * times. It stretches the waits; the probability to wait stays that of Erlang C.
 *
 * <p>Sources: Erlang (1917) for B and C; Temme (1979) and DiDonato–Morris (1986) for the incomplete gamma function that B
 * is for large pools; Allen–Cunneen (1978); Sakasegawa (1977) for the length of the queue in closed form.
 */
public final class Queueing {

    /** From this many servers on B comes from its expansion, with a relative error under 3·10⁻⁶. */
    private static final int LARGE = 64;

    private Queueing() {}

    /**
     * Erlang B: the share of arrivals that find all servers busy when none may wait.
     *
     * <p>1/B = Σ_j c(c − 1)…(c − j + 1) ÷ a^j, summed until the terms no longer count; for large pools under their load
     * by Temme's uniform expansion, 1/B = 1 + Γ*(c)·(√(2πc)·Φ(α)·e^(α²/2) + c₀), α² = 2c(ρ − 1 − ln ρ), in constant time.
     *
     * @param servers at least 0
     * @param offered at least 0
     * @return in [0, 1]
     */
    public static double erlangB(int servers, double offered) {
        if (!(offered > 0)) {
            return servers <= 0 ? 1 : 0;
        }
        if (servers >= LARGE && offered <= servers) {
            return expandedB(servers, offered);
        }
        double each = 1 / offered;
        double term = 1;
        double sum = 1;
        for (int k = servers; k > 0; k--) {
            term *= k * each;
            sum += term;
            if (term < 1e-15 * sum) {
                break;
            }
        }
        return 1 / sum;
    }

    private static double expandedB(int c, double offered) {
        double below = offered / c - 1;
        double half = Math.max(0, below - Math.log1p(below));
        double eta = -Math.sqrt(2 * half);
        double correction = eta > -0.5
                ? -1 / 3.0
                        + eta
                                * (1 / 12.0
                                        + eta
                                                * (-2 / 135.0
                                                        + eta * (1 / 864.0 + eta * (1 / 2835.0 - eta * 1.78755e-4))))
                : 1 / below - 1 / eta;
        double gamma = 1 + 1 / (12.0 * c);
        double body = Math.sqrt(2 * Math.PI * c) * normal(-eta * Math.sqrt(c)) * Math.exp(c * half);
        return 1 / (1 + gamma * (body + correction));
    }

    /** Standard normal distribution function for z ≥ 0, to 10⁻⁷ (Abramowitz–Stegun 7.1.26). */
    private static double normal(double z) {
        double x = z * Math.sqrt(0.5);
        double t = 1 / (1 + 0.3275911 * x);
        double poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return 1 - 0.5 * poly * Math.exp(-x * x);
    }

    /**
     * Erlang C: the share of arrivals that must wait.
     *
     * @return in [0, 1]; 1 when the load is not below the number of servers
     */
    public static double erlangC(int servers, double offered) {
        if (!(offered > 0)) {
            return servers > 0 ? 0 : 1;
        }
        if (offered >= servers) {
            return 1;
        }
        double b = erlangB(servers, offered);
        double busy = offered / servers;
        return b / (1 - busy * (1 - b));
    }

    /** Mean wait for a server in seconds, those that do not wait included; infinite when overloaded. */
    public static double meanWait(int servers, double offered, double serviceSeconds, double variability) {
        if (!(offered > 0)) {
            return servers > 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return offered >= servers
                ? Double.POSITIVE_INFINITY
                : erlangC(servers, offered) * serviceSeconds * variability / (servers - offered);
    }

    /** Mean number waiting by Sakasegawa's ρ^√(2(c+1)) ÷ (1 − ρ), without any sum; off by at most a tenth and a hundredth of the servers. */
    public static double meanQueueLength(int servers, double offered) {
        double busy = offered / servers;
        return busy >= 1 ? Double.POSITIVE_INFINITY : Math.pow(busy, Math.sqrt(2.0 * (servers + 1))) / (1 - busy);
    }

    /** The share of arrivals that wait longer than {@code seconds}: C·e^(−(c − a)·t ÷ (s·variability)). */
    public static double waitTail(
            int servers, double offered, double serviceSeconds, double variability, double seconds) {
        if (offered >= servers) {
            return 1;
        }
        return erlangC(servers, offered)
                * Math.exp(-(servers - offered) / (serviceSeconds * variability) * Math.max(0, seconds));
    }

    /**
     * The share of responses (wait and exponential service) that take longer than {@code seconds}; exact for M/M/c.
     *
     * @param seconds at least 0
     */
    public static double responseTail(
            int servers, double offered, double serviceSeconds, double variability, double seconds) {
        return offered >= servers
                ? 1
                : responseTailGiven(erlangC(servers, offered), servers - offered, serviceSeconds, variability, seconds);
    }

    /**
     * As {@link #responseTail}, for a pool whose share of waiting arrivals is known already.
     *
     * @param waits {@link #erlangC} of the pool
     * @param spare servers less the offered load, positive
     */
    public static double responseTailGiven(
            double waits, double spare, double service, double variability, double seconds) {
        if (seconds == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double served = Math.exp(-seconds / service);
        // Those that wait take the sum of two exponential times, the wait's rate being `relative` times the service's.
        double relative = variability > 0 ? spare / variability : Double.POSITIVE_INFINITY;
        double waited;
        if (Double.isInfinite(relative)) {
            waited = served;
        } else if (Math.abs(relative - 1) < 1e-6) {
            waited = served * (1 + seconds / service);
        } else {
            waited = (relative * served - Math.exp(-relative * seconds / service)) / (relative - 1);
        }
        return Math.max(0, Math.min(1, (1 - waits) * served + waits * waited));
    }

    /**
     * The response time in seconds that the share {@code quantile} of responses do not exceed; infinite when overloaded.
     *
     * @param quantile in (0, 1)
     */
    public static double responseQuantile(
            int servers, double offered, double serviceSeconds, double variability, double quantile) {
        if (offered >= servers) {
            return Double.POSITIVE_INFINITY;
        }
        double waits = erlangC(servers, offered);
        double spare = servers - offered;
        double beyond = 1 - quantile;
        double low = -serviceSeconds * Math.log(beyond);
        if (waits == 0 || variability == 0) {
            return low;
        }
        // A sum exceeds x + y only when one part exceeds its share, so two half tails bound the quantile.
        double high = -serviceSeconds * Math.log(beyond / 2)
                + serviceSeconds * variability / spare * Math.max(0, Math.log(2 * waits / beyond));
        for (int i = 0; i < 60 && high - low > 1e-10 * high; i++) {
            double middle = (low + high) / 2;
            if (responseTailGiven(waits, spare, serviceSeconds, variability, middle) > beyond) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
