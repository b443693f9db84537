package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.model.Measure;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Callers who come again. When they come back long after, each attempt meets the loss system as if it were new: attempts are
 * Poisson, and the rate of all attempts is the fixed point of λ' = λ + (those who come again) with Erlang's B (the retrial
 * model of Cohen 1957 in its limit of long pauses).
 */
class RetriesTest {

    /** Erlang's loss formula by its recursion. */
    private static double erlangB(int servers, double load) {
        double b = 1;
        for (int k = 1; k <= servers; k++) {
            b = load * b / (k + load * b);
        }
        return b;
    }

    private static Result run(Retries retries, int slots, double rate, double seconds, double timeout, long queue) {
        Service service = new Service.Requests(Distribution.exponential(0.1), slots, queue, timeout).with(retries);
        Result r = Simulator.run(
                Worlds.fixed(service, 1, Worlds.flat(rate, 60_000, (int) (seconds / 60)), Scenario.Mode.REQUEST, 3),
                Progress.NONE);
        assertThat(r.served() + r.rejected() + r.timedOut() + r.inSystem()).isEqualTo(r.arrived());
        return r;
    }

    @ParameterizedTest
    @CsvSource({"10,80,0.8", "10,95,0.5", "3,20,1"})
    void attemptsReachTheFixedPointOfErlangsLoss(int slots, double rate, double share) {
        double all = rate;
        for (int i = 0; i < 1000; i++) {
            all = rate + share * erlangB(slots, all * 0.1) * all;
        }
        double blocked = erlangB(slots, all * 0.1);
        Result r = run(
                new Retries(share, Integer.MAX_VALUE, 60, 1, 60, 1),
                slots,
                rate,
                1_200_000 / rate,
                Double.POSITIVE_INFINITY,
                0);
        assertThat(r.retries() / r.arrived()).isCloseTo((all - rate) / rate, Percentage.withPercentage(3));
        // Of all attempts the blocked ones that do not come again are the rejected requests.
        assertThat(r.rejected() / r.arrived())
                .isCloseTo(all / rate * blocked * (1 - share), Offset.offset(0.03 * blocked));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4"})
    void aRequestFailsWhenAllItsAttemptsDo(int attempts) {
        int slots = 5;
        double rate = 50;
        double all = rate;
        for (int i = 0; i < 1000; i++) {
            double b = erlangB(slots, all * 0.1);
            double sum = 0;
            for (int k = 0; k < attempts; k++) {
                sum += Math.pow(b, k);
            }
            all = rate * sum;
        }
        Result r = run(new Retries(1, attempts, 60, 1, 60, 1), slots, rate, 20_000, Double.POSITIVE_INFINITY, 0);
        assertThat(r.rejected() / r.arrived())
                .isCloseTo(Math.pow(erlangB(slots, all * 0.1), attempts), Percentage.withPercentage(4));
    }

    @Test
    void withoutAnyoneComingAgainTheWorldIsThePlainOne() {
        // A share too small to matter makes the requests have a history, which must change nothing else.
        Retries hardly = new Retries(1e-12, 2, 1, 1, 1, 0);
        Result plain = run(Retries.NONE, 5, 55, 6000, 0.3, 1000);
        Result same = run(hardly, 5, 55, 6000, 0.3, 1000);
        assertThat(plain.timedOut()).isPositive();
        assertThat(same.served()).isEqualTo(plain.served());
        assertThat(same.timedOut()).isEqualTo(plain.timedOut());
        assertThat(same.p95()).isEqualTo(plain.p95());
        assertThat(same.meanWaitSeconds()).isCloseTo(plain.meanWaitSeconds(), Percentage.withPercentage(1e-6));
    }

    @Test
    void aShortageLastsLongerWhenCallersComeAgain() {
        double[] arrivals = new double[60];
        for (int i = 0; i < arrivals.length; i++) {
            arrivals[i] = 60 * (i >= 10 && i < 15 ? 100 : 40);
        }
        Trace burst = new Trace("burst", Worlds.START, 60_000, arrivals);
        Watcher w = new Watcher(Map.of(0L, 1));
        Scenario s = new Scenario(
                "retries",
                Worlds.workload(
                        1, 1, Duration.ofSeconds(15), 1, Worlds.signal(Measure.RATE), Worlds.signal(Measure.ERRORS)),
                w,
                new Service.Requests(Distribution.exponential(0.1), 5, 5, 1).with(Retries.of(10, 2)),
                Worlds.boots(30),
                1,
                burst,
                Measurement.DEFAULT,
                Billing.UNKNOWN,
                Scenario.Mode.REQUEST,
                0,
                1);
        Result r = Simulator.run(s, Progress.NONE);
        // Fifty a second are carried. The metrics see attempts: more than the hundred a second that are new.
        assertThat(w.at(870).readings().get(0).value()).isGreaterThan(120);
        assertThat(w.at(870).readings().get(1).value()).isGreaterThan(0.5);
        // And long after the burst more than the forty that are new.
        assertThat(w.at(960).readings().get(0).value()).isGreaterThan(60);
        assertThat(r.retries()).isPositive();
    }

    @Test
    void theIntervalModeRefuses() {
        Scenario s = Worlds.fixed(
                new Service.Requests(Distribution.exponential(0.1), 5, 5, 1).with(Retries.of(3, 1)),
                1,
                Worlds.flat(40, 60_000, 5),
                Scenario.Mode.INTERVAL,
                1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Simulator.run(s, Progress.NONE))
                .withMessageContaining("come again")
                .withMessageContaining("request mode");
    }
}
