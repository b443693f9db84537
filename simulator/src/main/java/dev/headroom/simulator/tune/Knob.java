package dev.headroom.simulator.tune;

import dev.headroom.engine.Workload;
import java.util.function.BiFunction;

/**
 * A parameter of a workload and how to turn it.
 *
 * @param parameter what is searched; its standard is the workload's present value
 * @param turn the workload with another value
 */
public record Knob(Parameter parameter, BiFunction<Workload, Double, Workload> turn) {}
