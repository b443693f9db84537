package dev.headroom.forecast;

import java.util.Map;

/**
 * The optimised theta method on the series without its day and week.
 *
 * <p>Forecast = (1 − 1⁄θ)·line + 1⁄θ·(simple exponential smoothing of θy + (1 − θ)·line), θ and α by least squares of one-step
 * errors. Sources: V. Assimakopoulos and K. Nikolopoulos, "The theta model", International Journal of Forecasting 16 (2000); J. A.
 * Fiorucci et al., "Models for optimising the theta method", International Journal of Forecasting 32 (2016).
 */
public final class Theta implements Method {
    static final String KIND = "theta";
    private static final double[] THETAS = {1, 1.5, 2, 3, 5};
    private static final int MOST_CYCLES = 10;

    private final boolean log;

    /**
     * The theta method.
     *
     * @param log whether seasons are factors, where the series allows
     */
    public Theta(boolean log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "theta";
    }

    private static Series recent(Series series, Seasons seasons) {
        return series.last(MOST_CYCLES * Math.max(seasons.longest(), 168));
    }

    @Override
    public Model fit(Series history, Seasons seasons) {
        Series recent = recent(history, seasons);
        Scaling scaling = Scaling.of(recent.values(), log);
        double[] x = Decomposition.of(scaling.in(recent.values()), seasons).rest();
        double[] line = Profiles.line(x);
        double best = Double.POSITIVE_INFINITY;
        Lines fitted = new Lines(seasons, scaling.log(), 2, 0.5);
        for (double theta : THETAS) {
            for (double alpha = 0.05; alpha < 1; alpha += 0.05) {
                double e = run(x, line, theta, alpha)[1];
                if (e < best) {
                    best = e;
                    fitted = new Lines(seasons, scaling.log(), theta, alpha);
                }
            }
        }
        return fitted;
    }

    /** The smoothed theta line at the end, and the sum of squared one-step errors. */
    private static double[] run(double[] x, double[] line, double theta, double alpha) {
        double level = x.length == 0 ? 0 : theta * x[0] + (1 - theta) * line[0];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double straight = line[0] + line[1] * i;
            double e = x[i] - ((1 - 1 / theta) * straight + level / theta);
            sum += e * e;
            level += alpha * (theta * x[i] + (1 - theta) * straight - level);
        }
        return new double[] {level, sum};
    }

    /** The fitted theta and smoothing. */
    record Lines(Seasons seasons, boolean log, double theta, double alpha) implements Model {

        @Override
        public String description() {
            return "theta(" + theta + ")";
        }

        @Override
        public double[] point(Series seen, int horizon) {
            Series recent = recent(seen, seasons);
            Scaling scaling = Scaling.of(recent.values(), log);
            Decomposition parts = Decomposition.of(scaling.in(recent.values()), seasons);
            double[] x = parts.rest();
            double[] line = Profiles.line(x);
            double level = run(x, line, theta, alpha)[0];
            double[] points = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                double straight = line[0] + line[1] * (x.length + h);
                points[h] = scaling.out((1 - 1 / theta) * straight + level / theta + parts.season(x.length + h));
            }
            return points;
        }

        @Override
        public SavedModel saved() {
            return SavedModel.of(
                    KIND,
                    1,
                    Map.of("seasons", seasons.numbers(), "log", new double[] {log ? 1 : 0}, "theta", new double[] {
                        theta, alpha
                    }));
        }

        static Lines restore(SavedModel saved) {
            double[] t = saved.get("theta");
            return new Lines(Seasons.of(saved.expect(1).get("seasons")), saved.number("log") > 0, t[0], t[1]);
        }
    }
}
