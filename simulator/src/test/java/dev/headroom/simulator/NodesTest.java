package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods on nodes: what they wait for, how they are packed, and what the nodes cost. */
class NodesTest {
    private static final double HOURLY = 0.36;

    private static Nodes nodes(int least, int most, int spare) {
        return new Nodes(4, least, most, spare, Distribution.constant(90), 300);
    }

    private static Scenario scenario(Watcher w, int initial, Nodes nodes) {
        return Worlds.planned(
                w,
                Worlds.requests(Distribution.constant(0.05), 10),
                30,
                initial,
                Worlds.flat(1, 60_000, 120),
                HOURLY,
                Supply.of(nodes));
    }

    private static Result run(Watcher w, int initial, Nodes nodes) {
        return Simulator.run(scenario(w, initial, nodes), Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "4,1", "5,2", "8,2", "10,3", "40,10"})
    void soManyNodesAreStartedAsThePodsNeed(int pods, int expected) {
        Watcher w = new Watcher(Map.of(0L, 0, 600L, pods, 3600L, 0));
        Result r = run(w, 0, nodes(0, 100, 0));
        assertThat(r.platform().nodeLaunches()).isEqualTo(expected);
        // A node takes 90 s, and a pod on it 30 s more.
        assertThat(w.fleet(705).ready()).isZero();
        assertThat(w.fleet(720).ready()).isEqualTo(pods);
        // Each is paid from the order until it has been empty for 300 s; the pods cost nothing of their own.
        double hours = expected * (3600 + 300 - 600) / 3600.0;
        double second = expected * HOURLY / 3600;
        // What a pod still has when it leaves takes 50 ms, and the bill counts whole seconds.
        assertThat(r.platform().nodeHours()).isCloseTo(hours, Offset.offset(expected * 0.05 / 3600));
        assertThat(r.cost()).isCloseTo(hours * HOURLY, Offset.offset(second * 1.01));
        assertThat(r.timeline().stream().mapToDouble(Result.Point::cost).sum())
                .isCloseTo(r.cost(), Offset.offset(second * 1.01));
    }

    @Test
    void podsBeyondTheMostNodesWait() {
        Watcher w = new Watcher(Map.of(0L, 0, 600L, 10, 3600L, 6, 4800L, 10));
        Result r = run(w, 0, nodes(0, 2, 0));
        assertThat(w.fleet(3600).ready()).isEqualTo(8);
        assertThat(w.fleet(3600).starting()).isEqualTo(2);
        assertThat(r.platform().nodeLaunches()).isEqualTo(2);
        assertThat(r.platform().refusedLaunches()).isGreaterThan(2 * 40);
        assertThat(w.fleet(4200).ready()).isEqualTo(6);
        // The two free places need no node.
        assertThat(w.fleet(4830).ready()).isEqualTo(8);
    }

    @Test
    void aSpareNodeSavesTheWaitAndIsReplaced() {
        Watcher w = new Watcher(Map.of(0L, 4, 600L, 8));
        Result r = run(w, 4, nodes(0, 100, 1));
        // One for the pods and a spare one; on that the new pods boot at once, and another one is started.
        assertThat(w.fleet(630).ready()).isEqualTo(8);
        assertThat(r.platform().nodeLaunches()).isEqualTo(1);
        assertThat(r.platform().nodeHours()).isCloseTo(2 * 2 + (7200 - 600) / 3600.0, Offset.offset(1e-6));
    }

    @Test
    void theLeastNodesStay() {
        Result r = run(new Watcher(Map.of(0L, 0)), 0, nodes(3, 10, 0));
        assertThat(r.cost()).isCloseTo(3 * 2 * HOURLY, Offset.offset(1e-6));
    }

    /** Of two half-full nodes the fuller one gets the pod, so that the other can go. */
    @Test
    void podsGoToTheFullestNode() {
        Watcher w = new Watcher(Map.of(0L, 6, 600L, 7, 900L, 4));
        Result r = run(w, 6, nodes(0, 10, 0));
        // Six pods fill one node and half of another; the seventh goes to that, and the last three leave it empty.
        assertThat(r.platform().nodeLaunches()).isZero();
        assertThat(r.platform().nodeHours()).isCloseTo(2 + (900 + 300) / 3600.0, Offset.offset(0.05 / 3600));
    }
}
