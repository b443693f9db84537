package dev.headroom.bench;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.simulator.Billing;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.Lifecycle;
import dev.headroom.simulator.Measurement;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.baseline.Baseline;
import dev.headroom.simulator.baseline.Baselines;
import java.util.Arrays;

/** The simulations of the benchmarks. */
final class Scenarios {
    private static final long START = 1_767_225_600_000L;
    private static final int MINUTES_A_DAY = 24 * 60;
    private static final Service SERVICE =
            new Service.Requests(Distribution.exponential(0.9), 14, 20_000, Double.POSITIVE_INFINITY);

    private Scenarios() {}

    /** Days of a daily wave between 50 and 650 requests a second, in minutes. */
    static Trace days(int days) {
        double[] arrivals = new double[days * MINUTES_A_DAY];
        for (int i = 0; i < arrivals.length; i++) {
            double phase = 2 * Math.PI * (i % MINUTES_A_DAY) / MINUTES_A_DAY;
            arrivals[i] = 60 * (350 - 300 * Math.cos(phase));
        }
        return new Trace("wave", START, 60_000, arrivals);
    }

    /** The first two of those hours that are busy, from six on. */
    static Trace morning() {
        return new Trace("morning", START, 60_000, Arrays.copyOfRange(days(1).arrivals(), 360, 480));
    }

    /** The orchestrator under the engine ({@code headroom}) or a baseline's name. */
    static Scenario orchestrator(String policy, Trace trace, Scenario.Mode mode) {
        Workload workload = Orchestrator.alone();
        Decider decider = Engine.INSTANCE;
        Measurement measurement = Measurement.DEFAULT;
        if (!policy.equals("headroom")) {
            if (!(Baselines.create(policy, workload, SERVICE, trace) instanceof Baseline baseline)) {
                throw new IllegalArgumentException(policy + " does not serve requests");
            }
            workload = baseline.workload();
            decider = baseline.decider();
            measurement = baseline.seenThrough(measurement);
        }
        return new Scenario(
                policy,
                workload,
                decider,
                SERVICE,
                new Lifecycle(Distribution.constant(45), 20, 0.5, 120),
                -1,
                trace,
                measurement,
                new Billing(0.1, "USD", 1, 60),
                mode,
                0,
                42);
    }
}
