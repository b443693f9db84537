package dev.headroom.forecast;

/**
 * What a method did in the backtest of an ensemble, and how much it counts.
 *
 * @param method its name
 * @param description of the fitted model; empty when it does not count
 * @param weight in [0, 1]; all of an ensemble add up to 1
 * @param error mean absolute error in the backtest over the mean of what came (WAPE); NaN without a backtest
 */
public record Share(String method, String description, double weight, double error) {}
