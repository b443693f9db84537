package dev.headroom.forecast;

import java.util.List;
import java.util.Map;

/** A {@link Method} with intervals from a backtest of itself on the series. */
public final class Calibrated implements Forecaster {
    static final String KIND = "calibrated";
    private final Method method;

    /** Puts intervals around a method's forecasts. */
    public Calibrated(Method method) {
        this.method = method;
    }

    @Override
    public String name() {
        return method.name();
    }

    @Override
    public Fitted fit(Series history, int horizon) {
        if (horizon < 1) {
            throw new IllegalArgumentException("a horizon is at least 1 step, not " + horizon);
        }
        return fitted(history.last(Mixture.memory(history.step())), horizon);
    }

    private Fitted fitted(Series history, int horizon) {
        int memory = Mixture.memory(history.step());
        Series filled = Gaps.filled(history);
        if (filled.size() == 0 || Double.isNaN(filled.values()[0])) {
            return new Interval(new SeasonalNaive.Repeat(1), Intervals.none(1, 0), Backtest.NONE, memory);
        }
        Seasons seasons = Seasons.of(filled);
        int[] origins = Origins.of(filled.size(), horizon, seasons, Origins.MANY);
        Model model = method.fit(filled, seasons);
        if (origins.length == 0) {
            return new Interval(
                    model, Intervals.none(horizon, Mixture.typicalChange(filled, seasons)), Backtest.NONE, memory);
        }
        Model earlier = method.fit(filled.first(origins[0]), seasons);
        Trials trials = Trials.of(earlier, filled, history.values(), origins, horizon);
        return new Interval(
                model,
                trials.intervals(history.values(), horizon),
                trials.summary(history.values(), horizon, seasons.shortest()),
                memory);
    }

    /** A model with its intervals. */
    record Interval(Model model, Intervals intervals, Backtest backtest, int memory) implements Fitted {

        @Override
        public String description() {
            return model.description();
        }

        @Override
        public double[][] quantiles(Series seen, int horizon, double[] levels) {
            Series filled = Gaps.filled(seen.last(memory));
            if (filled.size() == 0 || Double.isNaN(filled.values()[0])) {
                return new double[horizon][levels.length];
            }
            Bounds bounds = Bounds.of(filled.values());
            double last = filled.values()[filled.size() - 1];
            return intervals.around(bounds.inside(model.point(filled, horizon), last), levels, bounds);
        }

        @Override
        public SavedModel saved() {
            return new SavedModel(
                    KIND,
                    1,
                    Map.of("memory", new double[] {memory}, "backtest", Models.numbers(backtest)),
                    List.of(model.saved(), intervals.saved()));
        }

        static Interval restore(SavedModel saved) {
            saved.expect(1);
            return new Interval(
                    Models.model(saved.part(0)),
                    Intervals.restore(saved.part(1)),
                    Models.backtest(saved.get("backtest")),
                    saved.whole("memory"));
        }
    }
}
