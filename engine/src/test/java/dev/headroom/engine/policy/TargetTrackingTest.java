package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.TargetTracking.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTrackingTest {

    private static Recommendation average(int desired, int ready, int sampled, double value, double target) {
        return new TargetTracking("cpu", Mode.AVERAGE, target, 0.1, 0.1)
                .evaluate(
                        new Scene()
                                .replicas(desired, ready)
                                .sees("cpu", Measure.UTILISATION, Unit.RATIO, value, sampled)
                                .now(),
                        null)
                .recommendation();
    }

    /** The cases of the HPA's replica calculator that a fleet's counts can express. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "scale up,                                     3, 3, 3, 0.50, 0.30, 5",
        "scale up less: one of three is unready,       3, 2, 2, 0.60, 0.30, 4",
        "hot but two unready: would turn round: hold,  3, 1, 1, 0.40, 0.30, 3",
        "scale down,                                   5, 5, 5, 0.28, 0.50, 3",
        "scale down though two are unready,            5, 3, 3, 0.30, 0.50, 2",
        "exactly the tolerance above: hold,            10, 10, 10, 0.55, 0.50, 10",
        "a hair above the tolerance,                   10, 10, 10, 0.551, 0.50, 12",
        "exactly the tolerance below: hold,            10, 10, 10, 0.45, 0.50, 10",
        "below the tolerance,                          10, 10, 10, 0.449, 0.50, 9",
        "missing and at the target: hold,                 2, 2, 1, 1.00, 1.00, 2",
        "missing and hot: idle would turn it round: hold, 2, 2, 1, 1.90, 1.00, 2",
        "missing and cold: counts as at the target,       2, 2, 1, 0.60, 1.00, 2",
        "missing and cold and many,                          10, 10, 8, 0.25, 1.00, 4",
        "missing and hot and many,                           10, 10, 8, 2.00, 1.00, 16",
        "unknown sample count: the ready ones,         4, 4, -1, 1.50, 1.00, 6",
        "sampled more than are ready,                  4, 4, 6, 1.50, 1.00, 6",
        "idle: never to zero by an average,            4, 4, 4, 0.00, 1.00, 1",
        "asked for none while some still drain,         0, 3, 3, 0.00, 1.00, 0",
        "nothing ready: hold,                          4, 0, 0, 3.00, 1.00, 4",
        "a fraction that only rounding makes larger,   10, 10, 10, 0.63, 0.21, 30",
    })
    void averages(String name, int desired, int ready, int sampled, double value, double target, int wants) {
        Recommendation r = average(desired, ready, sampled, value, target);
        assertThat(r.kind()).isEqualTo(Kind.DESIRE);
        assertThat(r.desired()).isEqualTo(wants);
        assertThat(r.reason().after()).isEqualTo(wants);
        assertThat(r.reason().text()).doesNotContain("{").contains("cpu");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 1500, 100, 15",
        "10, 1100, 100, 10",
        "10, 1101, 100, 12",
        "10, 900, 100, 10",
        "10, 899, 100, 9",
        "10, 0, 100, 0",
        "0, 0, 100, 0",
        "0, 1, 100, 1",
        "0, 250, 100, 3",
        "3, 1e300, 1, 1000000000",
    })
    void totals(int current, double value, double target, int wants) {
        Recommendation r = new TargetTracking("n", Mode.TOTAL, target, 0.1, 0.1)
                .evaluate(new Scene().replicas(current).sees("n", value).now(), null)
                .recommendation();
        assertThat(r.desired()).isEqualTo(wants);
    }

    @Test
    void saysWhatItSawInTheUnitOfTheSignal() {
        assertThat(average(10, 10, 10, 0.82, 0.6).reason().text())
                .isEqualTo("cpu is 82 % on 10 replicas against a target of 60 % each: wants 14");
    }

    @Test
    void anAverageOverNothingIsNoOpinion() {
        assertThat(average(0, 0, -1, 1, 1).kind()).isEqualTo(Kind.ABSTAIN);
    }

    @Test
    void isBlindWithoutItsSignal() {
        TargetTracking policy = new TargetTracking("cpu", Mode.TOTAL, 1, 0.1, 0.1);
        Recommendation failed =
                policy.evaluate(new Scene().fails("cpu").now(), null).recommendation();
        assertThat(failed.kind()).isEqualTo(Kind.BLIND);
        assertThat(failed.reason().text())
                .isEqualTo("cpu cannot be used (connection refused): no opinion, and nothing may scale in");
        Recommendation unknown = policy.evaluate(new Scene().now(), null).recommendation();
        assertThat(unknown.kind()).isEqualTo(Kind.BLIND);
        assertThat(unknown.reason().text()).startsWith("no signal is called cpu");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1, 0.1", "-1, 0.1, 0.1", "NaN, 0.1, 0.1", "1, -0.1, 0.1", "1, 0.1, 1", "1, NaN, 0"})
    void refuses(double target, double up, double down) {
        assertThatThrownBy(() -> new TargetTracking("cpu", Mode.TOTAL, target, up, down))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("target: ");
    }
}
