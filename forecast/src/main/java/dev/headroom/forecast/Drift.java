package dev.headroom.forecast;

import dev.headroom.engine.model.Forecast;
import java.time.Duration;
import java.util.List;

/**
 * Whether a model still forecasts as well as its backtest said: the error of recent forecasts against what came.
 *
 * @param error mean absolute error of the medians over the mean of what came (WAPE); NaN when nothing could be compared
 * @param expected the backtest's error
 * @param compared steps compared
 */
public record Drift(double error, double expected, int compared) {

    /**
     * Compares earlier forecasts with what came.
     *
     * @param made earlier forecasts of the signal, of any age
     * @param seen what has been seen since, in the same steps
     * @param backtest of the model that made them
     */
    public static Drift of(List<Forecast> made, Series seen, Backtest backtest) {
        double off = 0;
        double total = 0;
        int compared = 0;
        for (Forecast f : made) {
            for (int i = 0; i < f.values().length; i++) {
                long into = Duration.between(
                                seen.start(), f.start().plus(f.step().multipliedBy(i)))
                        .toMillis();
                long at = Math.floorDiv(into, seen.step().toMillis());
                if (at < 0 || at >= seen.size() || Double.isNaN(seen.values()[(int) at])) {
                    continue;
                }
                double came = seen.values()[(int) at];
                double median = f.peak(
                        0.5,
                        f.start().plus(f.step().multipliedBy(i)),
                        f.start().plus(f.step().multipliedBy(i)));
                off += Math.abs(came - median);
                total += Math.abs(came);
                compared++;
            }
        }
        return new Drift(relative(off, total, compared), backtest.error(), compared);
    }

    /**
     * Whether the error is above the backtest's by more than a factor. Not when either is unknown.
     *
     * @param factor such as 2
     */
    public boolean exceeds(double factor) {
        return error > factor * expected;
    }

    /** An error over a total; of a total of zero 0 when nothing was off, and 1 otherwise, which is as far off as can be told. */
    static double relative(double off, double total, int count) {
        if (count == 0) {
            return Double.NaN;
        }
        return total > 0 ? off / total : off > 0 ? 1 : 0;
    }
}
