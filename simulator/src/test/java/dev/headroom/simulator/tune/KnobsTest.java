package dev.headroom.simulator.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.engine.policy.ConcurrencyPanic;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.Predictive;
import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.TargetTracking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KnobsTest {
    private static final double OPEN = Double.POSITIVE_INFINITY;

    private static Workload workload(Policy... policies) {
        return new Workload(
                "w",
                Duration.ofSeconds(15),
                new ReplicaSpec(Duration.ofSeconds(60), Duration.ZERO, 10, null, null),
                new Objective(0.95, Duration.ofSeconds(1), null, 0.999),
                List.of(Signal.of("load", Measure.IN_FLIGHT, Unit.COUNT)),
                Stream.of(policies).map(p -> new Workload.Weighted(p, 2)).toList(),
                Combiner.MAXIMUM,
                Guardrails.of(1, 50));
    }

    static Stream<Arguments> policies() {
        return Stream.of(
                Arguments.of(new TargetTracking("load", TargetTracking.Mode.TOTAL, 7, 0.1, 0.1), 2),
                Arguments.of(new TargetTracking("load", TargetTracking.Mode.TOTAL, 7, 0.1, 0.2), 1),
                Arguments.of(new CapacityModel(0.7, 2, 0.5), 3),
                Arguments.of(
                        new ConcurrencyPanic(
                                "load",
                                10,
                                0.7,
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(6),
                                2,
                                10,
                                2,
                                Duration.ZERO),
                        2),
                Arguments.of(backlog(new QueueBacklog.PerReplica(100)), 1),
                Arguments.of(backlog(new QueueBacklog.AcceptableLatency(Duration.ofMinutes(2))), 1),
                Arguments.of(backlog(new QueueBacklog.DrainWithin(Duration.ofMinutes(5))), 1),
                Arguments.of(new Predictive("load", 0, 0.8, 0.9, Duration.ZERO, false, 0.5), 2),
                Arguments.of(
                        new StepScaling(
                                "load",
                                StepScaling.Type.CHANGE,
                                0,
                                new StepScaling.Side(80, List.of(new StepScaling.Step(0, OPEN, 1))),
                                new StepScaling.Side(40, List.of(new StepScaling.Step(-OPEN, 0, -1))),
                                false,
                                1,
                                1,
                                Duration.ZERO),
                        2));
    }

    private static QueueBacklog backlog(QueueBacklog.Goal goal) {
        return new QueueBacklog("load", null, goal, 0, Duration.ZERO);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void standsWhereTheWorkloadStandsAndTurnsOneThingEach(Policy policy, int count) {
        Workload w = workload(policy);
        List<Knob> knobs = Knobs.of(w);
        List<Double> standard =
                knobs.stream().map(k -> k.parameter().standard()).toList();
        assertThat(knobs).hasSize(count + 1); // and the guardrail's window
        assertThat(Knobs.turned(w, knobs, standard)).isEqualTo(w);
        assertThat(new HashSet<>(knobs.stream().map(k -> k.parameter().name()).toList()))
                .hasSameSizeAs(knobs);
        for (int i = 0; i < knobs.size(); i++) {
            for (double share : new double[] {0, 1}) {
                List<Double> other = new ArrayList<>(standard);
                other.set(i, knobs.get(i).parameter().at(share));
                Workload turned = Knobs.turned(w, knobs, other);
                assertThat(turned.equals(w)).as(knobs.get(i).parameter().name()).isEqualTo(other.equals(standard));
                assertThat(Knobs.of(turned).get(i).parameter().standard()).isEqualTo(other.get(i));
            }
        }
    }

    @Test
    void twoOfAKindKeepTheirNamesApart() {
        TargetTracking t = new TargetTracking("load", TargetTracking.Mode.TOTAL, 7, 0.1, 0.1);
        assertThat(Knobs.of(workload(t, t)).stream().map(k -> k.parameter().name()))
                .containsExactly(
                        "target(load).target",
                        "target(load).tolerance",
                        "target(load).target-2",
                        "target(load).tolerance-2",
                        "stabilisation.down-s");
    }

    @Test
    void manyPoliciesLeaveRoomForTheWindow() {
        TargetTracking t = new TargetTracking("load", TargetTracking.Mode.TOTAL, 7, 0.1, 0.1);
        List<Knob> knobs = Knobs.of(workload(t, t, t, t, t, t, t));
        assertThat(knobs).hasSize(10);
        assertThat(knobs.get(9).parameter().name()).isEqualTo("stabilisation.down-s");
    }
}
