package dev.headroom.forecast;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A long linear autoregression: each value from those just before it and those around the same time of the last days and weeks,
 * by ridge regression, run forward step by step.
 *
 * <p>Source of the recursion: G. E. P. Box and G. M. Jenkins, "Time Series Analysis" (1970); the lags around each season stand in for
 * the products of a seasonal model.
 */
public final class Autoregression implements Method {

    /** What is regressed. */
    public enum Form {
        /** The values themselves. */
        LEVELS("ar", 0),
        /** The values themselves, later ones counting more: half as much every six days. */
        RECENT("ar-recent", 1),
        /** Changes from the cycle before. */
        CHANGES("ar-changes", 2),
        /** What a decomposition leaves when the seasons are taken out. */
        REST("ar-rest", 3);

        private final String name;
        private final int code;

        Form(String name, int code) {
            this.name = name;
            this.code = code;
        }

        private static Form of(int code) {
            for (Form f : values()) {
                if (f.code == code) {
                    return f;
                }
            }
            throw new IllegalArgumentException("the form of a saved autoregression is damaged; fit it again");
        }
    }

    static final String KIND = "ar";
    private static final int NEAR = 26;
    private static final int MOST_ROWS = 6000;
    private static final int NEAR_FAST = 8;
    private static final int MOST_ROWS_FAST = 2500;
    private static final double PENALTY = 0.002;
    private static final double FAR_DAYS = 6;
    private static final double MOST_AWAY = 10;

    private final Form form;
    private final boolean log;
    private final int near;
    private final int rows;

    /**
     * An autoregression.
     *
     * @param form what is regressed
     * @param log whether of logarithms, where the series allows
     */
    public Autoregression(Form form, boolean log) {
        this(form, log, NEAR, MOST_ROWS);
    }

    private Autoregression(Form form, boolean log, int near, int rows) {
        this.form = form;
        this.log = log;
        this.near = near;
        this.rows = rows;
    }

    /** Of logarithms, with fewer lags and of the last rows only, for when time is short. */
    public static Autoregression fast() {
        return new Autoregression(Form.LEVELS, true, NEAR_FAST, MOST_ROWS_FAST);
    }

    @Override
    public String name() {
        return form == Form.LEVELS && log ? "ar-log" : form.name;
    }

