package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.loop.ControlLoop;
import dev.headroom.engine.loop.ControlLoop.Outcome;
import dev.headroom.engine.loop.Store;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.TargetTracking;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One loop, driven by hand, against the fakes. */
class ControlLoopTest {

    private static final Workload WEB = new Workload(
            "web",
            Duration.ofSeconds(15),
            new ReplicaSpec(Duration.ofSeconds(60), Duration.ZERO, 10, null, null),
            Objective.NONE,
            List.of(Signal.of("inflight", Measure.IN_FLIGHT, Unit.COUNT)),
            List.of(new Workload.Weighted(new TargetTracking("inflight", TargetTracking.Mode.TOTAL, 10, 0.1, 0.1), 1)),
            Combiner.MAXIMUM,
            Guardrails.of(1, 50));

    private final ManualTime time = new ManualTime();
    private final FakeSource source = new FakeSource();
    private final FakeTarget target = new FakeTarget(5);
    private final MemoryStore store = new MemoryStore();
    private final RecordingNotifier notifier = new RecordingNotifier();
    private final ControlLoop loop = loop();

    private ControlLoop loop() {
        return new ControlLoop(
                WEB, Engine.INSTANCE, source, target, store, notifier, new ControlLoop.Surroundings() {});
    }

    private Outcome tick() {
        return loop.tick(time.pass(WEB.interval()));
    }

    @Test
    void followsTheLoad() {
        source.set("inflight", 120);
        assertThat(tick()).isInstanceOf(Outcome.Scaled.class);
        assertThat(target.desired()).isEqualTo(12);
        target.settle();
        assertThat(tick()).isInstanceOf(Outcome.Held.class);
        assertThat(target.orders()).isEqualTo(1);
    }

    @Test
    void holdsWithoutDataAndSaysWhy() {
        source.fail("inflight", "connection refused");
        Outcome outcome = tick();
        assertThat(outcome).isInstanceOf(Outcome.Held.class);
        assertThat(((Outcome.Held) outcome).decision().explanation()).contains("connection refused");
        assertThat(target.desired()).isEqualTo(5);
    }

    @Test
    void anOrderThatDidNotArriveIsGivenAgain() {
        source.set("inflight", 120);
        target.refuse("quota of 5 replicas");
        Outcome refused = tick();
        assertThat(refused).isInstanceOf(Outcome.NotApplied.class);
        assertThat(((Outcome.NotApplied) refused).why()).contains("quota");
        target.refuse(null);
        assertThat(tick()).isInstanceOf(Outcome.Scaled.class);
        assertThat(target.desired()).isEqualTo(12);
    }

    @Test
    void aTargetThatCannotBeSeenIsNotDecidedFor() {
        target.unreachable("no route to host");
        assertThat(tick()).isEqualTo(new Outcome.Blind("no route to host"));
        assertThat(store.journal()).isEmpty();
    }

    @Test
    void whatCannotBeRecordedIsNotDone() {
        source.set("inflight", 120);
        store.answer(new Store.Appended.Failed("disk full"));
        assertThat(tick()).isInstanceOf(Outcome.NotRecorded.class);
        assertThat(target.desired()).isEqualTo(5);
        store.answer(Store.Appended.Saved.YES);
        assertThat(tick()).isInstanceOf(Outcome.Scaled.class);
        assertThat(store.journal().getFirst().before()).isEqualTo(WorkloadState.INITIAL);
    }

    @Test
    void whoIsFencedDoesNothing() {
        source.set("inflight", 120);
        store.answer(new Store.Appended.Fenced("taken over"));
        assertThat(tick()).isEqualTo(new Outcome.Fenced("taken over"));
        assertThat(target.desired()).isEqualTo(5);
    }

    @Test
    void theJournalReproducesEveryDecision() {
        for (int i = 0; i < 40; i++) {
            source.set("inflight", 60 + 50 * Math.sin(i / 4.0));
            tick();
            target.settle();
        }
        assertThat(store.journal()).hasSize(40);
        for (Store.Entry e : store.journal()) {
            assertThat(Engine.INSTANCE.decide(
                            WEB, e.before(), e.seen(), e.decision().at()))
                    .isEqualTo(e.decision());
        }
    }

    @Test
    void aNewLoopGoesOnWhereTheOldOneStopped() {
        source.set("inflight", 80);
        tick();
        ControlLoop next = loop();
        next.tick(time.pass(WEB.interval()));
        assertThat(store.journal().get(1).before())
                .isEqualTo(store.journal().get(0).decision().state());
    }
}
