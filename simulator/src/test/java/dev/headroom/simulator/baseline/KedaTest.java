package dev.headroom.simulator.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KedaTest {

    private static Rehearsal keda(int replicas, int min) {
        return new Rehearsal(new Keda(Keda.Config.of(5, min, 100)), 15, replicas);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # title                                        | replicas | min | backlog | wanted
            nothing to do stays at zero                    | 0 | 0 | 0   | 0
            anything at all starts one                     | 0 | 0 | 1   | 1
            a thousand items too: KEDA starts one          | 0 | 0 | 1000| 1
            with a least of two it starts two              | 0 | 2 | 3   | 2
            from one on the HPA counts: ⌈30 ÷ 5⌉           | 4 | 0 | 30  | 6
            inside the tolerance nothing changes           | 4 | 0 | 21  | 4
            the HPA at most doubles, or adds four          | 4 | 0 | 500 | 8
            below the least, KEDA mends it                 | 1 | 3 | 0   | 3
            """)
    void theFirstDecision(String title, int replicas, int min, double backlog, int wanted) {
        assertThat(keda(replicas, min).see(backlog)).as(title).isEqualTo(wanted);
    }

    @Test
    void aHigherActivationIsNeededToLeaveZero() {
        Keda.Config config = new Keda.Config(5, 20, 0, 100, 30_000, 300_000, null);
        assertThat(new Rehearsal(new Keda(config), 15, 0).see(20)).isZero();
        assertThat(new Rehearsal(new Keda(config), 15, 0).see(21)).isEqualTo(1);
        assertThat(new Rehearsal(new Keda(config), 15, 4).see(15))
                .as("not needed to stay above")
                .isEqualTo(0);
    }

    @Test
    void itLooksOnlyEveryThirtySeconds() {
        Rehearsal keda = keda(0, 0);
        assertThat(keda.see(0)).isZero();
        assertThat(keda.see(50)).as("15 s: not polled").isZero();
        assertThat(keda.see(50)).as("30 s").isEqualTo(1);
    }

    @Test
    void toZeroFromAnyCountThreeHundredSecondsAfterItWasLastActive() {
        Rehearsal keda = keda(6, 0);
        assertThat(keda.see(30)).isEqualTo(6);
        int seconds = 15;
        int before = 6;
        int now = keda.see(0);
        while (now > 0 && seconds < 3600) {
            before = now;
            seconds += 15;
            now = keda.see(0);
        }
        assertThat(seconds)
                .as("the first poll later than 300 s after the last active one")
                .isEqualTo(330);
        assertThat(before)
                .as("the HPA has come down to its least by its own window")
                .isEqualTo(1);
        assertThat(keda.explanation()).contains("not active for longer than the cooldown");
    }

    @Test
    void aFailingTriggerBlocksZeroAndChangesNothing() {
        Rehearsal keda = keda(3, 0);
        keda.see(15);
        for (int i = 0; i < 100; i++) {
            assertThat(keda.see(Reading.failed("queue unreachable"))).isEqualTo(3);
        }
        assertThat(keda.explanation()).contains("queue unreachable", "nothing scales to zero");
    }

    @ParameterizedTest
    @CsvSource({"STATIC, 6", "CURRENT, 4", "CURRENT_IF_HIGHER, 6", "CURRENT_IF_LOWER, 4"})
    void aFallbackStandsInAfterMoreThanThreeFailures(Keda.FallbackBehaviour behaviour, int replicas) {
        Keda.Config config = new Keda.Config(5, 0, 0, 100, 30_000, 300_000, new Keda.Fallback(3, 6, behaviour));
        Rehearsal keda = new Rehearsal(new Keda(config), 15, 4);
        assertThat(keda.see(20)).isEqualTo(4);
        Reading broken = Reading.failed("queue unreachable");
        for (int i = 0; i < 3; i++) {
            assertThat(keda.see(broken)).as("failure %s", i + 1).isEqualTo(4);
        }
        assertThat(keda.see(broken)).isEqualTo(replicas);
        assertThat(keda.explanation()).contains("fallback");
    }
}
