package dev.headroom.cli;

import dev.headroom.forecast.Accuracy;
import dev.headroom.forecast.Fitted;
import dev.headroom.forecast.Forecaster;
import dev.headroom.forecast.Naive2;
import dev.headroom.forecast.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forecasters on many series, scored as the M4 competition scores. */
final class Contest {
    static final int PERIOD = 24;
    static final String NAIVE2 = "naive2";
    private static final double[] LEVELS = {0.025, 0.5, 0.975};

    private Contest() {}

    /** A series to be forecast and what came. */
    record Task(String id, Series history, double[] came) {}

    /**
     * How a method did on one series.
     *
     * @param smape in percent
     * @param mase NaN when the history does not change over a day
     * @param msis NaN as mase, and for methods without intervals
     * @param coverage share inside the interval of 95 %; NaN for methods without intervals
     */
    record Score(String method, double smape, double mase, double msis, double coverage, double seconds) {}

    /** Means over all series. */
    record Standing(double smape, double mase, double owa, double msis, double coverage, double seconds) {}

    /** Lets every forecaster play one series. */
    static List<Score> play(Task task, List<Forecaster> forecasters) {
        double[] came = task.came;
        double scale = Accuracy.naiveError(task.history.values(), PERIOD);
        double by = scale > 0 ? scale : Double.NaN;
        List<Score> scores = new ArrayList<>();
        long before = System.nanoTime();
        double[] naive = Naive2.forecast(gapless(task.history.values()), PERIOD, came.length);
        scores.add(new Score(
                NAIVE2,
                Accuracy.smape(came, naive),
                Accuracy.mae(came, naive) / by,
                Double.NaN,
                Double.NaN,
                (System.nanoTime() - before) / 1e9));
        for (Forecaster forecaster : forecasters) {
            long begin = System.nanoTime();
            Fitted fitted = forecaster.fit(task.history, came.length);
            double[][] q = fitted.quantiles(task.history, came.length, LEVELS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double[] low = column(q, 0);
            double[] middle = column(q, 1);
            double[] high = column(q, 2);
            scores.add(new Score(
                    forecaster.name(),
                    Accuracy.smape(came, middle),
                    Accuracy.mae(came, middle) / by,
                    Accuracy.intervalScore(came, low, high, 0.05) / by,
                    inside(came, low, high),
                    seconds));
        }
        return scores;
    }

    private static double[] gapless(double[] y) {
        double[] filled = y.clone();
        double last = 0;
        for (int i = 0; i < y.length; i++) {
            last = Double.isNaN(y[i]) ? last : y[i];
            filled[i] = last;
        }
        return filled;
    }

    private static double[] column(double[][] rows, int k) {
        double[] column = new double[rows.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = rows[i][k];
        }
        return column;
    }

    private static double inside(double[] came, double[] low, double[] high) {
        int count = 0;
        int inside = 0;
        for (int h = 0; h < came.length; h++) {
            if (!Double.isNaN(came[h])) {
                count++;
                inside += came[h] >= low[h] && came[h] <= high[h] ? 1 : 0;
            }
        }
        return count > 0 ? inside / (double) count : Double.NaN;
    }

    /** Means by method, in the order of play. */
    static Map<String, Standing> standings(List<List<Score>> played) {
        Map<String, List<Score>> byMethod = new LinkedHashMap<>();
        played.forEach(scores -> scores.forEach(
                s -> byMethod.computeIfAbsent(s.method, m -> new ArrayList<>()).add(s)));
        Standing yardstick = standing(byMethod.getOrDefault(NAIVE2, List.of()), null);
        Map<String, Standing> standings = new LinkedHashMap<>();
        byMethod.forEach((method, scores) -> standings.put(method, standing(scores, yardstick)));
        return standings;
    }

    private static Standing standing(List<Score> scores, @Nullable Standing yardstick) {
        double smape = mean(scores.stream().mapToDouble(Score::smape).toArray());
        double mase = mean(scores.stream().mapToDouble(Score::mase).toArray());
        return new Standing(
                smape,
                mase,
                yardstick == null ? 1 : (smape / yardstick.smape + mase / yardstick.mase) / 2,
                mean(scores.stream().mapToDouble(Score::msis).toArray()),
                mean(scores.stream().mapToDouble(Score::coverage).toArray()),
                mean(scores.stream().mapToDouble(Score::seconds).toArray()));
    }

    /** The mean of the values there are; NaN when there are none. */
    private static double mean(double[] values) {
        double sum = 0;
        int count = 0;
        for (double v : values) {
            if (!Double.isNaN(v)) {
                sum += v;
                count++;
            }
        }
        return count > 0 ? sum / count : Double.NaN;
    }
}
