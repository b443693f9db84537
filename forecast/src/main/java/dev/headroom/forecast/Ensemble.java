package dev.headroom.forecast;

import dev.headroom.forecast.Autoregression.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Several methods, weighted by how they did on the series itself.
 *
 * <p>Each method forecasts from several earlier times of the history (rolling origin) with parameters fitted before the first of
 * them. Its loss is the mean of its absolute error and of its symmetric percentage error (sMAPE), each over that of the best
 * method; its weight is the loss to the power of −8, and methods with less than 4 % are left out. Combining pays: S. Makridakis, E.
 * Spiliotis, V. Assimakopoulos, "The M4 Competition", International Journal of Forecasting 36 (2020).
 */
public final class Ensemble implements Forecaster {
    static final String KIND = "ensemble";
    private static final double POWER = 8;
    private static final double LEAST_SHARE = 0.04;
    private static final int ORIGINS_FAST = 4;

    private final String name;
    private final List<Method> methods;
    private final int origins;

    /**
     * Of methods of one's own.
     *
     * @param name for reports
     * @param methods at least one
     * @param origins forecasts in the backtest at most, at least 2
     */
    public Ensemble(String name, List<Method> methods, int origins) {
        if (methods.isEmpty() || origins < 2) {
            throw new IllegalArgumentException("an ensemble needs at least one method and two origins");
        }
        this.name = name;
        this.methods = List.copyOf(methods);
        this.origins = origins;
    }

    /** Every method there is. */
    public static Ensemble full() {
        return new Ensemble("ensemble", everyMethod(), Origins.MANY);
    }

    /** The quickest methods, for forecasts that are made anew all the time: some milliseconds for four weeks. */
    public static Ensemble fast() {
        return new Ensemble(
                "fast",
                List.of(
                        new SeasonalNaive(SeasonalNaive.Cycle.DAY),
                        new SeasonalNaive(SeasonalNaive.Cycle.WEEK),
                        Autoregression.fast(),
                        new SeasonsAndRest(true)),
                ORIGINS_FAST);
    }

    /** Every method there is, each in its usual form. */
    public static List<Method> everyMethod() {
        return List.of(
                new SeasonalNaive(SeasonalNaive.Cycle.DAY),
                new SeasonalNaive(SeasonalNaive.Cycle.WEEK),
                new Ets(),
                new Theta(true),
                new DoubleSeason(false),
                new DoubleSeason(true),
                new Autoregression(Form.LEVELS, false),
                new Autoregression(Form.LEVELS, true),
                new Autoregression(Form.RECENT, true),
                new Autoregression(Form.CHANGES, true),
                new Autoregression(Form.REST, true),
                new SeasonsAndRest(false),
                new SeasonsAndRest(true),
                new Boosting());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Fitted fit(Series history, int horizon) {
        if (horizon < 1) {
            throw new IllegalArgumentException("a horizon is at least 1 step, not " + horizon);
        }
        return fitted(history.last(Mixture.memory(history.step())), horizon);
    }

    private Fitted fitted(Series history, int horizon) {
        Series filled = Gaps.filled(history);
        if (filled.size() == 0 || Double.isNaN(filled.values()[0])) {
            return Mixture.nothing(history.step());
        }
        Seasons seasons = Seasons.of(filled);
        int[] at = Origins.of(filled.size(), horizon, seasons, origins);
        if (at.length == 0) {
            Method only = new SeasonalNaive(SeasonalNaive.Cycle.LONGEST);
            Model model = only.fit(filled, seasons);
            return new Mixture(
                    List.of(model),
                    List.of(new Share(only.name(), model.description(), 1, Double.NaN)),
                    Intervals.none(horizon, Mixture.typicalChange(filled, seasons)),
                    Backtest.NONE,
                    Mixture.memory(history.step()));
        }
        List<Trials> trials = new ArrayList<>();
        for (Method method : methods) {
            Model earlier = method.fit(filled.first(at[0]), seasons);
            trials.add(Trials.of(earlier, filled, history.values(), at, horizon));
        }
        double[] weights = weights(trials, history.values());
        List<Model> models = new ArrayList<>();
        List<Share> shares = new ArrayList<>();
        for (int m = 0; m < weights.length; m++) {
            double error = trials.get(m).error(history.values());
            if (weights[m] > 0) {
                Model model = methods.get(m).fit(filled, seasons);
                models.add(model);
                shares.add(new Share(methods.get(m).name(), model.description(), weights[m], error));
            } else {
                shares.add(new Share(methods.get(m).name(), "", 0, error));
            }
        }
        Trials mixed = Trials.mixed(trials, weights);
        return new Mixture(
                models,
                shares,
                mixed.intervals(history.values(), horizon),
                mixed.summary(history.values(), horizon, seasons.shortest()),
                Mixture.memory(history.step()));
    }

    private static double[] weights(List<Trials> trials, double[] came) {
        int n = trials.size();
        double[] absolute = new double[n];
        double[] relative = new double[n];
        double leastAbsolute = Double.POSITIVE_INFINITY;
        double leastRelative = Double.POSITIVE_INFINITY;
        for (int m = 0; m < n; m++) {
            absolute[m] = trials.get(m).absolute();
            relative[m] = trials.get(m).symmetric(came);
            leastAbsolute = Math.min(leastAbsolute, absolute[m]);
            leastRelative = Math.min(leastRelative, relative[m]);
        }
        double[] weights = new double[n];
        double sum = 0;
        for (int m = 0; m < n; m++) {
            double loss = (ratio(absolute[m], leastAbsolute) + ratio(relative[m], leastRelative)) / 2;
            weights[m] = Math.pow(loss, -POWER);
            sum += weights[m];
        }
        for (int m = 1; m < n; m++) {
            for (int before = 0; before < m; before++) {
                // Without a weekly cycle the naive methods are one and the same, which must not count twice.
                if (Arrays.deepEquals(trials.get(m).errors(), trials.get(before).errors())) {
                    weights[m] = 0;
                }
            }
        }
        double kept = 0;
        for (int m = 0; m < n; m++) {
            weights[m] = weights[m] < LEAST_SHARE * sum ? 0 : weights[m];
            kept += weights[m];
        }
        for (int m = 0; m < n; m++) {
            weights[m] /= kept;
        }
        return weights;
    }

    /** How many times the least; of a perfect least, 1 when as good and far more when not. */
    private static double ratio(double loss, double least) {
        return least > 0 ? loss / least : loss > 0 ? 1e6 : 1;
    }

    static Comparator<Share> bestFirst() {
        return Comparator.comparingDouble(Share::weight).reversed().thenComparingDouble(Share::error);
    }
}
