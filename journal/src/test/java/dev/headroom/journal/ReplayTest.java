package dev.headroom.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.loop.Store.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {

    static List<Workload> workloads() {
        return Recorded.workloads();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void theSameEngineDecidesTheSame(Workload workload) {
        List<Entry> written = Recorded.course(workload, 11, 100).stream()
                .map(e -> EngineJson.entry(EngineJson.write(e)))
                .toList();
        Replay replay = Replay.of(workload, Engine.INSTANCE, written);
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.entries()).isEqualTo(100);
    }

    @Test
    void anotherWorkloadDecidesOtherwiseAndIsToldWhere() {
        Workload w = Recorded.workloads().getFirst();
        Workload fixed = new Workload(
                w.name(),
                w.interval(),
                w.replica(),
                w.objective(),
                w.signals(),
                w.policies(),
                w.combiner(),
                Guardrails.of(3, 3));
        List<Entry> course = Recorded.course(w, 12, 50);
        Replay replay = Replay.of(fixed, Engine.INSTANCE, course);
        assertThat(replay.same()).isFalse();
        assertThat(replay.differences()).allMatch(d -> d.replayed() == 3);
    }

    @Test
    void aJournalOfAnotherWorkloadIsRefused() {
        List<Workload> all = Recorded.workloads();
        Workload other = all.stream()
                .filter(w -> !w.name().equals(all.getFirst().name()))
                .findFirst()
                .orElseThrow();
        List<Entry> course = Recorded.course(all.getFirst(), 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replay.of(other, Engine.INSTANCE, course))
                .withMessageContaining(other.name());
    }
}
