package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalsTest {

    private static Scenario scenario(double cv, long seed) {
        Trace trace = new Trace("rise", Worlds.START, 60_000, new double[] {10, 0, 90});
        return Worlds.fixed(Worlds.requests(Distribution.exponential(0.1), 1), 1, trace, Scenario.Mode.REQUEST, seed)
                .arriving(cv);
    }

    /** However regular or bursty, as many come in each bucket as the trace says, and the variance is cv² times that. */
    @ParameterizedTest
    @CsvSource({"0", "0.5", "0.8", "1", "2", "3"})
    void countsHaveTheTracesMeanAndTheSpreadAskedFor(double cv) {
        int runs = 6000;
        double[] means = new double[3];
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < runs; seed++) {
            Arrivals arrivals = new Arrivals(scenario(cv, seed));
            int all = 0;
            for (long at = arrivals.next(); at < Long.MAX_VALUE; at = arrivals.next()) {
                means[(int) (at / 60_000_000_000L)] += 1.0 / runs;
                all++;
                arrivals.advance();
            }
            sum += all;
            squares += (double) all * all;
        }
        assertThat(means[0]).isCloseTo(10, Offset.offset(0.08 * cv + 1e-9));
        assertThat(means[1]).isZero();
        assertThat(means[2]).isCloseTo(90, Offset.offset(0.5 * cv + 1e-9));
        double variance = squares / runs - sum / runs * sum / runs;
        assertThat(variance).isCloseTo(100 * cv * cv, Offset.offset(14 * cv * cv + 0.5));
    }

    @Test
    void anEvenPaceIsOne() {
        Arrivals arrivals = new Arrivals(scenario(0, 4));
        long first = arrivals.next();
        arrivals.advance();
        assertThat(first).isBetween(0L, 6_000_000_000L);
        assertThat(arrivals.next() - first).isCloseTo(6_000_000_000L, Offset.offset(2L));
    }

    @Test
    void withoutChanceOnEitherSideNobodyWaits() {
        Scenario s = Worlds.fixed(
                        Worlds.requests(Distribution.constant(0.1), 1),
                        1,
                        Worlds.flat(9, 60_000, 60),
                        Scenario.Mode.REQUEST,
                        1)
                .arriving(0);
        assertThat(Simulator.run(s, Progress.NONE).meanWaitSeconds()).isZero();
    }

    /**
     * The mean wait of 20 slots, 16 busy, in both modes. By intervals it is Allen and Cunneen's, whose share of those who wait
     * is Erlang's C: bursts make more of them wait, and an even pace fewer.
     */
    @ParameterizedTest
    @CsvSource({"0.5, 80", "1, 6", "2, 45"})
    void modesAgreeOnBurstsAsFarAsAllenAndCunneen(double cv, double percent) {
        Result exact = Simulator.run(twenty(Scenario.Mode.REQUEST).arriving(cv), Progress.NONE);
        Result solved = Simulator.run(twenty(Scenario.Mode.INTERVAL).arriving(cv), Progress.NONE);
        assertThat(solved.arrived()).isCloseTo(exact.arrived(), Percentage.withPercentage(0.5));
        assertThat(solved.p95()).isCloseTo(exact.p95(), Percentage.withPercentage(12));
        assertThat(solved.meanWaitSeconds()).isCloseTo(exact.meanWaitSeconds(), Percentage.withPercentage(percent));
    }

    private static Scenario twenty(Scenario.Mode mode) {
        return Worlds.fixed(
                Worlds.requests(Distribution.exponential(0.1), 10), 2, Worlds.flat(160, 60_000, 600), mode, 3);
    }

    @Test
    void refusesWhatIsNoSpread() {
        assertThatThrownBy(() -> scenario(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scenario(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