    private int[] lags(Seasons seasons, int n) {
        TreeSet<Integer> lags = new TreeSet<>();
        for (int k = 1; k <= near; k++) {
            lags.add(k);
        }
        if (seasons.day() > 0) {
            for (int days = 1; days <= (near < NEAR ? 2 : 7); days++) {
                around(lags, days * seasons.day());
            }
        }
        if (seasons.week() > 0 && form != Form.CHANGES) {
            around(lags, seasons.week());
            around(lags, 2 * seasons.week());
        }
        lags.removeIf(k -> k < 1 || k > n / 3);
        return lags.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void around(Set<Integer> lags, int lag) {
        lags.add(lag - 1);
        lags.add(lag);
        lags.add(lag + 1);
    }

    @Override
    public Model fit(Series history, Seasons seasons) {
        double[] y = history.values();
        Scaling scaling = Scaling.of(y, log);
        double[] z = scaling.in(y);
        int cycle = form == Form.CHANGES && y.length > 3 * seasons.longest() ? seasons.longest() : 0;
        double[] x = z;
        if (cycle > 0) {
            x = new double[z.length - cycle];
            for (int i = 0; i < x.length; i++) {
                x[i] = z[i + cycle] - z[i];
            }
        } else if (form == Form.REST) {
            x = Decomposition.of(z, seasons).rest();
        }
        int[] lags = lags(seasons, x.length);
        return new Linear(form, seasons, cycle, lags, weights(x, lags, seasons), scaling);
    }

    private double[] weights(double[] x, int[] lags, Seasons seasons) {
        int reach = lags.length == 0 ? 0 : lags[lags.length - 1];
        double keep = form == Form.RECENT ? Math.pow(0.5, 1 / (FAR_DAYS * Math.max(seasons.day(), 24))) : 1;
        Ridge ridge = new Ridge(lags.length + 1, 1);
        double[] row = new double[lags.length + 1];
        double total = 0;
        double counts = 1;
        int from = Math.max(reach, x.length - rows);
        for (int i = x.length - 1; i >= from; i--) {
            features(x, i, lags, row);
            ridge.add(row, x[i], counts);
            total += counts;
            counts *= keep;
        }
        double[][] solved = x.length - from > lags.length ? ridge.solve(PENALTY * total + 1e-6) : null;
        double[] weights = new double[lags.length + 1];
        for (int k = 0; solved != null && k < weights.length; k++) {
            weights[k] = solved[k][0];
        }
        if (solved == null && lags.length > 0) {
            weights[0] = 1;
        }
        return weights;
    }

    private static void features(double[] x, int at, int[] lags, double[] row) {
        for (int k = 0; k < lags.length; k++) {
            row[k] = x[at - lags[k]];
        }
        row[lags.length] = 1;
    }

    /**
     * The fitted coefficients, the constant last.
     *
     * @param cycle steps over which changes are taken; 0 for none
     */
    record Linear(Form form, Seasons seasons, int cycle, int[] lags, double[] weights, Scaling scaling)
            implements Model {

        @Override
        public String description() {
            String of = switch (form) {
                case LEVELS -> "";
                case RECENT -> ", recent first";
                case CHANGES -> cycle > 0 ? ", of changes over " + cycle : "";
                case REST -> ", without seasons";
            };
            return String.format(Locale.ROOT, "AR(%d lags%s%s)", lags.length, scaling.log() ? ", log" : "", of);
        }

        @Override
        public double[] point(Series seen, int horizon) {
            double[] y = seen.values();
            int n = y.length;
            double[] z = new double[n + horizon];
            for (int i = 0; i < n; i++) {
                z[i] = scaling.in(y[i]);
            }
            Decomposition parts = form == Form.REST ? Decomposition.of(scaling.in(y), seasons) : null;
            double[] x = new double[n + horizon];
            for (int i = 0; i < n; i++) {
                x[i] = parts != null ? parts.rest()[i] : cycle > 0 ? (i >= cycle ? z[i] - z[i - cycle] : 0) : z[i];
            }
            Bounds bounds = Bounds.of(y);
            double low = scaling.in(bounds.least());
            double high = scaling.in(bounds.most());
            double[] points = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                int t = n + h;
                double sum = weights[lags.length];
                for (int k = 0; k < lags.length; k++) {
                    sum += weights[k] * x[Math.max(0, t - lags[k])];
                }
                boolean level = parts == null && cycle == 0;
                x[t] = level ? within(sum, low, high) : within(sum, -MOST_AWAY, MOST_AWAY);
                double back = parts != null ? parts.season(t) : cycle > 0 ? z[Math.max(0, t - cycle)] : 0;
                z[t] = within(x[t] + back, low, high);
                points[h] = scaling.out(z[t]);
            }
            return points;
        }

        private static double within(double v, double low, double high) {
            return v <= low ? low : v >= high ? high : v;
        }

        @Override
        public SavedModel saved() {
            double[] each = new double[lags.length];
            for (int k = 0; k < each.length; k++) {
                each[k] = lags[k];
            }
            return SavedModel.of(
                    KIND,
                    1,
                    Map.of(
                            "form",
                            new double[] {form.code},
                            "seasons",
                            seasons.numbers(),
                            "cycle",
                            new double[] {cycle},
                            "lags",
                            each,
                            "weights",
                            weights,
                            "scaling",
                            scaling.numbers()));
        }

        static Linear restore(SavedModel saved) {
            double[] each = saved.expect(1).get("lags");
            int[] lags = new int[each.length];
            for (int k = 0; k < lags.length; k++) {
                lags[k] = (int) each[k];
            }
            return new Linear(
                    Form.of(saved.whole("form")),
                    Seasons.of(saved.get("seasons")),
                    saved.whole("cycle"),
                    lags,
                    saved.get("weights"),
                    Scaling.of(saved.get("scaling")));
        }
    }
}
