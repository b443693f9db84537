package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventHeapTest {
    private record Event(long time, int phase, int number) {}

    @Provide
    Arbitrary<List<Integer>> times() {
        return Arbitraries.integers().between(0, 60).list().ofMaxSize(600);
    }

    @Property(tries = 200)
    void popsByTimeThenPhaseThenOrder(@ForAll("times") List<Integer> times) {
        EventHeap heap = new EventHeap();
        List<Event> expected = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            Event e = new Event(times.get(i) / 3, times.get(i) % 3, i);
            expected.add(e);
            heap.add(e.time, e.phase, i & 15, i);
        }
        expected.sort(Comparator.comparingLong(Event::time)
                .thenComparingInt(Event::phase)
                .thenComparingInt(Event::number));
        for (Event e : expected) {
            assertThat(heap.nextTime()).isEqualTo(e.time);
            int popped = heap.pop();
            assertThat(EventHeap.payload(popped)).isEqualTo(e.number);
            assertThat(EventHeap.type(popped)).isEqualTo(e.number & 15);
        }
        assertThat(heap.nextTime()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void keepsOrderWhilePushesAndPopsAlternate() {
        EventHeap heap = new EventHeap();
        Rng rng = new Rng(1, Rng.Stream.SERVICE);
        for (int i = 0; i < 1000; i++) {
            heap.add((long) (rng.uniform() * 1e6), 0, 1, i);
        }
        long last = 0;
        for (int i = 0; i < 100_000; i++) {
            long t = heap.nextTime();
            assertThat(t).isGreaterThanOrEqualTo(last);
            last = t;
            heap.pop();
            heap.add(t + (long) (rng.exponential() * 1e6), 0, 1, i & 0xfff);
        }
    }
}
