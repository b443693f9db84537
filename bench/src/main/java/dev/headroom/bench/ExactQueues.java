package dev.headroom.bench;

/**
 * Exact mean waiting times of queues with {@code c} servers, in units of the mean service time: what published tables hold
 * (Kühn 1976; Seelen, Tijms and van Hoorn 1985), computed anew by methods that share nothing with the simulator. {@code rho}
 * is the utilisation, the arrival rate over that of all servers, in (0, 1).
 *
 * <ul>
 *   <li>M/M/c: Erlang's C by its defining sum.
 *   <li>M/D/c: the number in the system at steps of one service time, N′ = max(N − c, 0) + Poisson(λ) (Crommelin 1932),
 *       iterated until it stands still.
 *   <li>GI/M/c: the root σ of σ = A*(cμ(1 − σ)), where A* is the transform of the times between arrivals (Takács 1962).
 *   <li>The others: the Markov chain of the phases ({@link PhaseQueue}).
 * </ul>
 */
public final class ExactQueues {

    /** A law of service times, or of the times between arrivals. */
    public enum Law {
        /** Exponential. */
        M(1),
        /** Constant. */
        D(0),
        /** Erlang of two phases: squared coefficient of variation ½. */
        E2(0.5),
        /** Hyperexponential of two phases with balanced means, squared coefficient of variation 4. */
        H2(4);

        private final double scv;

        Law(double scv) {
            this.scv = scv;
        }

        /** Squared coefficient of variation. */
        public double scv() {
            return scv;
        }

        /** Probability of the first phase of a hyperexponential law with balanced means. */
        double first() {
            return (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
        }
    }

    private ExactQueues() {}

    /**
     * The mean wait of all arrivals.
     *
     * @throws IllegalArgumentException for constant times beside any but exponential ones
     */
    public static double meanWait(Law arrivals, Law service, int c, double rho) {
        if (arrivals == Law.M && service == Law.M) {
            return erlang(c, rho);
        }
        if (arrivals == Law.M && service == Law.D) {
            return constant(c, rho);
        }
        if (service == Law.M) {
            return renewal(arrivals, c, rho);
        }
        return new PhaseQueue(arrivals, service, c, rho).meanWait();
    }

    /** Allen and Cunneen's approximation: the wait of M/M/c times (ca² + cs²)/2; exact for one server and Poisson arrivals. */
    public static double allenCunneen(Law arrivals, Law service, int c, double rho) {
        return erlang(c, rho) * (arrivals.scv() + service.scv()) / 2;
    }

    /**
     * Marchal's approximation for one server (1976), (1 + cs²)/(1/ρ² + cs²) of Kingman's bound: exact for Poisson arrivals and
     * in heavy traffic.
     */
    public static double marchal(Law arrivals, Law service, double rho) {
        return (1 + service.scv()) / (1 / (rho * rho) + service.scv()) * kingman(arrivals, service, rho);
    }

    /** Kingman's bound (1962), which the mean wait for one server never exceeds: λ(σa² + σs²)/(2(1 − ρ)). */
    public static double kingman(Law arrivals, Law service, double rho) {
        return (arrivals.scv() / rho + rho * service.scv()) / (2 * (1 - rho));
    }

    /**
     * GI/M/c: with φⱼ = A*(jμ) and Cⱼ = ∏ᵢ₌₁..ⱼ φᵢ/(1 − φᵢ) the share A/(1 − σ) waits, for 1/(cμ(1 − σ)) in the mean, where 1/A
     * = 1/(1 − σ) + Σⱼ₌₁..c (c over j)/(Cⱼ(1 − φⱼ)) · (c(1 − φⱼ) − j)/(c(1 − σ) − j).
     */
    private static double renewal(Law arrivals, int c, double rho) {
        double low = 0;
        double high = 1 - 1e-12;
        for (int i = 0; i < 200; i++) {
            double middle = (low + high) / 2;
            if (transform(arrivals, c * rho, c * (1 - middle)) > middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double sigma = low;
        double sum = 1 / (1 - sigma);
        double product = 1;
        double over = 1;
        for (int j = 1; j <= c; j++) {
            double phi = transform(arrivals, c * rho, j);
            product *= phi / (1 - phi);
            over *= (c - j + 1) / (double) j;
            sum += over / (product * (1 - phi)) * (c * (1 - phi) - j) / (c * (1 - sigma) - j);
        }
        return 1 / sum / (c * (1 - sigma) * (1 - sigma));
    }

    /** The Laplace transform of the times between arrivals of a rate. */
    private static double transform(Law law, double rate, double s) {
        return switch (law) {
            case M -> rate / (rate + s);
            case D -> Math.exp(-s / rate);
            case E2 -> Math.pow(2 * rate / (2 * rate + s), 2);
            case H2 -> {
                double p = law.first();
                yield p * 2 * p * rate / (2 * p * rate + s) + (1 - p) * 2 * (1 - p) * rate / (2 * (1 - p) * rate + s);
            }
        };
    }

    private static double erlang(int c, double rho) {
        double load = c * rho;
        double term = 1;
        double sum = 1;
        for (int k = 1; k < c; k++) {
            term *= load / k;
            sum += term;
        }
        double last = term * load / c / (1 - rho);
        return last / (sum + last) / (c - load);
    }

    private static double constant(int c, double rho) {
        double lambda = c * rho;
        int size = c + (int) Math.ceil(40 / -Math.log(rho));
        double[] arrivals = new double[size];
        arrivals[0] = Math.exp(-lambda);
        int most = 1;
        for (; most < size && (most < lambda || arrivals[most - 1] > 1e-18); most++) {
            arrivals[most] = arrivals[most - 1] * lambda / most;
        }
        double[] now = new double[size];
        now[0] = 1;
        double change = 1;
        for (int step = 0; step < 1_000_000 && change > 1e-15; step++) {
            double[] next = new double[size];
            for (int n = 0; n < size; n++) {
                int left = Math.max(n - c, 0);
                for (int k = 0; k < most; k++) {
                    next[Math.min(size - 1, left + k)] += now[n] * arrivals[k];
                }
            }
            change = 0;
            for (int n = 0; n < size; n++) {
                change = Math.max(change, Math.abs(next[n] - now[n]));
            }
            now = next;
        }
        double waiting = 0;
        for (int n = c + 1; n < size; n++) {
            waiting += (n - c) * now[n];
        }
        return waiting / lambda; // Little's law
    }
}
