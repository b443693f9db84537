package dev.headroom.simulator;

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
     * @throws IllegalArgumentException when the scenario asks for what its mode cannot simulate, or begins with more
     *     replicas than the platform has; the message is a sentence that says so
     */
    public static Result run(Scenario scenario, Progress progress) {
        Feasibility.check(scenario);
        return new Simulation(scenario, progress).run();
    }
}
