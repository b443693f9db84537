package dev.headroom.forecast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A fitted {@link Ensemble}.
 *
 * @param models that count, in the order of their shares
 * @param all shares of all methods, those of weight 0 too
 */
record Mixture(List<Model> models, List<Share> all, Intervals intervals, Backtest backtest, int memory)
        implements Fitted {
    private static final int VERSION = 1;
    private static final int LEAST_MEMORY = 9000;
    private static final double GUESS = 1.3;
    private static final int MOST_MEMORY = 150_000;
    private static final Duration LONG = Duration.ofDays(91);

    static Mixture nothing(Duration step) {
        return new Mixture(
                List.of(new SeasonalNaive.Repeat(1)),
                List.of(new Share(SeasonalNaive.KIND, "nothing seen", 1, Double.NaN)),
                Intervals.none(1, 0),
                Backtest.NONE,
                memory(step));
    }

    /** Steps of history that are used: a quarter of a year, and not too few or many. */
    static int memory(Duration step) {
        return Math.clamp(LONG.dividedBy(step), LEAST_MEMORY, MOST_MEMORY);
    }

    /** How much usually changes from one cycle to the next, with a margin since it is only a guess at errors to come. */
    static double typicalChange(Series filled, Seasons seasons) {
        double naive = Accuracy.naiveError(filled.values(), seasons.longest());
        return Double.isNaN(naive) ? 0 : GUESS * naive;
    }

    @Override
    public String description() {
        return shares().stream()
                .filter(s -> s.weight() > 0)
                .map(s -> String.format(Locale.ROOT, "%s %.0f %%", s.description(), 100 * s.weight()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public List<Share> shares() {
        return all.stream().sorted(Ensemble.bestFirst()).toList();
    }

    /** The weighted mean of the models, inside the bounds. */
    double[] point(Series filled, int horizon) {
        Bounds bounds = Bounds.of(filled.values());
        double last = filled.values()[filled.size() - 1];
        double[] weights =
                all.stream().mapToDouble(Share::weight).filter(w -> w > 0).toArray();
        double[] points = new double[horizon];
        for (int m = 0; m < weights.length; m++) {
            double[] each = bounds.inside(models.get(m).point(filled, horizon), last);
            for (int h = 0; h < horizon; h++) {
                points[h] += weights[m] * each[h];
            }
        }
        return points;
    }

    @Override
    public double[][] quantiles(Series seen, int horizon, double[] levels) {
        Series filled = Gaps.filled(seen.last(memory));
        if (filled.size() == 0 || Double.isNaN(filled.values()[0])) {
            return new double[horizon][levels.length];
        }
        return intervals.around(point(filled, horizon), levels, Bounds.of(filled.values()));
    }

    @Override
    public SavedModel saved() {
        List<SavedModel> parts = new ArrayList<>();
        parts.add(intervals.saved());
        int next = 0;
        for (Share share : all) {
            List<SavedModel> inside =
                    share.weight() > 0 ? List.of(models.get(next++).saved()) : List.of();
            parts.add(new SavedModel(
                    share.method(), 1, Map.of("share", new double[] {share.weight(), share.error()}), inside));
        }
        return new SavedModel(
                Ensemble.KIND,
                VERSION,
                Map.of("memory", new double[] {memory}, "backtest", Models.numbers(backtest)),
                parts);
    }

    static Mixture restore(SavedModel saved) {
        saved.expect(VERSION);
        List<Model> models = new ArrayList<>();
        List<Share> shares = new ArrayList<>();
        for (SavedModel part : saved.parts().subList(1, saved.parts().size())) {
            double[] share = part.get("share");
            String description = "";
            if (share[0] > 0) {
                Model model = Models.model(part.part(0));
                models.add(model);
                description = model.description();
            }
            shares.add(new Share(part.kind(), description, share[0], share[1]));
        }
        return new Mixture(
                models,
                shares,
                Intervals.restore(saved.part(0)),
                Models.backtest(saved.get("backtest")),
                saved.whole("memory"));
    }
}
