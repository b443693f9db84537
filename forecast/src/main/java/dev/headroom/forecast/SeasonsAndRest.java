package dev.headroom.forecast;

import java.util.Map;

/**
 * Multi-seasonal decomposition: the profiles of day and week go on as they were last, and what they leave is forecast by an
 * autoregression around its level.
 *
 * <p>The level is the mean of the last days without their seasons; departures from it fade by the autoregression of a few lags and
 * one day, which is what remains of a seasonal model once its seasons are gone.
 */
public final class SeasonsAndRest implements Method {
    static final String KIND = "decomposition";
    private static final int MOST_CYCLES = 12;
    private static final double PENALTY = 0.01;
    private static final int LAGS = 6;

    private final boolean log;

    /**
     * By decomposition.
     *
     * @param log whether seasons are factors, where the series allows
     */
    public SeasonsAndRest(boolean log) {
        this.log = log;
    }

    @Override
    public String name() {
        return log ? "decomposition-log" : "decomposition";
    }

    private static Series recent(Series series, Seasons seasons) {
        return series.last(MOST_CYCLES * Math.max(seasons.longest(), 168));
    }

    @Override
    public Model fit(Series history, Seasons seasons) {
        Series recent = recent(history, seasons);
        Scaling scaling = Scaling.of(recent.values(), log);
        double[] x = Decomposition.of(scaling.in(recent.values()), seasons).rest();
        double[] level = level(x, seasons);
        Ridge ridge = new Ridge(LAGS + 2, 1);
        double[] row = new double[LAGS + 2];
        int day = Math.max(LAGS + 1, seasons.shortest());
        int rows = 0;
        for (int i = day; i < x.length; i++) {
            features(x, level[i], i, day, row);
            ridge.add(row, x[i] - level[i], 1);
            rows++;
        }
        double[][] solved = rows > 2 * LAGS ? ridge.solve(PENALTY * rows + 1e-9) : null;
        double[] weights = new double[LAGS + 2];
        for (int k = 0; solved != null && k < LAGS + 1; k++) {
            weights[k] = solved[k][0];
        }
        return new Parts(seasons, scaling.log(), weights);
    }

    /** The mean of the last days before each step. */
    private static double[] level(double[] x, Seasons seasons) {
        int span = Math.max(seasons.longest(), 8);
        double[] level = new double[x.length + 1];
        double sum = 0;
        for (int i = 0; i <= x.length; i++) {
            level[i] = i == 0 ? (x.length > 0 ? x[0] : 0) : sum / Math.min(i, span);
            if (i < x.length) {
                sum += x[i] - (i >= span ? x[i - span] : 0);
            }
        }
        return level;
    }

    private static void features(double[] x, double level, int at, int day, double[] row) {
        for (int k = 0; k < LAGS; k++) {
            row[k] = x[at - 1 - k] - level;
        }
        row[LAGS] = x[at - day] - level;
        row[LAGS + 1] = 1;
    }

    /** The fitted autoregression of what the seasons leave. */
    record Parts(Seasons seasons, boolean log, double[] weights) implements Model {

        @Override
        public String description() {
            return "day and week profiles, rest by AR" + (log ? ", of logarithms" : "");
        }

        @Override
        public double[] point(Series seen, int horizon) {
            Series recent = recent(seen, seasons);
            Scaling scaling = Scaling.of(recent.values(), log);
            Decomposition parts = Decomposition.of(scaling.in(recent.values()), seasons);
            int n = recent.size();
            double level = level(parts.rest(), seasons)[n];
            int day = Math.max(LAGS + 1, seasons.shortest());
            double[] x = new double[day + horizon];
            for (int i = 0; i < day; i++) {
                x[i] = n - day + i >= 0 ? parts.rest()[n - day + i] : level;
            }
            double[] row = new double[LAGS + 2];
            double[] points = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                features(x, level, day + h, day, row);
                double away = 0;
                for (int k = 0; k <= LAGS; k++) {
                    away += weights[k] * row[k];
                }
                x[day + h] = level + Math.clamp(away, -50, 50);
                points[h] = scaling.out(x[day + h] + parts.season(n + h));
            }
            return points;
        }

        @Override
        public SavedModel saved() {
            return SavedModel.of(
                    KIND,
                    1,
                    Map.of("seasons", seasons.numbers(), "log", new double[] {log ? 1 : 0}, "weights", weights));
        }

        static Parts restore(SavedModel saved) {
            return new Parts(Seasons.of(saved.expect(1).get("seasons")), saved.number("log") > 0, saved.get("weights"));
        }
    }
}
