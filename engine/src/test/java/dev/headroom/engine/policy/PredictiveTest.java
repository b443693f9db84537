package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictiveTest {

    /** Minute steps from the start: p50 100, 200, 300 …; p90 twice that. */
    private static Forecast rising(double error) {
        double[][] values = new double[10][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new double[] {100 * (i + 1), 200 * (i + 1)};
        }
        return new Forecast(
                "rate",
                "test",
                Scene.START,
                Scene.START,
                Duration.ofMinutes(1),
                new double[] {0.5, 0.9},
                values,
                error);
    }

    private static Predictive policy(double perReplica, double level, boolean lowers) {
        return new Predictive("rate", perReplica, 1, level, Duration.ofMinutes(1), lowers, 0.3);
    }

    @ParameterizedTest(name = "{0} s, level {1}, {2} a replica: {3}")
    @CsvSource({
        "0, 0.9, 10, 60",
        "0, 0.5, 10, 30",
        "0, 0.7, 10, 45",
        "59, 0.9, 10, 60",
        "60, 0.9, 10, 80",
        "0, 0.9, 7, 86"
    })
    void launchesForThePeakOfTheBootTimeAndTheBuffer(double seconds, double level, double each, int floor) {
        Recommendation r = policy(each, level, false)
                .evaluate(new Scene().seconds(seconds).forecast(rising(0.1)).now(), null)
                .recommendation();
        assertThat(r.kind()).isEqualTo(Kind.BOUND);
        assertThat(r.floor()).isEqualTo(floor);
    }

    @Test
    void mayAlsoLower() {
        Recommendation r = policy(100, 0.9, true)
                .evaluate(new Scene().replicas(50).forecast(rising(0.1)).now(), null)
                .recommendation();
        assertThat(r.kind()).isEqualTo(Kind.DESIRE);
        assertThat(r.desired()).isEqualTo(6);
    }

    /** 4 slots of 0.2 s are 20 a second; at 50 % 10. */
    @Test
    void derivesWhatAReplicaCarries() {
        Predictive policy = new Predictive("rate", 0, 0.5, 0.9, Duration.ofMinutes(1), false, 0.3);
        Scene known = new Scene()
                .replica(4, Duration.ofMillis(200), Duration.ofMinutes(1))
                .sees("rate", Measure.RATE, 90)
                .forecast(rising(0.1));
        assertThat(policy.evaluate(known.now(), null).recommendation().floor()).isEqualTo(60);
        Scene unknown = new Scene().sees("rate", Measure.RATE, 90).forecast(rising(0.1));
        assertThat(policy.evaluate(unknown.now(), null).recommendation().kind()).isEqualTo(Kind.ABSTAIN);
        Scene inFlight = new Scene()
                .replica(4, null, Duration.ofMinutes(1))
                .sees("rate", Measure.IN_FLIGHT, 90)
                .forecast(rising(0.1));
        assertThat(policy.evaluate(inFlight.now(), null).recommendation().floor())
                .isEqualTo(300);
    }

    /**
     * 200 a second of 200 ms each keep 40 slots busy. With 4 slots a replica, 10 replicas are full; the first at which M/M/c lets 95 %
     * through within 700 ms are 11. The replica's own 20 a second would want 10, at 50 % 20.
     */
    @Test
    void asksTheQueueingModelWhereLatencyIsPromised() {
        Predictive policy = new Predictive("rate", 0, 0.5, 0.9, Duration.ZERO, false, 0.3);
        Scene promised = new Scene()
                .replica(4, Duration.ofMillis(200), Duration.ZERO)
                .promises(0.95, Duration.ofMillis(700))
                .sees("rate", Measure.RATE, 90)
                .forecast(rising(0.1));
        Recommendation r = policy.evaluate(promised.now(), null).recommendation();
        assertThat(r.floor())
                .isEqualTo(Staffing.fewest(200 * 0.2, 0.2, 4, 0.95, 0.7, 1))
                .isBetween(11, 12);
        assertThat(r.reason().text()).contains("keep the promised latency").contains("forecast to reach 200");
        Recommendation given = new Predictive("rate", 10, 1, 0.9, Duration.ZERO, false, 0.3)
                .evaluate(promised.now(), null)
                .recommendation();
        assertThat(given.floor()).isEqualTo(20);
    }

    @Test
    void switchesItselfOffByItsErrorAndOnAgainBelowFourFifthsOfTheBound() {
        double[] errors = {Double.NaN, 0.3, 0.31, 0.29, 0.24, Double.NaN, 0.23, 0.29, 0.31};
        boolean[] on = {true, true, false, false, false, false, true, true, false};
        @Nullable Memory memory = null;
        for (int i = 0; i < errors.length; i++) {
            Evaluation e = policy(10, 0.9, false)
                    .evaluate(new Scene().forecast(rising(errors[i])).now(), memory);
            memory = e.memory();
            assertThat(e.recommendation().kind()).as("step %d", i).isEqualTo(on[i] ? Kind.BOUND : Kind.ABSTAIN);
            if (!on[i]) {
                assertThat(e.recommendation().reason().text()).contains("switched off");
            }
        }
    }

    @Test
    void hasNoOpinionWithoutAForecastOrAfterItsEnd() {
        Recommendation none =
                policy(10, 0.9, false).evaluate(new Scene().now(), null).recommendation();
        assertThat(none.kind()).isEqualTo(Kind.ABSTAIN);
        assertThat(none.reason().text()).isEqualTo("there is no forecast of rate yet: no opinion");
        Recommendation ended = policy(10, 0.9, false)
                .evaluate(new Scene().seconds(3600).forecast(rising(0.1)).now(), null)
                .recommendation();
        assertThat(ended.kind()).isEqualTo(Kind.ABSTAIN);
    }

    @Test
    void refuses() {
        Duration buffer = Duration.ofMinutes(1);
        assertThatThrownBy(() -> new Predictive("r", -1, 1, 0.9, buffer, false, 0.3))
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> new Predictive("r", 1, 0, 0.9, buffer, false, 0.3))
                .hasMessageContaining("(0, 1]");
        assertThatThrownBy(() -> new Predictive("r", 1, 1, 1, buffer, false, 0.3))
                .hasMessageContaining("quantile");
        assertThatThrownBy(() -> new Predictive("r", 1, 1, 0.9, buffer, false, 0))
                .hasMessageContaining("error");
    }
}
