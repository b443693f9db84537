package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches, failures, redelivery and dead letters. */
class QueueWorkersTest {

    private static Result run(Service.QueueWorkers q, int replicas, double perSecond, Scenario.Mode mode) {
        return Simulator.run(Worlds.fixed(q, replicas, Worlds.flat(perSecond, 60_000, 600), mode, 2), Progress.NONE);
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void failuresEndAsDeadLettersAfterTheirReceives(Scenario.Mode mode) {
        Service.QueueWorkers q =
                new Service.QueueWorkers(Distribution.exponential(0.1), 2, 1, Double.POSITIVE_INFINITY, 0.3, 3);
        Result r = run(q, 4, 20, mode);
        // Three attempts fail with probability 0.3³, and an item takes 1 + 0.3 + 0.09 attempts.
        assertThat(r.timedOut() / r.arrived()).isCloseTo(0.027, Offset.offset(0.002));
        double busyShare = 20 * 0.1 * 1.39 / 8;
        assertThat(r.wastedHours()).isCloseTo(r.replicaHours() * (1 - busyShare), Offset.offset(0.4));
    }

    /** 20 slots for two minutes or so, then 40: a tenth of an item a second and slot, as long as something waits. */
    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void everySlotIsBusyWhileItemsWaitAlsoAfterReplicasHaveCome(Scenario.Mode mode) {
        Scenario two = Worlds.fixed(
                Worlds.workers(new Distribution(Distribution.Shape.LOGNORMAL, 10, 0.5), 10),
                2,
                Worlds.flat(6, 60_000, 180),
                mode,
                2);
        Scenario four = new Scenario(
                two.policy(),
                two.workload(),
                (w, state, seen, now) -> Worlds.decision(
                        now, seen.fleet().desired(), seen.readings().isEmpty() ? 2 : 4, state),
                two.service(),
                two.lifecycle(),
                2,
                two.trace(),
                two.measurement(),
                two.billing(),
                mode,
                10_000,
                2);
        Result r = Simulator.run(four, Progress.NONE);
        assertThat(r.maxBacklog()).as("items wait").isGreaterThan(20_000);
        assertThat(r.served()).as("what waits at the end is done as well").isEqualTo(r.arrived());
        assertThat(r.wastedHours()).isLessThan(0.004 * r.replicaHours());
    }

    @Test
    void anItemThatAlwaysOutlastsItsVisibilityIsDoneByItsFirstWorkerOrDies() {
        // Visible again after 2 s, done after 3: the second worker's delivery is in vain.
        Result r = run(new Service.QueueWorkers(Distribution.constant(3), 1, 1, 2, 0, 5), 40, 1, Scenario.Mode.REQUEST);
        assertThat(r.timedOut()).isZero();
        assertThat(r.p95()).isCloseTo(3, Offset.offset(0.1));
        // Each item keeps two workers busy: 3 s each.
        assertThat(r.wastedHours()).isCloseTo(r.replicaHours() * (1 - 6 / 40.0), Offset.offset(5.0));
        Result strict =
                run(new Service.QueueWorkers(Distribution.constant(3), 1, 1, 2, 0, 1), 40, 1, Scenario.Mode.REQUEST);
        assertThat(strict.served()).isZero();
        assertThat(strict.timedOut()).isEqualTo(strict.arrived());
    }

    @Test
    void itemsOfABatchAreDoneOneAfterAnother() {
        Service.QueueWorkers q =
                new Service.QueueWorkers(Distribution.constant(1), 1, 10, Double.POSITIVE_INFINITY, 0, 1);
        Scenario s = Worlds.fixed(q, 1, Worlds.flat(0, 60_000, 1), Scenario.Mode.REQUEST, 1);
        Result r = Simulator.run(
                new Scenario(
                        "batch",
                        s.workload(),
                        s.decider(),
                        q,
                        s.lifecycle(),
                        1,
                        s.trace(),
                        s.measurement(),
                        s.billing(),
                        s.mode(),
                        30,
                        1),
                Progress.NONE);
        assertThat(r.served()).isEqualTo(30);
        assertThat(r.finishedAtMillis() - Worlds.START).isEqualTo(30_000);
        assertThat(r.p50()).isCloseTo(15, Offset.offset(0.3));
    }

    @Test
    void stuckWorkEndsTheSimulation() {
        Scenario s = Worlds.fixed(
                Worlds.workers(Distribution.constant(1), 1), 0, Worlds.flat(1, 60_000, 10), Scenario.Mode.REQUEST, 1);
        Result r = Simulator.run(s, Progress.NONE);
        assertThat(r.inSystem()).isEqualTo(r.arrived());
        assertThat(r.attainment()).isZero();
    }
}
