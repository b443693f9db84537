package dev.headroom.simulator;

import dev.headroom.engine.model.Queueing;

/**
 * A queue with many servers in its stationary state, solved in closed form: GI/G/m with room for {@code room} waiting.
 *
 * <p>With offered load a = λs and ρ = λ/κ, where κ is the rate of all servers together, B is Erlang's loss formula. For
 * M/M/m with R places to wait the states above m weigh ρ, ρ², … relative to state m; the probability that an arrival waits is
 * Erlang's C for infinite room. For other laws of service and arrivals the waiting time of those who wait is scaled by
 * (ca² + cv²)/2 (Allen and Cunneen; Kimura 1994), where ca is the coefficient of variation of the times between arrivals, 1
 * for Poisson: it is taken as exponential with rate 2(κ − λ)/(ca² + cv²), cut off at room/κ. For ρ ≥ 1 the same holds with a
 * negative rate, which needs bounded room. With no room and Poisson arrivals this is Erlang's loss system, exactly, for any
 * law of service.
 *
 * <p>How long the state takes to settle is the inverse of the spectral gap of Brownian motion reflected at 0 and at the
 * room: θ²/2σ² + π²σ²/2R², with drift θ = κ − λ and variance σ² = ca²λ + cv² min(λ, κ).
 */
final class Stationary {
    /** Cells of the exponential law: their boundaries halve the survival every other cell, down to 2⁻¹⁴. */
    static final int CELLS = 28;

    /** Where nothing is left to chance the waits are as good as none, but the formulas divide by the spread. */
    private static final double LEAST = 1e-6;

    /** Weight of each cell. */
    static final double[] WEIGHT = new double[CELLS];

    private static final double[] MEAN = new double[CELLS];
    private static final double[] MIDDLE = new double[CELLS];

    static {
        for (int i = 0; i < CELLS; i++) {
            double from = StrictMath.pow(2, -i / 2.0);
            double to = i == CELLS - 1 ? 0 : StrictMath.pow(2, -(i + 1) / 2.0);
            WEIGHT[i] = from - to;
            MIDDLE[i] = 1 - (from + to) / 2;
            // Mean of the exponential law between the two survivals: (from(1 + x) − to(1 + y))/(from − to), x = −ln
            // from.
            double upper = to == 0 ? 0 : to * (1 - StrictMath.log(to));
            MEAN[i] = (from * (1 - StrictMath.log(from)) - upper) / (from - to);
        }
    }

    /** Drift θ = κ − λ per second; positive when stable. */
    double theta;

    /** Rate of all servers per second. */
    double kappa;

    /** Variance σ² of the number waiting per second. */
    double variance;

    /** Seconds the state takes to settle; infinite when it never does. */
    double relaxation;

    /** Most that can wait; infinite without a limit. */
    double room;

    /** Probability that an arrival waits and is not refused. */
    double waits;

    /** Probability that an arrival is refused. */
    double refused;

    /** Mean wait in seconds of those who wait. */
    double meanWait;

    /** Waits that stand for the cells, in seconds. */
    final double[] wait = new double[CELLS];

    private double decay;
    private double most;

    /**
     * Solves the queue.
     *
     * @param lambda arrivals per second, positive
     * @param servers at least 1
     * @param kappa rate of all servers together, per second
     * @param arrivalScv squared coefficient of variation of the times between arrivals
     * @param scv squared coefficient of variation of the service time
     * @param room most that can wait, infinite for no limit
     */
    void solve(double lambda, int servers, double kappa, double arrivalScv, double scv, double room) {
        this.kappa = kappa;
        this.room = room;
        theta = kappa - lambda;
        variance = Math.max(LEAST * lambda, arrivalScv * lambda + scv * Math.min(lambda, kappa));
        double gap = theta > 0 || room < Double.POSITIVE_INFINITY ? theta * theta / (2 * variance) : 0;
        double r = Math.max(room, 0.5);
        gap += Math.PI * Math.PI * variance / (2 * r * r);
        relaxation = gap > 0 ? 1 / gap : Double.POSITIVE_INFINITY;
        if (theta <= 0 && room == Double.POSITIVE_INFINITY) {
            waits = 1;
            refused = 0;
            meanWait = Double.POSITIVE_INFINITY;
            return;
        }
        double rho = lambda / kappa;
        double b = Queueing.erlangB(servers, rho * servers);
        double spread = Math.max(LEAST, (arrivalScv + scv) / 2);
        // g^R, with g the ratio of successive states: ρ for exponential service. By its logarithm, as g itself may be
        // too small for a number.
        double log = spread == 1 ? StrictMath.log(rho) : (rho - 1) / spread;
        double g = spread == 1 ? rho : StrictMath.exp(log);
        double top = room * log;
        double gr = top > 600 ? Double.POSITIVE_INFINITY : room == Double.POSITIVE_INFINITY ? 0 : StrictMath.exp(top);
        double ratio = Math.abs(1 - rho) < 1e-9 ? 1 / spread : (1 - g) / (1 - rho);
        double above = Math.abs(1 - rho) < 1e-9 ? rho * room : rho * (1 - gr) / (1 - rho);
        double last = room < 1 ? 1 : rho * ratio * StrictMath.exp((room - 1) * log);
        double norm = 1 + b * above;
        if (gr == Double.POSITIVE_INFINITY) {
            refused = 1 - 1 / rho;
        } else {
            refused = b * last / norm;
            // An overloaded queue refuses what it cannot do, whatever the law; g gives the excess over that.
            refused += rho > 1 && room >= 1 ? 1 / g - 1 / rho : 0;
        }
        refused = Math.max(0, Math.min(1, refused));
        double busy = gr == Double.POSITIVE_INFINITY ? 1 : b * (1 + above) / norm;
        waits = room < 1 ? 0 : Math.max(0, Math.min(1, busy) - refused);
        decay = theta / spread;
        most = room / kappa;
        cells();
    }

    private void cells() {
        if (decay * most > 12) {
            double scale = 1 / decay;
            for (int i = 0; i < CELLS; i++) {
                wait[i] = Math.min(most, MEAN[i] * scale);
            }
            meanWait = scale;
            return;
        }
        double sum = 0;
        for (int i = 0; i < CELLS; i++) {
            wait[i] = quantile(MIDDLE[i]);
            sum += WEIGHT[i] * wait[i];
        }
        meanWait = sum;
    }

    /** Quantile in seconds of the wait of those who wait. */
    double quantile(double u) {
        double x = decay * most;
        if (u >= 1) {
            return most < Double.POSITIVE_INFINITY ? most : 40 / decay;
        }
        if (Math.abs(x) < 1e-6) {
            return u * most;
        }
        if (x < -30) {
            return Math.max(0, most - StrictMath.log(u) / decay);
        }
        double cut = x > 700 ? 1 : -StrictMath.expm1(-x);
        return Math.min(most, -StrictMath.log1p(-u * cut) / decay);
    }
}
