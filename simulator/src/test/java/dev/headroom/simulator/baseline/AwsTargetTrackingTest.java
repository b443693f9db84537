package dev.headroom.simulator.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Reading;
import dev.headroom.simulator.baseline.AwsTargetTracking.Config;
import dev.headroom.simulator.baseline.AwsTargetTracking.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsTargetTrackingTest {

    private static Rehearsal ec2(Metric metric, double target, int replicas) {
        return new Rehearsal(new AwsTargetTracking(Config.ec2(metric, target, 1, 100)), 60, replicas);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the guide's queue: 10 instances, 150 against 100, five more  | 10 | 150 | 100 | 15
            to add is rounded up                                        | 10 | 101 | 100 | 11
            to remove is rounded down                                   | 10 | 45  | 100 |  5
            in proportion                                               |  4 | 0.35| 0.7 |  2
            doubles do not cost a replica                               |  7 | 0.3 | 0.1 | 21
            """)
    void proportionally(String title, int capacity, double metric, double target, int wanted) {
        assertThat(AwsTargetTracking.proportional(capacity, metric, target))
                .as(title)
                .isEqualTo(wanted);
    }

    @Test
    void theGuidesQueueExample() {
        // 1 500 messages, 10 instances, 0.1 s a message and 10 s acceptable: a backlog of 100 each is wanted, and 150
        // are.
        Rehearsal group = ec2(Metric.TOTAL_PER_REPLICA, 100, 10);
        assertThat(group.see(1500)).isEqualTo(10);
        assertThat(group.see(1500)).isEqualTo(10);
        assertThat(group.see(1500)).as("three points of a minute").isEqualTo(15);
        assertThat(group.explanation()).contains("150 against a target of 100 for long enough: 15 replicas");
    }

    @Test
    void aPointInBetweenStartsTheCountAnew() {
        Rehearsal group = ec2(Metric.AVERAGE, 0.5, 4);
        assertThat(group.see(0.8)).isEqualTo(4);
        assertThat(group.see(0.8)).isEqualTo(4);
        assertThat(group.see(0.5)).as("at the target is not above").isEqualTo(4);
        assertThat(group.seeTimes(2, 0.8)).isEqualTo(4);
        assertThat(group.see(0.8)).isEqualTo(7);
    }

    @Test
    void inOnlyAfterFifteenPointsFarUnder() {
        Rehearsal group = ec2(Metric.AVERAGE, 0.5, 10);
        assertThat(group.seeTimes(60, 0.46)).as("less than 10 % under: never").isEqualTo(10);
        assertThat(group.seeTimes(14, 0.2)).isEqualTo(10);
        assertThat(group.see(0.2)).isEqualTo(4);
    }

    @Test
    void replicasOnTheirWayCountAsWhatIsWanted() {
        Rehearsal group = ec2(Metric.AVERAGE, 0.5, 10);
        group.seeTimes(3, 0.75);
        group.with(new Fleet(15, 10, 0, 5, 0, List.of()));
        assertThat(group.see(0.75))
                .as("ten at 75 % need fifteen, and fifteen are coming")
                .isEqualTo(15);
        assertThat(group.explanation()).contains("asked for already");
        assertThat(group.withYoung(15, 15, 5, 60, 0).see(0.75))
                .as("five in service and warming up: they were added for this")
                .isEqualTo(15);
        assertThat(group.see(0.9)).as("ten at 90 % need eighteen").isEqualTo(18);
    }

    @Test
    void nothingScalesInWhileReplicasWarmUp() {
        Rehearsal group = ec2(Metric.AVERAGE, 0.5, 10);
        group.withYoung(10, 10, 2, 0, 0).seeTimes(15, 0.2);
        assertThat(group.withYoung(10, 10, 2, 299, 0).see(0.2)).isEqualTo(10);
        assertThat(group.explanation()).contains("warming up");
        assertThat(group.withYoung(10, 10, 2, 300, 0).see(0.2)).isEqualTo(4);
    }

    @Test
    void aGroupOfWhichNothingIsWarmWaits() {
        Rehearsal group = ec2(Metric.AVERAGE, 0.5, 2).withYoung(2, 2, 2, 0, 0);
        assertThat(group.seeTimes(4, 1.0)).isEqualTo(2);
        assertThat(group.explanation()).contains("every replica is warming up");
        assertThat(group.skip(60).see(1.0)).as("after 300 s").isEqualTo(4);
    }

    @Test
    void insufficientDataScalesNothing() {
        Rehearsal group = ec2(Metric.AVERAGE, 0.5, 4);
        group.seeTimes(2, 0.9);
        assertThat(group.see(Reading.missing("no points"))).isEqualTo(4);
        assertThat(group.explanation()).contains("insufficient data", "no points");
        assertThat(group.seeTimes(2, 0.9))
                .as("and three points are needed again")
                .isEqualTo(4);
        assertThat(group.see(0.9)).isEqualTo(8);
    }

    @Test
    void boundsAreKept() {
        Rehearsal group = new Rehearsal(new AwsTargetTracking(Config.ec2(Metric.AVERAGE, 0.5, 3, 6)), 60, 5);
        assertThat(group.seeTimes(3, 1.0)).isEqualTo(6);
        assertThat(group.seeTimes(15, 0.01)).isEqualTo(3);
        assertThat(group.with(Fleet.steady(1)).see(0.5)).isEqualTo(3);
    }

    @Test
    void inApplicationAutoScalingALargerScaleOutOverridesTheCooldown() {
        Rehearsal ecs = new Rehearsal(new AwsTargetTracking(Config.ecs(Metric.AVERAGE, 0.5, 1, 100)), 60, 10);
        assertThat(ecs.seeTimes(3, 0.75)).isEqualTo(15);
        assertThat(ecs.see(0.7))
                .as("from the ten before, fourteen: no more than added")
                .isEqualTo(15);
        assertThat(ecs.see(0.9)).as("from the ten before, eighteen").isEqualTo(18);
        assertThat(ecs.seeTimes(4, 0.55)).isEqualTo(18);
        assertThat(ecs.see(0.55)).as("after the cooldown all eighteen count").isEqualTo(20);
    }

    @Test
    void inApplicationAutoScalingScaleInWaitsAndScaleOutDoesNot() {
        Rehearsal ecs = new Rehearsal(new AwsTargetTracking(Config.ecs(Metric.AVERAGE, 0.5, 1, 100)), 60, 20);
        assertThat(ecs.seeTimes(15, 0.4)).isEqualTo(16);
        assertThat(ecs.seeTimes(4, 0.4)).as("cooldown of 300 s").isEqualTo(16);
        assertThat(ecs.explanation()).contains("the cooldown runs until 2026-03-02T00:19:00Z");
        assertThat(ecs.see(0.4)).isEqualTo(13);
        assertThat(ecs.seeTimes(3, 1.0)).as("out at once").isEqualTo(26);
    }

    @ParameterizedTest
    @CsvSource({"10, 12, 15, 15", "10, 12, 8, 12", "10, 9, 8, 9", "10, 10, 8, 10"})
    void severalPoliciesOutIfAnyInIfAll(int current, int first, int second, int wanted) {
        assertThat(AwsTargetTracking.combine(first, second))
                .as("from %s", current)
                .isEqualTo(wanted);
    }
}
