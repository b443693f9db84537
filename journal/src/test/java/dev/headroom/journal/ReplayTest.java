package dev.headroom.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.loop.Store.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {

    static List<Workload> workloads() {
        return Courses.workloads();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void theSameEngineDecidesTheSame(Workload workload) {
        Replay replay = Replay.of(workload, Engine.INSTANCE, recorded(workload, 11, 30));
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.entries()).isEqualTo(100);
        assertThat(replay.skipped()).isZero();
    }

    @Test
    void whatComesBeforeTheFirstStateIsSkippedAndCounted() {
        Workload w = Courses.workloads().getFirst();
        List<Recorded> journal = recorded(w, 13, 30);
        Replay replay = Replay.of(w, Engine.INSTANCE, journal.subList(10, journal.size()));
        assertThat(replay.skipped()).isEqualTo(20);
        assertThat(replay.same()).isTrue();
    }

    /** A course of a hundred decisions as written and read again, with a state at every {@code period}-th. */
    private static List<Recorded> recorded(Workload workload, long seed, int period) {
        List<Recorded> all = new ArrayList<>();
        for (Entry e : Courses.course(workload, seed, 100)) {
            all.add(Recorded.of(EngineJson.entry(EngineJson.write(e)), all.size() % period == 0));
        }
        return all;
    }

    @Test
    void anotherWorkloadDecidesOtherwiseAndIsToldWhere() {
        Workload w = Courses.workloads().getFirst();
        Workload fixed = new Workload(
                w.name(),
                w.interval(),
                w.replica(),
                w.objective(),
                w.signals(),
                w.policies(),
                w.combiner(),
                Guardrails.of(3, 3));
        Replay replay = Replay.of(fixed, Engine.INSTANCE, recorded(w, 12, 1));
        assertThat(replay.same()).isFalse();
        assertThat(replay.differences()).allMatch(d -> d.replayed() == 3);
    }

    @Test
    void aJournalOfAnotherWorkloadIsRefused() {
        List<Workload> all = Courses.workloads();
        Workload other = all.stream()
                .filter(w -> !w.name().equals(all.getFirst().name()))
                .findFirst()
                .orElseThrow();
        List<Recorded> course = recorded(all.getFirst(), 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replay.of(other, Engine.INSTANCE, course))
                .withMessageContaining(other.name());
    }
}
