package dev.headroom.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueingTest {

    /** The textbook recurrence B(c) = a·B(c−1) ÷ (c + a·B(c−1)). */
    private static double recurrence(int servers, double offered) {
        double b = 1;
        for (int c = 1; c <= servers; c++) {
            b = offered * b / (c + offered * b);
        }
        return b;
    }

    @Property(tries = 500)
    void erlangBAgreesWithTheRecurrence(
            @ForAll @IntRange(max = 3000) int servers, @ForAll @DoubleRange(min = 0.01, max = 1.5) double load) {
        double offered = Math.max(1, servers) * load;
        double exact = recurrence(servers, offered);
        assertThat(Queueing.erlangB(servers, offered)).isCloseTo(exact, within(3e-6 * exact + 1e-300));
    }

    /** Tables of Erlang C. */
    @ParameterizedTest(name = "{0} servers, {1} erlangs: {2}")
    @CsvSource({
        "1, 0.5, 0.5",
        "2, 1, 0.33333333",
        "5, 4, 0.55411255",
        "10, 8, 0.40918015",
        "0, 1, 1",
        "3, 3, 1",
        "3, 4, 1",
        "3, 0, 0",
    })
    void erlangC(int servers, double offered, double expected) {
        assertThat(Queueing.erlangC(servers, offered)).isCloseTo(expected, within(1e-7));
    }

    /** M/M/1 at ρ = 0.8 with s = 1: mean wait 4, response exponential with mean 5. M/D/1 waits half as long. */
    @Test
    void oneServer() {
        assertThat(Queueing.meanWait(1, 0.8, 1, 1)).isCloseTo(4, within(1e-12));
        assertThat(Queueing.meanWait(1, 0.8, 1, 0.5)).isCloseTo(2, within(1e-12));
        assertThat(Queueing.responseTail(1, 0.8, 1, 1, 10)).isCloseTo(Math.exp(-2), within(1e-12));
        assertThat(Queueing.responseQuantile(1, 0.8, 1, 1, 0.95)).isCloseTo(5 * Math.log(20), within(1e-6));
        assertThat(Queueing.waitTail(1, 0.8, 1, 1, 10)).isCloseTo(0.8 * Math.exp(-2), within(1e-12));
        assertThat(Queueing.meanQueueLength(1, 0.8)).isCloseTo(3.2, within(1e-12));
    }

    /** The tail where the rate of the wait equals that of the service is the limit of its neighbours. */
    @Test
    void equalRates() {
        double at = Queueing.responseTail(5, 4, 1, 1, 3);
        assertThat(at).isCloseTo(Queueing.responseTail(5, 4 + 1e-5, 1, 1, 3), within(1e-4));
        assertThat(at).isCloseTo(Queueing.responseTail(5, 4 - 1e-5, 1, 1, 3), within(1e-4));
    }

    @Test
    void overloadAndIdleness() {
        assertThat(Queueing.meanWait(2, 2, 1, 1)).isInfinite();
        assertThat(Queueing.responseQuantile(2, 3, 1, 1, 0.5)).isInfinite();
        assertThat(Queueing.responseTail(2, 3, 1, 1, 100)).isEqualTo(1);
        assertThat(Queueing.meanWait(2, 0, 1, 1)).isZero();
        assertThat(Queueing.responseQuantile(2, 0, 1, 1, 0.5)).isCloseTo(Math.log(2), within(1e-12));
        assertThat(Queueing.responseTail(2, 1, 1, 1, Double.POSITIVE_INFINITY)).isZero();
    }

    @Property(tries = 500)
    void theQuantileIsWhereTheTailIs(
            @ForAll @IntRange(min = 1, max = 400) int servers,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double load,
            @ForAll @DoubleRange(min = 0.5, max = 0.99) double quantile,
            @ForAll @DoubleRange(min = 0.1, max = 4) double variability) {
        double t = Queueing.responseQuantile(servers, servers * load, 0.2, variability, quantile);
        assertThat(Queueing.responseTail(servers, servers * load, 0.2, variability, t))
                .isCloseTo(1 - quantile, Percentage.withPercentage(0.01));
    }

    @Property(tries = 500)
    void moreServersAreNeverSlower(
            @ForAll @IntRange(min = 1, max = 300) int servers,
            @ForAll @DoubleRange(min = 0.1, max = 299) double offered) {
        double here = Queueing.responseTail(servers, offered, 1, 1, 3);
        assertThat(here).isBetween(0.0, 1.0);
        assertThat(Queueing.responseTail(servers + 1, offered, 1, 1, 3)).isLessThanOrEqualTo(here + 1e-7);
    }

    @Property(tries = 300)
    void theClosedFormIsCloseToErlang(
            @ForAll @IntRange(min = 1, max = 200) int servers,
            @ForAll @DoubleRange(min = 0.7, max = 0.98) double load) {
        double exact = Queueing.meanWait(servers, servers * load, 1, 1) * servers * load;
        assertThat(Queueing.meanQueueLength(servers, servers * load))
                .isCloseTo(exact, within(0.1 * exact + 0.01 * servers));
    }
}
