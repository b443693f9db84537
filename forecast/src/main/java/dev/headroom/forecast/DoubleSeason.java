package dev.headroom.forecast;

import java.util.Map;

/**
 * Exponential smoothing with a day and a week at once, and an error that fades: y = l + d + w + φe₋₁.
 *
 * <p>Each step: e = y − (l + d + w + φe₋₁), then l += αe, d += δe, w += ωe, the parameters by least absolute error. Source: J. W.
 * Taylor, "Short-term electricity demand forecasting using double seasonal exponential smoothing", Journal of the Operational
 * Research Society 54 (2003), without trend and with both seasons added.
 */
public final class DoubleSeason implements Method {
    static final String KIND = "double-season";
    private static final int EVALUATIONS = 120;
    private static final int MOST_WEEKS = 10;

    private final boolean log;

    /**
     * Smoothing with two seasons.
     *
     * @param log whether of logarithms, where the series allows: seasons are factors then
     */
    public DoubleSeason(boolean log) {
        this.log = log;
    }

    @Override
    public String name() {
        return log ? "double-season-log" : "double-season";
    }

    @Override
    public Model fit(Series history, Seasons seasons) {
        Series recent = recent(history, seasons);
        Scaling scaling = Scaling.of(recent.values(), log);
        double[] z = scaling.in(recent.values());
        double[] start = {0.1, 0.1, 0.1, 0.7};
        double[] edges = {0.15, 0.1, 0.1, 0.2};
        double[] best = Simplex.minimise(
                v -> {
                    Run run = new Run(seasons, z);
                    return run.over(z, inside(v)) * (1 + outside(v));
                },
                start,
                edges,
                EVALUATIONS);
        return new Smoothing(seasons, inside(best), scaling.log());
    }

    private static Series recent(Series series, Seasons seasons) {
        return series.last(MOST_WEEKS * Math.max(seasons.longest(), 168));
    }

    private static double[] inside(double[] v) {
        double[] inside = new double[4];
        for (int i = 0; i < 4; i++) {
            inside[i] = Math.clamp(v[i], 0, i == 3 ? 0.98 : 0.99);
        }
        return inside;
    }

    private static double outside(double[] v) {
        double out = 0;
        for (int i = 0; i < 4; i++) {
            out += Math.max(0, -v[i]) + Math.max(0, v[i] - (i == 3 ? 0.98 : 0.99));
        }
        return out;
    }

    /** Level, seasons and last error as they change over a history. */
    private static final class Run {
        private final double[] day;
        private final double[] week;
        private double level;
        private double error;
        private int at;

        Run(Seasons seasons, double[] z) {
            day = new double[Math.max(1, seasons.day())];
            week = new double[Math.max(1, seasons.week())];
            int head = Math.min(z.length, Math.max(2 * week.length, 3 * day.length));
            level = Profiles.mean(z, 0, head);
            int[] count = new int[day.length];
            for (int i = 0; seasons.day() > 0 && i < head; i++) {
                day[i % day.length] += z[i] - level;
                count[i % day.length]++;
            }
            for (int p = 0; p < day.length; p++) {
                day[p] /= Math.max(1, count[p]);
            }
            int[] seen = new int[week.length];
            for (int i = 0; seasons.week() > 0 && i < head; i++) {
                week[i % week.length] += z[i] - level - day[i % day.length];
                seen[i % week.length]++;
            }
            for (int p = 0; p < week.length; p++) {
                week[p] /= Math.max(1, seen[p]);
            }
        }

        /** The sum of absolute errors after the first week. */
        double over(double[] z, double[] v) {
            double alpha = v[0];
            double delta = day.length > 1 ? v[1] : 0;
            double omega = week.length > 1 ? v[2] : 0;
            double phi = v[3];
            int warm = Math.min(z.length / 2, Math.max(week.length, day.length));
            double l = level;
            double e = error;
            double sum = 0;
            int d = 0;
            int w = 0;
            for (int i = 0; i < z.length; i++) {
                e = z[i] - (l + day[d] + week[w] + phi * e);
                l += alpha * e;
                day[d] += delta * e;
                week[w] += omega * e;
                if (i >= warm) {
                    sum += Math.abs(e);
                }
                d = ++d == day.length ? 0 : d;
                w = ++w == week.length ? 0 : w;
            }
            level = l;
            error = e;
            at = z.length;
            return sum;
        }

        double[] ahead(double phi, int horizon) {
            double[] points = new double[horizon];
            double fading = error;
            for (int h = 0; h < horizon; h++) {
                fading *= phi;
                points[h] = level + day[(at + h) % day.length] + week[(at + h) % week.length] + fading;
            }
            return points;
        }
    }

    /** The fitted parameters: alpha, delta, omega, phi. */
    record Smoothing(Seasons seasons, double[] v, boolean log) implements Model {

        @Override
        public String description() {
            return "double seasonal smoothing" + (log ? " of logarithms" : "");
        }

        @Override
        public double[] point(Series seen, int horizon) {
            Series recent = recent(seen, seasons);
            Scaling scaling = Scaling.of(recent.values(), log);
            double[] z = scaling.in(recent.values());
            Run run = new Run(seasons, z);
            run.over(z, v);
            return scaling.out(run.ahead(v[3], horizon));
        }

        @Override
        public SavedModel saved() {
            return SavedModel.of(
                    KIND, 1, Map.of("seasons", seasons.numbers(), "smoothing", v, "log", new double[] {log ? 1 : 0}));
        }

        static Smoothing restore(SavedModel saved) {
            return new Smoothing(
                    Seasons.of(saved.expect(1).get("seasons")), saved.get("smoothing"), saved.number("log") > 0);
        }
    }
}
