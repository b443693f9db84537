package dev.headroom.simulator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The share of requests that are late when the rate and the replicas stay as they are: the law of {@link Stationary} waits,
 * on which {@link Scenario.Mode#INTERVAL} is built, with the service law folded in. A refused request is late.
 *
 * <p>Rates are rounded up to a grid of 0.2 %, and each point of the grid is solved once.
 */
public final class LateShare {
    private static final double GRID = 0.002;
    private static final int POINTS = 8192;
    private static final int CELLS = 2048;

    private final Stationary state = new Stationary();
    private final double[] tail = new double[CELLS + 1];
    private final double mean;
    private final double scv;
    private final double arrivalScv;
    private final int concurrency;
    private final double limit;
    private final double queueLimit;
    private final double timeout;
    private final double highest;
    private final @Nullable LlmLate tokens;
    private double[][] known = new double[16][];

    /**
     * For one service.
     *
     * @param service requests; for queue workers nobody is refused
     * @param limitSeconds a response that takes longer is late; infinite when only refusals count
     * @param highestRate the highest rate that will be asked for, per second
     * @param arrivalCv coefficient of variation of the times between arrivals
     */
    public LateShare(Service service, double limitSeconds, double highestRate, double arrivalCv) {
        this(service, limitSeconds, highestRate, arrivalCv, null);
    }

    /** For a language model; rates are those of {@link LlmLate}. */
    public LateShare(Service.Llm service, double limitSeconds, double highestRate, double arrivalCv, Trace trace) {
        this(service, limitSeconds, highestRate, arrivalCv, new LlmLate(service, trace, limitSeconds, arrivalCv));
    }

    private LateShare(
            Service service, double limitSeconds, double highestRate, double arrivalCv, @Nullable LlmLate tokens) {
        this.tokens = tokens;
        arrivalScv = arrivalCv * arrivalCv;
        ServiceLaw law = new ServiceLaw(service.time());
        mean = law.mean();
        scv = law.scv();
        concurrency = service.concurrency();
        limit = limitSeconds;
        highest = Math.max(highestRate, 1e-9);
        if (service instanceof Service.Requests r) {
            queueLimit = r.queueLimit() == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : r.queueLimit();
            timeout = r.timeoutSeconds();
        } else {
            queueLimit = Double.POSITIVE_INFINITY;
            timeout = Double.POSITIVE_INFINITY;
        }
        for (int i = 0; i <= CELLS && limit < Double.POSITIVE_INFINITY; i++) {
            tail[i] = 1 - law.cdf(limit * i / CELLS);
        }
    }

    /** Share of the requests whose service alone is longer than the limit: no number of replicas makes them punctual. */
    public double least() {
        return tokens != null ? tokens.least() : tail[CELLS];
    }

    /** Index of the grid point at or above a rate; lower indices are higher rates. */
    public int point(double rate) {
        return rate >= highest ? 0 : (int) Math.min(POINTS - 1, Math.log(highest / Math.max(rate, 1e-12)) / GRID);
    }

    /** Rate of a grid point, per second. */
    public double rate(int point) {
        return highest * Math.exp(-GRID * point);
    }

    /** Number of grid points. */
    public int points() {
        return POINTS;
    }

    /**
     * Share of late requests in [0, 1]; 1 when the replicas cannot keep up.
     *
     * @param replicas at least 0, all at their full rate
     * @param point of the grid of rates, see {@link #point}
     */
    public double at(int replicas, int point) {
        if (replicas <= 0) {
            return 1;
        }
        if (replicas >= known.length) {
            known = Arrays.copyOf(known, Math.max(replicas + 1, known.length * 2));
        }
        double[] row = known[replicas];
        if (row == null) {
            row = new double[POINTS];
            Arrays.fill(row, Double.NaN);
            known[replicas] = row;
        }
        if (Double.isNaN(row[point])) {
            row[point] = solve(replicas, rate(point));
        }
        return row[point];
    }

    private double solve(int replicas, double rate) {
        if (tokens != null) {
            return tokens.at(replicas, rate);
        }
        int servers = replicas * concurrency;
        double kappa = servers / mean;
        if (rate >= kappa) {
            return 1;
        }
        state.solve(rate, servers, kappa, arrivalScv, scv, Math.min(queueLimit, kappa * timeout));
        double late = 0;
        for (int i = 0; i < Stationary.CELLS && state.waits > 0; i++) {
            late += Stationary.WEIGHT[i] * tail(limit - state.wait[i]);
        }
        double direct = Math.max(0, 1 - state.refused - state.waits);
        return Math.min(1, state.refused + direct * tail(limit) + state.waits * late);
    }

    private double tail(double seconds) {
        if (limit == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (seconds < 0) {
            return 1;
        }
        double x = seconds / limit * CELLS;
        int i = (int) Math.min(CELLS - 1, x);
        return tail[i] + (tail[i + 1] - tail[i]) * (x - i);
    }
}
