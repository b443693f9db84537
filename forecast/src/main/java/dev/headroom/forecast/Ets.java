package dev.headroom.forecast;

import java.util.List;
import java.util.Map;

/**
 * Exponential smoothing (Holt-Winters and its kin) in the form that has the least corrected Akaike criterion.
 *
 * <p>All fitting combinations of additive and multiplicative errors, no, linear and damped trend, and the season added or
 * multiplied are fitted by maximum likelihood. The season's first states come from the decomposition of the first cycles instead
 * of the likelihood, which makes a fit take milliseconds instead of seconds for a cycle of 24 steps.
 *
 * <p>Source: R. J. Hyndman and Y. Khandakar, "Automatic time series forecasting: the forecast package for R", Journal of
 * Statistical Software 27 (2008).
 */
public final class Ets implements Method {
    static final String KIND = "ets";
    private static final int VERSION = 1;
    private static final double EDGE = 1e-4;
    private static final int EVALUATIONS = 120;
    private static final int MOST_CYCLES = 42;

    private final List<EtsForm> only;

    /** Every form that fits. */
    public Ets() {
        this(List.of());
    }

    private Ets(List<EtsForm> only) {
        this.only = only;
    }

    /** Additive errors and season, damped trend: one form, for when time is short. */
    public static Ets fast() {
        return new Ets(List.of(new EtsForm(false, true, true, EtsForm.Season.ADDED)));
    }

    @Override
    public String name() {
        return "ets";
    }

    @Override
    public Model fit(Series history, Seasons seasons) {
        int period = seasons.shortest();
        Series recent = history.last(MOST_CYCLES * Math.max(period, 24));
        double[] y = recent.values();
        boolean seasonal = period > 1 && y.length >= 2 * period + 1;
        int p = seasonal ? period : 1;
        EtsFilter filter = new EtsFilter(y, p);
        List<EtsForm> forms = only.isEmpty() ? EtsForm.fitting(positive(y), seasonal) : only;
        Smoothing best = null;
        double least = Double.POSITIVE_INFINITY;
        for (EtsForm form : forms) {
            EtsForm tried = seasonal
                    ? form
                    : new EtsForm(form.multiplicative(), form.trend(), form.damped(), EtsForm.Season.NONE);
            Smoothing fitted = fit(filter, tried, p);
            double criterion = criterion(filter, fitted, y.length);
            if (best == null || criterion < least) {
                best = fitted;
                least = criterion;
            }
        }
        return best == null ? new Smoothing(forms.get(0), p, 0.3, 0, 0, 1) : best;
    }

    private static boolean positive(double[] y) {
        for (double v : y) {
            if (!(v > 0)) {
                return false;
            }
        }
        return true;
    }

    private static double criterion(EtsFilter filter, Smoothing m, int n) {
        filter.run(m.form, m.alpha, m.beta, m.gamma, m.phi);
        int k = m.form.parameters() + 1 + (m.form.trend() ? 1 : 0) + (m.period > 1 ? m.period - 1 : 0);
        double correction = n - k - 1 > 0 ? 2.0 * k * (k + 1) / (n - k - 1) : 1e6;
        return filter.likelihood(m.form.multiplicative()) + 2 * k + correction;
    }

    private static Smoothing fit(EtsFilter filter, EtsForm form, int period) {
        int n = form.parameters();
        double[] start = new double[n];
        double[] edges = new double[n];
        int i = 0;
        start[i] = 0.3;
        edges[i++] = 0.3;
        if (form.trend()) {
            start[i] = 0.05;
            edges[i++] = 0.1;
        }
        if (form.season() != EtsForm.Season.NONE) {
            start[i] = 0.2;
            edges[i++] = 0.2;
        }
        if (form.damped()) {
            start[i] = 0.95;
            edges[i] = -0.07;
        }
        double[] x = Simplex.minimise(
                v -> {
                    Smoothing m = Smoothing.of(form, period, v);
                    filter.run(form, m.alpha, m.beta, m.gamma, m.phi);
                    return filter.likelihood(form.multiplicative()) + outside(form, v);
                },
                start,
                edges,
                EVALUATIONS);
        return Smoothing.of(form, period, x);
    }

    /** A charge for leaving the allowed region, so that the search comes back. */
    private static double outside(EtsForm form, double[] v) {
        double out = over(v[0], 1);
        int i = 1;
        if (form.trend()) {
            out += over(v[i++], 1);
        }
        if (form.season() != EtsForm.Season.NONE) {
            out += over(v[i++], 1);
        }
        if (form.damped()) {
            out += Math.max(0, v[i] - 0.98) + Math.max(0, 0.8 - v[i]);
        }
        return 1e3 * out;
    }

    private static double over(double v, double most) {
        return Math.max(0, -v) + Math.max(0, v - most);
    }

    /**
     * Exponential smoothing of one form.
     *
     * @param beta of the trend, as a share of alpha inside the allowed region; here already multiplied
     * @param gamma of the season, here already multiplied by 1 − alpha
     */
    record Smoothing(EtsForm form, int period, double alpha, double beta, double gamma, double phi) implements Model {

        /** From variables of the search: alpha, beta as a share of alpha, gamma as a share of 1 − alpha, phi. */
        static Smoothing of(EtsForm form, int period, double[] v) {
            double alpha = Math.clamp(v[0], EDGE, 1 - EDGE);
            int i = 1;
            double beta = form.trend() ? alpha * Math.clamp(v[i++], EDGE, 1 - EDGE) : 0;
            double gamma = form.season() == EtsForm.Season.NONE ? 0 : (1 - alpha) * Math.clamp(v[i++], EDGE, 1 - EDGE);
            double phi = form.damped() ? Math.clamp(v[i], 0.8, 0.98) : 1;
            return new Smoothing(form, period, alpha, beta, gamma, phi);
        }

        @Override
        public String description() {
            return "ETS(" + form + ")" + (period > 1 ? "[" + period + "]" : "");
        }

        @Override
        public double[] point(Series seen, int horizon) {
            Series recent = seen.last(MOST_CYCLES * Math.max(period, 24));
            EtsFilter filter = new EtsFilter(recent.values(), period);
            filter.run(form, alpha, beta, gamma, phi);
            return filter.ahead(form, phi, horizon);
        }

        @Override
        public SavedModel saved() {
            return SavedModel.of(
                    KIND,
                    VERSION,
                    Map.of("form", form.codes(), "period", new double[] {period}, "smoothing", new double[] {
                        alpha, beta, gamma, phi
                    }));
        }

        static Smoothing restore(SavedModel saved) {
            double[] s = saved.get("smoothing");
            return new Smoothing(
                    EtsForm.of(saved.expect(VERSION).get("form")), saved.whole("period"), s[0], s[1], s[2], s[3]);
        }
    }
}
