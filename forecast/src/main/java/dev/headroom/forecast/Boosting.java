package dev.headroom.forecast;

import dev.headroom.forecast.BoostedTrees.Growth;
import java.util.Arrays;
import java.util.Map;

/** Boosted regression trees on the calendar, lags and rolling means ({@link TreeFeatures}), run forward step by step. */
public final class Boosting implements Method {
    static final String KIND = "trees";
    private static final int MOST_ROWS = 5000;
    private static final Growth GROWTH = new Growth(60, 4, 0.12, 8);

    /** With trees as they are found to do well on training parts. */
    public Boosting() {}

    @Override
    public String name() {
        return "trees";
    }

    @Override
    public Model fit(Series history, Seasons seasons) {
        double[] y = history.values();
        Scaling scaling = Scaling.of(y, true);
        double[] z = scaling.in(y);
        TreeFeatures features = new TreeFeatures(history, z, 0);
        // With less than two weeks the first one has to do with lags that do not reach back all the way.
        int from = Math.max(y.length - MOST_ROWS, y.length >= 2 * features.first() ? features.first() : y.length / 3);
        int rows = y.length - from;
        double[][] columns = new double[TreeFeatures.COUNT][rows];
        double[] target = new double[rows];
        double[] row = new double[TreeFeatures.COUNT];
        for (int r = 0; r < rows; r++) {
            features.fill(from + r, row);
            for (int f = 0; f < row.length; f++) {
                columns[f][r] = row[f];
            }
            target[r] = z[from + r] - features.level(from + r);
        }
        return new Forest(BoostedTrees.grow(columns, target, GROWTH), scaling);
    }

    /** The grown trees. */
    record Forest(BoostedTrees trees, Scaling scaling) implements Model {

        @Override
        public String description() {
            return "boosted trees";
        }

        @Override
        public double[] point(Series seen, int horizon) {
            double[] y = seen.values();
            Bounds bounds = Bounds.of(y);
            double low = scaling.in(bounds.least());
            double high = scaling.in(bounds.most());
            TreeFeatures features = new TreeFeatures(seen, scaling.in(y), horizon);
            double[] row = new double[TreeFeatures.COUNT];
            double[] points = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                int at = y.length + h;
                features.fill(at, row);
                double z = features.level(at) + trees.of(row);
                double inside = z <= low ? low : z >= high ? high : z;
                features.append(inside);
                points[h] = scaling.out(inside);
            }
            return points;
        }

        @Override
        public SavedModel saved() {
            return SavedModel.of(
                    KIND,
                    1,
                    Map.of(
                            "base",
                            new double[] {trees.base()},
                            "depth",
                            new double[] {trees.depth()},
                            "features",
                            Arrays.stream(trees.features()).asDoubleStream().toArray(),
                            "limits",
                            trees.limits(),
                            "leaves",
                            trees.leaves(),
                            "scaling",
                            scaling.numbers()));
        }

        static Forest restore(SavedModel saved) {
            double[] features = saved.expect(1).get("features");
            int[] each = new int[features.length];
            for (int i = 0; i < each.length; i++) {
                each[i] = (int) features[i];
            }
            return new Forest(
                    new BoostedTrees(
                            saved.number("base"), saved.whole("depth"), each, saved.get("limits"), saved.get("leaves")),
                    Scaling.of(saved.get("scaling")));
        }
    }
}
