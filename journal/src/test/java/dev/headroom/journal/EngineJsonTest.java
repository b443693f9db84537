package dev.headroom.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.Decision;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.Store.Entry;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.policy.Memory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineJsonTest {

    private static final int TICKS = 120;

    static List<Workload> workloads() {
        return Courses.workloads();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void whatIsReadIsWhatWasWritten(Workload workload) {
        for (Entry e : Courses.course(workload, 7, TICKS)) {
            String written = EngineJson.write(e);
            Entry read = EngineJson.entry(written);
            assertThat(EngineJson.write(read)).isEqualTo(written);
            assertThat(read.seen()).isEqualTo(e.seen());
            assertThat(read.decision().reasons()).isEqualTo(e.decision().reasons());
            assertThat(read.decision().advice()).isEqualTo(e.decision().advice());
        }
    }

    /** The state read back serves the engine as well as the one that was never written. */
    @ParameterizedTest
    @MethodSource("workloads")
    void decisionsGoOnTheSameFromAStateReadBack(Workload workload) {
        WorkloadState state = WorkloadState.INITIAL;
        for (Entry e : Courses.course(workload, 8, TICKS)) {
            state = EngineJson.state(EngineJson.write(state));
            Decision d = Engine.INSTANCE.decide(
                    workload, state, e.seen(), e.decision().at());
            assertThat(d.desired()).isEqualTo(e.decision().desired());
            assertThat(d.reasons()).isEqualTo(e.decision().reasons());
            state = d.state();
        }
    }

    /** A kind of memory that the corpus never makes would be one that no test has seen written. */
    @Test
    void everyKindOfMemoryIsSeen() {
        Set<Class<?>> seen = new HashSet<>();
        for (Workload w : Courses.workloads()) {
            for (Entry e : Courses.course(w, 9, 60)) {
                e.decision().state().policies().forEach(p -> {
                    if (p.memory() != null) {
                        seen.add(p.memory().getClass());
                    }
                });
            }
        }
        assertThat(seen).contains(Memory.class.getPermittedSubclasses());
    }

    @Test
    void everyKindOfAdviceIsReadBack() {
        List<Advice> all = List.of(
                new Advice.Alert("budget", Advice.Severity.WARNING, "half is spent"),
                new Advice.ScaleFirst("database", 3, "connections"),
                new Advice.ResizePool("sessions", 50, 20),
                new Advice.Shed("reports", "money"),
                new Advice.ResizeReplica(0.5, Double.NaN, null, 0.3),
                new Advice.OverrideEnded("on call", java.time.Instant.parse("2026-01-05T00:00:00Z")));
        assertThat(all).extracting(Object::getClass).containsExactlyInAnyOrder(Advice.class.getPermittedSubclasses());
        assertThat(EngineJson.advice(EngineJson.write(all.toArray(new Advice[0]))))
                .isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{", "[]", "{\"version\":1}", "{\"version\":\"x\"}", "{\"unknown\":1}"})
    void whatIsNoStateIsRefusedWithWords(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EngineJson.state(json))
                .withMessageContaining("WorkloadState");
    }
}
