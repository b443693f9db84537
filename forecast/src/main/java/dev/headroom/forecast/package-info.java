/** Forecasts of traffic: models, backtests, intervals. */
@NullMarked
package dev.headroom.forecast;

import org.jspecify.annotations.NullMarked;
