package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.model.Thresholds;
import dev.headroom.engine.policy.StepScaling.Side;
import dev.headroom.engine.policy.StepScaling.Step;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepScalingTest {

    private static final double OPEN = Double.POSITIVE_INFINITY;

    /** The example of the AWS guide: a threshold of 50 on both sides, 10 % from 10 past it, 30 % from 20 past it. */
    private static final StepScaling GUIDE = new StepScaling(
            "cpu",
            StepScaling.Type.PERCENT,
            0,
            new Side(50, List.of(new Step(0, 10, 0), new Step(10, 20, 0.1), new Step(20, OPEN, 0.3))),
            new Side(50, List.of(new Step(-OPEN, -20, -0.3), new Step(-20, -10, -0.1), new Step(-10, 0, 0))),
            false,
            1,
            1,
            Duration.ZERO);

    private static Recommendation at(StepScaling policy, int replicas, double value) {
        return policy.evaluate(new Scene().replicas(replicas).sees("cpu", value).now(), null)
                .recommendation();
    }

    @ParameterizedTest(name = "{0} replicas at {1}: {2}")
    @CsvSource({"10, 60, 11", "11, 70, 14", "14, 40, 13", "13, 30, 10", "10, 69.9, 11", "10, 30.1, 9", "10, 1e9, 13"})
    void followsTheGuide(int replicas, double value, int wants) {
        assertThat(at(GUIDE, replicas, value).desired()).isEqualTo(wants);
    }

    @ParameterizedTest
    @CsvSource({"50", "55", "59.99", "45", "40.01"})
    void hasNoOpinionInAStepOfZero(double value) {
        assertThat(at(GUIDE, 10, value).kind()).isEqualTo(Kind.ABSTAIN);
    }

    /** Beyond ±1 toward zero, between becomes ±1, then the least magnitude. */
    @ParameterizedTest(name = "{0} replicas, {1}, least {2}: {3}")
    @CsvSource({
        "10, 0.25, 0, 12",
        "3, 0.1, 0, 4",
        "100, 0.29, 0, 129",
        "10, 0.1, 5, 15",
        "0, 0.5, 0, 0",
        "0, 0.5, 1, 1",
    })
    void roundsPercentages(int replicas, double share, int least, int wants) {
        StepScaling policy = new StepScaling(
                "cpu",
                StepScaling.Type.PERCENT,
                least,
                new Side(50, List.of(new Step(0, OPEN, share))),
                null,
                false,
                1,
                1,
                Duration.ZERO);
        assertThat(at(policy, replicas, 80).desired()).isEqualTo(wants);
    }

    /** Bounds relative to the threshold of 60: [0, 15) +1, [15, 30) +3, [30, ∞) +5; (−20, 0] 0, (−35, −20] −1, −2 below. */
    private static StepScaling chatbot(int breaches, int periods, Duration period) {
        return new StepScaling(
                "cpu",
                StepScaling.Type.CHANGE,
                0,
                new Side(0.60, List.of(new Step(0, 0.15, 1), new Step(0.15, 0.30, 3), new Step(0.30, OPEN, 5))),
                new Side(0.40, List.of(new Step(-OPEN, -0.15, -2), new Step(-0.15, 0, -1))),
                false,
                breaches,
                periods,
                period);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"0.60, 11", "0.7499, 11", "0.75, 13", "0.90, 15", "1.0, 15", "0.40, 9", "0.2501, 9", "0.25, 8", "0, 8"})
    void takesLowerBoundsAboveAndUpperBoundsBelow(double value, int wants) {
        assertThat(at(chatbot(1, 1, Duration.ZERO), 10, value).desired()).isEqualTo(wants);
    }

    /** +2 under way, then +3: one more. */
    @Test
    void addsOnlyTheDifferenceToAStepUnderWay() {
        StepScaling policy = new StepScaling(
                "cpu",
                StepScaling.Type.CHANGE,
                0,
                new Side(60, List.of(new Step(0, 20, 2), new Step(20, OPEN, 3))),
                null,
                false,
                1,
                1,
                Duration.ZERO);
        assertThat(at(policy, 10, 70).desired()).isEqualTo(12);
        Recommendation same = policy.evaluate(
                        new Scene().replicas(12, 10).sees("cpu", 70).now(), null)
                .recommendation();
        assertThat(same.desired()).isEqualTo(12);
        assertThat(same.reason().text()).contains("already under way");
        Recommendation more = policy.evaluate(
                        new Scene().replicas(12, 10).sees("cpu", 85).now(), null)
                .recommendation();
        assertThat(more.desired()).isEqualTo(13);
        Recommendation warming = policy.evaluate(
                        new Scene()
                                .fleet(new Fleet(12, 12, 2, 0, 0, List.of()))
                                .sees("cpu", 85)
                                .now(),
                        null)
                .recommendation();
        assertThat(warming.desired()).isEqualTo(13);
    }

    @Test
    void setsExactly() {
        StepScaling policy = new StepScaling(
                "cpu",
                StepScaling.Type.EXACT,
                0,
                new Side(60, List.of(new Step(0, 20, 20), new Step(20, OPEN, 40))),
                new Side(10, List.of(new Step(-OPEN, 0, 0))),
                false,
                1,
                1,
                Duration.ZERO);
        assertThat(at(policy, 10, 65).desired()).isEqualTo(20);
        assertThat(at(policy, 50, 85).desired()).isEqualTo(40);
        assertThat(at(policy, 50, 5).desired()).isZero();
    }

    @Test
    void needsMOfNPeriods() {
        StepScaling policy = chatbot(2, 3, Duration.ofSeconds(60));
        double[] values = {0.8, 0.5, 0.8, 0.5, 0.5, 0.5, 0.8};
        boolean[] acts = {false, false, true, false, false, false, false};
        Memory memory = null;
        for (int i = 0; i < values.length; i++) {
            Evaluation e = policy.evaluate(
                    new Scene().seconds(60 * i).sees("cpu", values[i]).now(), memory);
            memory = e.memory();
            assertThat(e.recommendation().kind() == Kind.DESIRE)
                    .as("period %d", i)
                    .isEqualTo(acts[i]);
        }
    }

    @Test
    void countsAPeriodOnceHoweverOftenItIsEvaluated() {
        StepScaling policy = chatbot(2, 2, Duration.ofSeconds(60));
        @Nullable Memory memory = null;
        for (int second = 0; second < 60; second += 15) {
            Evaluation e =
                    policy.evaluate(new Scene().seconds(second).sees("cpu", 0.8).now(), memory);
            memory = e.memory();
            assertThat(e.recommendation().kind()).isEqualTo(Kind.ABSTAIN);
        }
        assertThat(policy.evaluate(new Scene().seconds(60).sees("cpu", 0.8).now(), memory)
                        .recommendation()
                        .desired())
                .isEqualTo(13);
        assertThat(policy.evaluate(new Scene().seconds(120).sees("cpu", 0.8).now(), memory)
                        .recommendation()
                        .kind())
                .as("a period without data does not breach")
                .isEqualTo(Kind.ABSTAIN);
    }

    @Test
    void takesLearnedThresholds() {
        StepScaling fixed = chatbot(1, 1, Duration.ZERO);
        StepScaling learning = new StepScaling(
                "cpu", StepScaling.Type.CHANGE, 0, fixed.above(), fixed.below(), true, 1, 1, Duration.ZERO);
        Scene scene = new Scene().learned("cpu", 0.8, new Thresholds(0.85, 0.3, 1));
        assertThat(learning.evaluate(scene.now(), null).recommendation().kind()).isEqualTo(Kind.ABSTAIN);
        assertThat(fixed.evaluate(scene.now(), null).recommendation().desired()).isEqualTo(13);
    }

    @Test
    void refusesGapsOverlapsAndClosedEnds() {
        assertThatThrownBy(() -> new Side(60, List.of(new Step(0, 10, 1), new Step(11, OPEN, 2))))
                .hasMessageContaining("gap");
        assertThatThrownBy(() -> new Side(60, List.of(new Step(0, 10, 1), new Step(9, OPEN, 2))))
                .hasMessageContaining("overlap");
        assertThatThrownBy(() -> new Step(10, 10, 1)).hasMessageContaining("empty");
        assertThatThrownBy(() -> above(new Side(60, List.of(new Step(0, 10, 1)))))
                .hasMessageContaining("end open");
        assertThatThrownBy(() -> above(new Side(60, List.of(new Step(5, OPEN, 1)))))
                .hasMessageContaining("begin at it");
        assertThatThrownBy(() -> above(new Side(60, List.of(new Step(0, OPEN, 1.5)))))
                .hasMessageContaining("whole number");
        assertThatThrownBy(() ->
                        new StepScaling("cpu", StepScaling.Type.CHANGE, 0, null, null, false, 1, 1, Duration.ZERO))
                .hasMessageContaining("above or below");
        assertThatThrownBy(() -> chatbot(4, 3, Duration.ZERO)).hasMessageContaining("4 of 3");
    }

    private static StepScaling above(Side side) {
        return new StepScaling("cpu", StepScaling.Type.CHANGE, 0, side, null, false, 1, 1, Duration.ZERO);
    }
}
