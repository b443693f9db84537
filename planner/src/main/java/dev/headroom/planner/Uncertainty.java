package dev.headroom.planner;

import java.util.List;

/**
 * What the figures of a plan may be when its inputs are uncertain.
 *
 * @param draws how many random draws were made
 * @param seed of the draws
 * @param outputs figures that vary
 */
public record Uncertainty(int draws, long seed, List<Output> outputs) {

    /**
     * A figure that varies, in its own unit.
     *
     * @param drivers inputs that move it, those that explain most of its variance first
     */
    public record Output(String name, double mean, double p50, double p90, double p99, List<Driver> drivers) {
        public Output {
            drivers = List.copyOf(drivers);
        }
    }

    /**
     * What an input does to an output.
     *
     * @param input its name
     * @param share first-order sensitivity, Var(E(output | input)) ÷ Var(output), from 0 to 1
     * @param low mean of the output where the input is in its lowest tenth
     * @param high mean of the output where the input is in its highest tenth
     */
    public record Driver(String input, double share, double low, double high) {}

    public Uncertainty {
        outputs = List.copyOf(outputs);
    }
}
