package dev.headroom.forecast;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The state equations of exponential smoothing, run over a history.
 *
 * <p>With q = l + φb and μ = q + s or q·s: e = y − μ, then l = q + αe, b = φb + βe, s = s + γe; with a multiplicative season
 * l = q + αe/s, b = φb + βe/s, s = s + γe/q. Multiplicative errors change the likelihood only.
 *
 * <p>Source: R. J. Hyndman, A. B. Koehler, J. K. Ord, R. D. Snyder, "Forecasting with Exponential Smoothing" (2008), table 2.3;
 * first states as in section 2.6.1.
 */
final class EtsFilter {
    private static final int CYCLES = 3;

    private final double[] y;
    private final int period;
    private final double[] added;
    private final double[] times;
    private final double[] season;
    private final double[] first;
    private final double[] firstAdded;
    private final double[] firstTimes;
    private double level;
    private double trend;
    private double squares;
    private double logs;

    EtsFilter(double[] y, int period) {
        this.y = y;
        this.period = period;
        this.season = new double[period];
        this.added = new double[period];
        this.times = new double[period];
        this.first = begin(null);
        if (period > 1) {
            profile();
        }
        this.firstAdded = begin(EtsForm.Season.ADDED);
        this.firstTimes = begin(EtsForm.Season.TIMES);
    }

    private void profile() {
        int n = Math.min(y.length, (CYCLES + 1) * period);
        double[] head = Arrays.copyOf(y, n);
        double[] trend = Profiles.centred(head, period);
        int[] count = new int[period];
        for (int i = 0; i < n; i++) {
            if (!Double.isNaN(trend[i])) {
                added[i % period] += y[i] - trend[i];
                times[i % period] += trend[i] > 0 ? y[i] / trend[i] : 1;
                count[i % period]++;
            }
        }
        for (int p = 0; p < period; p++) {
            added[p] = count[p] > 0 ? added[p] / count[p] : 0;
            times[p] = count[p] > 0 ? times[p] / count[p] : 1;
        }
        double offset = Profiles.mean(added, 0, period);
        double factor = Profiles.mean(times, 0, period);
        for (int p = 0; p < period; p++) {
            added[p] -= offset;
            times[p] = factor > 0 ? Math.max(0.01, times[p] / factor) : 1;
        }
    }

    /** Level and trend before the first value, from the first cycles without their season. */
    private double[] begin(EtsForm.@Nullable Season form) {
        int n = Math.min(y.length, Math.max(10, period));
        double[] head = Arrays.copyOf(y, n);
        if (form != null && period > 1) {
            for (int i = 0; i < n; i++) {
                head[i] = form == EtsForm.Season.ADDED ? head[i] - added[i % period] : head[i] / times[i % period];
            }
        }
        double[] line = Profiles.line(head);
        return new double[] {line[0] - line[1], line[1]};
    }

    /** Runs over the whole history; afterwards the states and {@link #likelihood} are those of these parameters. */
    void run(EtsForm form, double alpha, double beta, double gamma, double phi) {
        double[] from = switch (form.season()) {
            case NONE -> first;
            case ADDED -> firstAdded;
            case TIMES -> firstTimes;
        };
        double l = from[0];
        double b = form.trend() ? from[1] : 0;
        if (!form.trend() && form.season() == EtsForm.Season.NONE) {
            l = y[0];
        } else if (!form.trend()) {
            l = from[0] + from[1] * (Math.min(y.length, Math.max(10, period)) + 1) / 2.0;
        }
        System.arraycopy(form.season() == EtsForm.Season.TIMES ? times : added, 0, season, 0, period);
        double sum = 0;
        double log = 0;
        EtsForm.Season s = form.season();
        boolean multiplicative = form.multiplicative();
        double product = 1;
        for (int i = 0, p = 0; i < y.length; i++) {
            double q = l + phi * b;
            double mu = s == EtsForm.Season.NONE ? q : s == EtsForm.Season.ADDED ? q + season[p] : q * season[p];
            double e = y[i] - mu;
            double into = e;
            if (s == EtsForm.Season.ADDED) {
                season[p] += gamma * e;
            } else if (s == EtsForm.Season.TIMES) {
                double sp = season[p];
                into = Math.abs(sp) > 1e-6 ? e / sp : 0;
                season[p] = Math.abs(q) > 1e-12 ? sp + gamma * e / q : sp;
            }
            l = q + alpha * into;
            b = phi * b + beta * into;
            if (multiplicative) {
                double relative = mu == 0 ? (e == 0 ? 0 : 1e6) : e / mu;
                sum += relative * relative;
                product *= Math.abs(mu);
                // Logarithms are dear: one for many factors.
                if (product > 1e100 || product < 1e-100) {
                    log += Math.log(Math.max(product, Double.MIN_NORMAL));
                    product = 1;
                }
            } else {
                sum += e * e;
            }
            if (++p == period) {
                p = 0;
            }
        }
        level = l;
        trend = b;
        squares = sum;
        logs = log + Math.log(Math.max(product, Double.MIN_NORMAL));
    }

    /** −2 log likelihood of the last run, up to a constant. */
    double likelihood(boolean multiplicative) {
        int n = y.length;
        return n * Math.log(Math.max(squares, 1e-300)) + (multiplicative ? 2 * logs : 0);
    }

    /** Forecasts from the states of the last run. */
    double[] ahead(EtsForm form, double phi, int horizon) {
        double[] points = new double[horizon];
        double fading = 0;
        double power = 1;
        for (int h = 0; h < horizon; h++) {
            power *= phi;
            fading += power;
            double q = level + (form.trend() ? fading * trend : 0);
            double s = season[(y.length + h) % period];
            points[h] = switch (form.season()) {
                case NONE -> q;
                case ADDED -> q + s;
                case TIMES -> q * s;
            };
        }
        return points;
    }
}
