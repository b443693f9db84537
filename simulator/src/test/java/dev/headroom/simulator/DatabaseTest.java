package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Queueing;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A primary and read replicas, against Erlang's formulas for the two groups of servers that they are. */
class DatabaseTest {
    private static final double SERVICE = 0.5;

    private static Scenario database(Watcher w, int replicas, int slots, double perSecond, double writes, int minutes) {
        Service.Requests service = Worlds.requests(Distribution.exponential(SERVICE), slots);
        return Worlds.planned(
                w, service.writing(writes), 60, replicas, Worlds.flat(perSecond, 60_000, minutes), 1, Supply.UNLIMITED);
    }

    private static Result run(Scenario s) {
        Result r = Simulator.run(s, Progress.NONE);
        assertThat(r.served() + r.rejected() + r.timedOut() + r.inSystem()).isEqualTo(r.arrived());
        return r;
    }

    /** Both are M/M/c queues: one replica's slots for the writes, those of all others for the reads. */
    @ParameterizedTest
    @CsvSource({"3, 4, 18, 0.3", "5, 2, 12, 0.2", "2, 4, 12, 0.5", "4, 1, 5, 0.25"})
    void writesWaitForThePrimaryAndReadsForTheOthers(int replicas, int slots, double perSecond, double writes) {
        Result r = run(database(new Watcher(Map.of(0L, replicas)), replicas, slots, perSecond, writes, 3000));
        double write = Queueing.meanWait(slots, perSecond * writes * SERVICE, SERVICE, 1);
        double read = Queueing.meanWait(slots * (replicas - 1), perSecond * (1 - writes) * SERVICE, SERVICE, 1);
        assertThat(r.meanWaitSeconds()).isCloseTo(writes * write + (1 - writes) * read, Percentage.withPercentage(4));
    }

    @Test
    void aPrimaryAloneDoesBoth() {
        Result r = run(database(new Watcher(Map.of(0L, 1)), 1, 4, 6, 0.3, 3000));
        assertThat(r.meanWaitSeconds()).isCloseTo(Queueing.meanWait(4, 3, SERVICE, 1), Percentage.withPercentage(4));
    }

    /** Read replicas do not help writes: the primary is the bottleneck, and what comes beyond its rate waits for ever. */
    @Test
    void moreReplicasDoNotWriteFaster() {
        Result r = run(database(new Watcher(Map.of(0L, 10)), 10, 2, 20, 0.5, 60));
        // 4 writes a second of 10 are done, and all 10 reads.
        assertThat(r.served()).isCloseTo(14 * 3600, Percentage.withPercentage(2));
    }

    @Test
    void scalingInGivesUpThePrimaryLastAndAnotherIsPromotedWhenItIsLost() {
        Watcher w = new Watcher(Map.of(0L, 3, 600L, 1, 1200L, 3));
        Scenario in = database(w, 3, 4, 4, 0.5, 60);
        Result kept = run(in);
        assertThat(kept.timedOut()).isZero();
        assertThat(kept.served()).isGreaterThan(0.99 * kept.arrived());
        Zones zones = new Zones(3, List.of(new Zones.Outage(1, Worlds.START + 1800_000, 600)));
        Result lost = run(database(new Watcher(Map.of(0L, 3)), 3, 4, 4, 0.5, 60).with(Supply.UNLIMITED.in(zones)));
        assertThat(lost.platform().lost()).isEqualTo(1);
        // What was on the primary is lost: two writes a second of half a second each are one at a time on average.
        assertThat(lost.timedOut()).isCloseTo(1, Offset.offset(5.0));
        assertThat(lost.served()).isGreaterThan(0.99 * lost.arrived());
    }
}
