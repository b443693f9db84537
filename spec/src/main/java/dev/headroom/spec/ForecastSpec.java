package dev.headroom.spec;

import java.time.Duration;

/**
 * A forecast that a policy asks for.
 *
 * @param signal what is forecast
 * @param history how much of the past it is made from
 */
public record ForecastSpec(String signal, Duration history) {}
