package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.loop.Store;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.journal.Archive;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.Replay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Archive} must give back of what its {@link Store} was given. */
public abstract class ArchiveContract<S extends Store & Archive> {

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration TICK = Duration.ofSeconds(15);
    private static final Workload WEB = new Workload(
            "web",
            TICK,
            new ReplicaSpec(Duration.ofSeconds(60), Duration.ZERO, 10, Duration.ofMillis(100), null),
            new Objective(0.95, Duration.ofMillis(500), null, 0.999),
            List.of(
                    Signal.of("inflight", Measure.IN_FLIGHT, Unit.COUNT),
                    Signal.of("rps", Measure.RATE, Unit.PER_SECOND)),
            List.of(new Workload.Weighted(new CapacityModel(0.7, 2, 0.2), 1)),
            Combiner.MAXIMUM,
            Guardrails.of(1, 50));

    /** An empty store with its archive. */
    protected abstract S empty();

    /** Decisions under a demand that rises and falls, each recorded, from a state on. */
    private static WorkloadState record(Store store, WorkloadState from, int first, int count) {
        WorkloadState state = from;
        int desired = 5;
        for (int i = first; i < first + count; i++) {
            Instant now = START.plus(TICK.multipliedBy(i));
            double rate = 400 + 300 * Math.sin(i / 20.0);
            Observations seen =
                    Observations.of(Fleet.steady(desired), List.of(Reading.of(rate / 10, now), Reading.of(rate, now)));
            Decision d = Engine.INSTANCE.decide(WEB, state, seen, now);
            assertThat(store.append(new Store.Entry("web", state, seen, d))).isInstanceOf(Store.Appended.Saved.class);
            state = d.state();
            desired = d.desired();
        }
        return state;
    }

    @Test
    void knowsNothingAtFirst() {
        S store = empty();
        assertThat(store.workloads()).isEmpty();
        assertThat(store.entries("web", Instant.EPOCH, START, 10)).isEmpty();
        assertThat(store.latest("web", 10)).isEmpty();
    }

    @Test
    void theJournalCanBeReplayedToTheBit() {
        S store = empty();
        record(store, WorkloadState.INITIAL, 0, 600);
        List<Recorded> all = store.entries("web", START, START.plus(Duration.ofDays(1)), 10_000);
        assertThat(all).hasSize(600);
        Replay replay = Replay.of(WEB, Engine.INSTANCE, all);
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.skipped()).isZero();
        // States are kept only now and then.
        assertThat(all.stream().filter(r -> r.before() != null).count()).isLessThan(10);
    }

    @Test
    void aLoopThatGoesOnFromALoadedStateIsReplayedToo() {
        S store = empty();
        record(store, WorkloadState.INITIAL, 0, 20);
        record(store, store.load("web").orElseThrow(), 20, 20);
        List<Recorded> all = store.entries("web", START, START.plus(Duration.ofDays(1)), 10_000);
        assertThat(Replay.of(WEB, Engine.INSTANCE, all).differences()).isEmpty();
    }

    @Test
    void pagesAreInOrderAndComplete() {
        S store = empty();
        record(store, WorkloadState.INITIAL, 0, 25);
        List<Recorded> pages = new ArrayList<>();
        Instant from = START;
        for (int i = 0; i < 10; i++) {
            List<Recorded> page = store.entries("web", from, START.plus(TICK.multipliedBy(24)), 10);
            pages.addAll(page);
            if (page.size() < 10) {
                break;
            }
            from = page.getLast().at().plusMillis(1);
        }
        assertThat(pages)
                .extracting(Recorded::at)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(24);
    }

    @Test
    void theLatestComeFirst() {
        S store = empty();
        record(store, WorkloadState.INITIAL, 0, 5);
        assertThat(store.latest("web", 2))
                .extracting(Recorded::at)
                .containsExactly(START.plus(TICK.multipliedBy(4)), START.plus(TICK.multipliedBy(3)));
        assertThat(store.workloads()).containsExactly("web");
    }

    @Test
    void whatIsForgottenIsGoneAndTheStateStays() {
        S store = empty();
        WorkloadState last = record(store, WorkloadState.INITIAL, 0, 10);
        assertThat(store.forget(START.plus(TICK.multipliedBy(4)))).isEqualTo(4);
        assertThat(store.latest("web", 100)).hasSize(6);
        assertThat(store.load("web").map(Recorded::fingerprint)).contains(Recorded.fingerprint(last));
    }
}
