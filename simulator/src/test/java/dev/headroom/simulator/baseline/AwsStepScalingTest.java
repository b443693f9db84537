package dev.headroom.simulator.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Reading;
import dev.headroom.simulator.baseline.AwsStepScaling.Config;
import dev.headroom.simulator.baseline.AwsStepScaling.Side;
import dev.headroom.simulator.baseline.AwsStepScaling.Step;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsStepScalingTest {
    private static final double OPEN = Double.POSITIVE_INFINITY;

    private static Rehearsal guide(int replicas) {
        return new Rehearsal(new AwsStepScaling(Config.guide(1, 100)), 60, replicas);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            3 and + 5 is 8                        |  3 | CHANGE  |   5 | 0 |  8
            3 and - 2 is 1                        |  3 | CHANGE  |  -2 | 0 |  1
            exactly 5                             |  3 | EXACT   |   5 | 0 |  5
            10 and + 10 % is 11                   | 10 | PERCENT |  10 | 0 | 11
            12.7 is 12                            |100 | PERCENT |12.7 | 0 | 112
            0.67 is 1                             |  1 | PERCENT |  67 | 0 |  2
            - 0.58 is - 1                         |  1 | PERCENT | -58 | 0 |  0
            - 6.67 is - 6                         |100 | PERCENT |-6.67| 0 | 94
            the least magnitude applies           |  4 | PERCENT |  25 | 2 |  6
            and on the way down                   |  4 | PERCENT | -25 | 2 |  2
            nothing of nothing, but the least     |  0 | PERCENT |  10 | 1 |  1
            nothing of nothing                    |  0 | PERCENT |  10 | 0 |  0
            """)
    void adjustments(String title, int capacity, AwsStepScaling.Type type, double adjustment, int least, int wanted) {
        assertThat(AwsStepScaling.adjust(capacity, type, adjustment, least))
                .as(title)
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "0.41, 10",
        "0.5, 10",
        "0.599, 10",
        "0.6, 11",
        "0.699, 11",
        "0.7, 13",
        "1, 13",
        "0.4, 9",
        "0.301, 9",
        "0.3, 7",
        "0, 7"
    })
    void theGuidesStepsAroundFiftyPercent(double utilisation, int wanted) {
        assertThat(guide(10).seeTimes(2, utilisation)).isEqualTo(wanted);
    }

    @Test
    void theGuidesCourse() {
        Rehearsal group = guide(10);
        assertThat(group.seeTimes(2, 0.6)).as("10 % of 10").isEqualTo(11);
        assertThat(group.see(0.7)).as("30 % of 11 is 3.3").isEqualTo(14);
        assertThat(group.see(0.55)).isEqualTo(14);
        assertThat(group.seeTimes(2, 0.4)).as("10 % of 14 is 1.4").isEqualTo(13);
        assertThat(group.see(0.3)).as("30 % of 13 is 3.9").isEqualTo(10);
        assertThat(group.explanation()).contains("30 breaches 50: 10 replicas instead of 13");
    }

    @Test
    void whileAStepIsInProgressOnlyTheDifferenceIsAdded() {
        // The guide: + 2 from 60 %, + 3 from 70 %; the first two are still warming up when 70 % is reached: one more.
        Side out = new Side(60, 1, AwsStepScaling.Type.CHANGE, 0, List.of(new Step(0, 10, 2), new Step(10, OPEN, 3)));
        Side in = new Side(20, 1, AwsStepScaling.Type.CHANGE, 0, List.of(new Step(-OPEN, 0, -1)));
        Rehearsal group = new Rehearsal(new AwsStepScaling(new Config(false, out, in, 1, 100, 300_000)), 60, 10);
        assertThat(group.see(0.65)).isEqualTo(12);
        group.with(new Fleet(12, 10, 0, 2, 0, List.of()));
        assertThat(group.see(0.65)).as("the same step again adds nothing").isEqualTo(12);
        assertThat(group.explanation()).contains("counting a step under way");
        assertThat(group.see(0.72)).isEqualTo(13);
        assertThat(group.withYoung(13, 13, 3, 299, 0).see(0.72))
                .as("still warming up")
                .isEqualTo(13);
        assertThat(group.withYoung(13, 13, 3, 300, 0).see(0.72))
                .as("capacity now")
                .isEqualTo(16);
    }

    @Test
    void nothingScalesInWhileReplicasWarmUpOrTwiceForOneStep() {
        Rehearsal group = guide(10);
        group.withYoung(10, 10, 1, 100, 0);
        assertThat(group.seeTimes(2, 0.2)).isEqualTo(10);
        assertThat(group.explanation()).contains("warming up: no scale-in");
        group.with(Fleet.steady(10));
        assertThat(group.see(0.2)).isEqualTo(7);
        group.with(new Fleet(7, 7, 0, 0, 3, List.of()));
        assertThat(group.see(0.2)).as("three are still draining").isEqualTo(7);
        group.with(Fleet.steady(7));
        assertThat(group.see(0.2)).isEqualTo(5);
    }

    @Test
    void theAlarmNeedsItsPointsInARow() {
        Rehearsal group = guide(10);
        assertThat(group.see(0.9)).isEqualTo(10);
        assertThat(group.see(0.45)).isEqualTo(10);
        assertThat(group.see(0.9)).isEqualTo(10);
        assertThat(group.see(Reading.missing("no points"))).isEqualTo(10);
        assertThat(group.see(0.9)).isEqualTo(10);
        assertThat(group.see(0.9)).isEqualTo(13);
    }

    @Test
    void queuesUseTheBacklogPerReplica() {
        Rehearsal group = new Rehearsal(new AwsStepScaling(Config.backlog(100, 0, 100)), 60, 10);
        assertThat(group.seeTimes(2, 1100)).isEqualTo(10);
        assertThat(group.see(1200)).isEqualTo(11);
        assertThat(group.see(2000)).as("182 each").isEqualTo(14);
        assertThat(new Rehearsal(new AwsStepScaling(Config.backlog(100, 0, 100)), 60, 0).seeTimes(2, 500))
                .as("from zero, the least magnitude")
                .isEqualTo(1);
    }

    @Test
    void stepsMayNotOverlapOrLeaveAGap() {
        for (double second : new double[] {9, 11}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Side(
                            60,
                            1,
                            AwsStepScaling.Type.CHANGE,
                            0,
                            List.of(new Step(0, 10, 1), new Step(second, OPEN, 2))))
                    .withMessageContaining("neither overlap nor leave a gap");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Side(60, 1, AwsStepScaling.Type.CHANGE, 0, List.of(new Step(10, 0, 1))))
                .withMessageContaining("lower bound");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Side(60, 1, AwsStepScaling.Type.CHANGE, 0, Collections.nCopies(21, new Step(0, 1, 1))))
                .withMessageContaining("1 to 20 steps");
    }
}
