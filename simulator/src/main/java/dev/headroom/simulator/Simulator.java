package dev.headroom.simulator;

import java.util.List;

/**
 * Runs scenarios. A run is a pure function of its scenario: the same scenario gives the same result, to the bit, on every
 * machine; it reads no clock and no file. Runs are independent of each other and may go on in parallel.
 */
public final class Simulator {
    private Simulator() {}

    /**
     * Simulates a workload under the trace of the scenario. Requests are simulated until the trace ends; queue workers
     * until the queue is empty after that, or nothing has left it for a day, or a year has passed.
     *
     * @param scenario what to run
     * @param progress told how far it is
     * @throws ScenarioException when the scenario asks for what its mode cannot simulate, begins with more replicas than
     *     the platform has, or is limited by another workload
     */
    public static Result run(Scenario scenario, Progress progress) {
        check(scenario);
        return new Simulation(scenario, progress).run();
    }

    /**
     * Whether a scenario can be simulated, without doing it.
     *
     * @throws ScenarioException when {@link #run(Scenario, Progress)} would throw it
     */
    public static void check(Scenario scenario) {
        Feasibility.alone(scenario);
    }

    /**
     * Simulates workloads that call each other, until their common trace ends, or, if there is a queue among them, until
     * nothing is left of it.
     *
     * @param chain what to run
     * @param progress told how far it is
     * @return the result of each tier, in the order of the tiers
     * @throws ScenarioException when one asks for what its mode cannot simulate, or begins with more replicas than the
     *     platform has
     */
    public static List<Result> run(Chain chain, Progress progress) {
        for (Tier t : chain.tiers()) {
            Feasibility.check(t.scenario());
        }
        return new ChainRun(chain, progress).run();
    }
}
