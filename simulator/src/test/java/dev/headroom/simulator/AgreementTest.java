package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Measure;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The interval mode against the request mode, whose bound is stated in {@link Scenario.Mode}: attainment within 0.5
 * percentage points, replica-hours within 2 %, p95 within 10 %, failed within 0.5 points. Half a day of demand that swings
 * ({@code day}) or jumps by a factor of six ({@code spiky}), followed by a policy that provisions for a utilisation.
 */
class AgreementTest {
    private static final int MINUTES = 240;

    static Trace trace(String shape, double low, double high) {
        double[] arrivals = new double[MINUTES];
        for (int i = 0; i < MINUTES; i++) {
            double share =
                    shape.equals("day") ? 0.5 - 0.5 * Math.cos(2 * Math.PI * i / MINUTES) : (i / 20) % 3 == 2 ? 1 : 0;
            arrivals[i] = 60 * (low + (high - low) * share);
        }
        return new Trace(shape, Worlds.START, 60_000, arrivals);
    }

    @ParameterizedTest
    @CsvSource({
        // shape, law, cv, mean s, slots, low/s, high/s, utilisation, queue limit, timeout s, objective s
        "day, EXPONENTIAL, 1, 0.1, 10, 50, 800, 0.6, -1, Infinity, 0.5",
        "day, EXPONENTIAL, 1, 0.1, 10, 50, 800, 0.9, -1, Infinity, 0.5",
        "day, LOGNORMAL, 1.5, 0.1, 10, 50, 800, 0.8, -1, Infinity, 0.5",
        "day, CONSTANT, 0, 0.05, 1, 50, 400, 0.7, -1, Infinity, 0.2",
        "day, LOGNORMAL, 1, 20, 8, 5, 20, 0.8, -1, Infinity, 60",
        "day, EXPONENTIAL, 1, 1, 20, 20, 200, 0.8, -1, Infinity, 3",
        "spiky, EXPONENTIAL, 1, 0.1, 10, 100, 600, 0.7, -1, Infinity, 1",
        "spiky, EXPONENTIAL, 1, 0.1, 10, 100, 600, 0.7, 100, 2, 1",
        "spiky, EXPONENTIAL, 1, 0.1, 10, 100, 600, 0.8, 0, 5, 1",
        "spiky, EXPONENTIAL, 1, 0.1, 10, 100, 600, 0.8, -1, 60, 1"
    })
    void modesAgree(
            String shape,
            Distribution.Shape law,
            double cv,
            double mean,
            int slots,
            double low,
            double high,
            double utilisation,
            long queueLimit,
            double timeout,
            double objective) {
        Result exact = Simulator.run(
                scenario(shape, law, cv, mean, slots, low, high, utilisation, queueLimit, timeout, objective, true),
                Progress.NONE);
        Result fast = Simulator.run(
                scenario(shape, law, cv, mean, slots, low, high, utilisation, queueLimit, timeout, objective, false),
                Progress.NONE);
        assertThat(fast.events()).isLessThan(exact.events() / 5);
        assertThat(fast.arrived()).isCloseTo(exact.arrived(), Percentage.withPercentage(1));
        assertThat(fast.attainment()).as("attainment").isCloseTo(exact.attainment(), Offset.offset(0.005));
        assertThat(fast.replicaHours())
                .as("replica-hours")
                .isCloseTo(exact.replicaHours(), Percentage.withPercentage(2));
        assertThat(fast.p50()).as("p50").isCloseTo(exact.p50(), Percentage.withPercentage(10));
        assertThat(fast.p95()).as("p95").isCloseTo(exact.p95(), Percentage.withPercentage(10));
        assertThat(failed(fast)).as("failed").isCloseTo(failed(exact), Offset.offset(0.005));
        assertThat(fast.wastedHours())
                .as("wasted")
                .isCloseTo(exact.wastedHours(), Offset.offset(0.02 * exact.replicaHours()));
    }

    private static double failed(Result r) {
        return (r.rejected() + r.timedOut()) / r.arrived();
    }

    private static Scenario scenario(
            String shape,
            Distribution.Shape law,
            double cv,
            double mean,
            int slots,
            double low,
            double high,
            double utilisation,
            long queueLimit,
            double timeout,
            double objective,
            boolean exact) {
        return new Scenario(
                shape,
                Worlds.workload(1, 500, Duration.ofSeconds(15), objective, Worlds.signal(Measure.RATE)),
                Worlds.proportional(utilisation * slots / mean, 1),
                new Service.Requests(
                        new Distribution(law, mean, cv), slots, queueLimit < 0 ? Long.MAX_VALUE : queueLimit, timeout),
                new Lifecycle(Distribution.constant(60), 30, 0.5, 600),
                -1,
                trace(shape, low, high),
                Measurement.DEFAULT,
                new Billing(1, "USD", 1, 0),
                exact ? Scenario.Mode.REQUEST : Scenario.Mode.INTERVAL,
                0,
                5);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.7, 0.02", "4, 0.8, 0.02", "20, 0.9, 0.05"})
    void intervalModeMeetsErlangC(int servers, double utilisation, double service) {
        Scenario s = Worlds.fixed(
                Worlds.requests(Distribution.exponential(service), servers),
                1,
                Worlds.flat(utilisation * servers / service, 60_000, 2880),
                Scenario.Mode.INTERVAL,
                3);
        double b = 1;
        for (int k = 1; k <= servers; k++) {
            double load = utilisation * servers;
            b = load * b / (k + load * b);
        }
        double wait = b / (1 - utilisation * (1 - b)) * service / (servers * (1 - utilisation));
        assertThat(Simulator.run(s, Progress.NONE).meanWaitSeconds()).isCloseTo(wait, Percentage.withPercentage(5));
    }
}
