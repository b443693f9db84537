package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.guard.ConcurrencyGate.End;
import dev.headroom.guard.ConcurrencyGate.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads wait and get places; the number of places follows how long calls take. */
class ConcurrencyGateTest {

    private final ManualClock clock = new ManualClock();

    private static GateRules queued(int places, int queue) {
        return new GateRules(
                GateRules.Adaptation.FIXED, places, places, places, Tiers.ONE, queue, Duration.ofSeconds(10));
    }

    @Test
    void whoWaitsGetsThePlaceThatComesFree() throws Exception {
        ConcurrencyGate gate = new ConcurrencyGate(queued(1, 10), GuardClock.SYSTEM);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Place first = gate.enter(0, null);
            List<Future<?>> others = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                others.add(threads.submit(() -> {
                    gate.enter(0, null).free(End.OK);
                    return null;
                }));
            }
            while (gate.waiting() < 10) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> gate.enter(0, null)).hasMessageContaining("the queue is full");
            first.free(End.OK);
            for (Future<?> f : others) {
                f.get();
            }
        }
        assertThat(gate.inFlight()).isZero();
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void whoIsInterruptedLeavesTheQueue() throws Exception {
        ConcurrencyGate gate = new ConcurrencyGate(queued(1, 10), GuardClock.SYSTEM);
        Place first = gate.enter(0, null);
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                gate.enter(0, null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (gate.waiting() < 1) {
            Thread.onSpinWait();
        }
        waiter.interrupt();
        waiter.join();
        assertThat(gate.waiting()).isZero();
        first.free(End.OK);
        assertThat(gate.inFlight()).isZero();
    }

    @Test
    void whoseDeadlineHasPassedIsRefused() {
        ConcurrencyGate gate = new ConcurrencyGate(queued(1, 10), clock);
        assertThatThrownBy(() -> gate.enter(0, new Deadline(clock.nanos()))).hasMessageContaining("deadline");
    }

    /**
     * A callee with 10 servers of 100 ms: calls beyond 10 wait in it. A caller without bounds would have 200 under way; the
     * gate finds a number near 10 (9 to 30 was seen), where calls take little longer than 100 ms.
     */
    @ParameterizedTest
    @EnumSource(names = {"VEGAS", "GRADIENT"})
    void findsWhatTheCalleeCanDo(GateRules.Adaptation how) throws Exception {
        ConcurrencyGate gate = new ConcurrencyGate(new GateRules(how, 20, 1, 200, Tiers.ONE, 0, Duration.ZERO), clock);
        for (int round = 0; round < 400; round++) {
            List<Place> places = new ArrayList<>();
            int wanted = gate.capacity();
            for (int i = 0; i < wanted; i++) {
                places.add(gate.enter(0, null));
            }
            // All began at once: the k-th ends after ⌈k / 10⌉ times 100 ms.
            for (int k = 0; k < places.size(); k++) {
                if (k % 10 == 0) {
                    clock.pass(100);
                }
                places.get(k).free(End.OK);
            }
        }
        assertThat(gate.capacity()).isBetween(8, 45);
    }
}
