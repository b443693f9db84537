package dev.headroom.forecast;

/**
 * How forecasts did that were made at earlier times of a history, each from what had been seen by then (rolling origin).
 *
 * @param origins how many forecasts were made; 0 when the history is too short for any, and the other figures are NaN
 * @param horizon steps of each
 * @param error mean absolute error over the mean of what came (WAPE), 0 = perfect
 * @param mase mean absolute error over that of the seasonal naive forecast of the history (Hyndman and Koehler 2006)
 * @param coverage share of what came inside the interval from the 2.5 % to the 97.5 % quantile, each origin's calibrated
 *     on the others
 */
public record Backtest(int origins, int horizon, double error, double mase, double coverage) {
    static final Backtest NONE = new Backtest(0, 0, Double.NaN, Double.NaN, Double.NaN);
}
