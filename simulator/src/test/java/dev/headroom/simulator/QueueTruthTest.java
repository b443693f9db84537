package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The per-request world against the closed forms of queueing theory. */
class QueueTruthTest {

    /** Erlang C mean wait by its defining sums, independent of the code under test. */
    private static double erlangC(int c, double load, double service) {
        double term = 1;
        double sum = 1;
        for (int k = 1; k < c; k++) {
            term *= load / k;
            sum += term;
        }
        double last = term * load / c / (1 - load / c);
        return last / (sum + last) * service / (c - load);
    }

    @ParameterizedTest
    @CsvSource({"1,1,0.5", "1,1,0.8", "2,1,0.7", "1,5,0.8", "5,2,0.85", "4,5,0.8", "20,1,0.9"})
    void meanWaitAgreesWithErlangC(int replicas, int slots, double utilisation) {
        double service = 0.1;
        int c = replicas * slots;
        double rate = utilisation * c / service;
        int seconds = (int) (8_000_000 / rate);
        Result r = Simulator.run(
                Worlds.fixed(
                        Worlds.requests(Distribution.exponential(service), slots),
                        replicas,
                        Worlds.flat(rate, 1000, seconds),
                        Scenario.Mode.REQUEST,
                        7),
                Progress.NONE);
        assertThat(r.meanWaitSeconds()).isCloseTo(erlangC(c, utilisation * c, service), Percentage.withPercentage(2));
    }

    @ParameterizedTest
    @CsvSource({
        "CONSTANT,0,0.7",
        "CONSTANT,0,0.85",
        "LOGNORMAL,0.5,0.8",
        "LOGNORMAL,1.5,0.6",
        "GAMMA,0.5,0.7",
        "GAMMA,2,0.6"
    })
    void meanWaitAgreesWithPollaczekKhinchine(Distribution.Shape shape, double cv, double utilisation) {
        double service = 0.1;
        double rate = utilisation / service;
        Result r = Simulator.run(
                Worlds.fixed(
                        Worlds.requests(new Distribution(shape, service, cv), 1),
                        1,
                        Worlds.flat(rate, 60_000, (int) (8_000_000 / rate / 60)),
                        Scenario.Mode.REQUEST,
                        3),
                Progress.NONE);
        double expected = rate * service * service * (1 + cv * cv) / (2 * (1 - utilisation));
        assertThat(r.meanWaitSeconds()).isCloseTo(expected, Percentage.withPercentage(2));
    }

    @Test
    void lossSystemAgreesWithErlangB() {
        // Ten slots, no place to wait, a load of 8 erlangs: B = 0.1217 (Erlang's table).
        Result r = Simulator.run(
                Worlds.fixed(
                        new Service.Requests(new Distribution(Distribution.Shape.LOGNORMAL, 0.1, 1.5), 10, 0, 1),
                        1,
                        Worlds.flat(80, 60_000, 500),
                        Scenario.Mode.REQUEST,
                        5),
                Progress.NONE);
        assertThat(r.rejected() / r.arrived()).isCloseTo(0.1217, Percentage.withPercentage(2));
    }
}
