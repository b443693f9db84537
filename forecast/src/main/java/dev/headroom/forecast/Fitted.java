package dev.headroom.forecast;

import dev.headroom.engine.model.Forecast;
import java.util.List;

/** What a {@link Forecaster} has learnt: an immutable value that forecasts from any history of its signal. */
public interface Fitted {

    /** Which model it is and in which form, for explanations. */
    String description();

    /** The methods it is made of or was chosen from, best first; none when it is of one method only. */
    default List<Share> shares() {
        return List.of();
    }

    /** How it did on the history it was fitted to. */
    Backtest backtest();

    /**
     * The quantiles of the steps after a history.
     *
     * <p>Never NaN or infinite, ascending in the level, and not negative when the history has no negative value.
     *
     * @param seen all that has been seen, or as much of its end as {@link #memory} says; gaps are NaN
     * @param horizon steps ahead, at least 1
     * @param levels quantile levels in (0, 1), ascending
     * @return {@code [step][level]}
     */
    double[][] quantiles(Series seen, int horizon, double[] levels);

    /** Steps of history that change a forecast; earlier ones need not be passed. */
    int memory();

    /** It as a value to store; {@link Models#restore} makes it again. */
    SavedModel saved();

    /**
     * The forecast as the engine takes it.
     *
     * @param signal name of the signal
     * @param recentError relative error of recent forecasts, see {@link Drift}; NaN when not known
     */
    default Forecast forecast(String signal, Series seen, int horizon, double[] levels, double recentError) {
        return new Forecast(
                signal,
                description(),
                seen.end(),
                seen.end(),
                seen.step(),
                levels.clone(),
                quantiles(seen, horizon, levels),
                recentError);
    }
}
