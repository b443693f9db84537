package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.guardrail.RateLimits.Rate;
import dev.headroom.engine.guardrail.RateLimits.Select;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration QUARTER = Duration.ofSeconds(15);

    /** The HPA's default: 4 pods or 100 % per 15 s up, whichever is more; 100 % per 15 s down. */
    private static final RateLimits HPA = new RateLimits(
            List.of(Rate.replicas(4, QUARTER), Rate.share(1, QUARTER)),
            Select.MAX,
            List.of(Rate.share(1, QUARTER)),
            Select.MAX);

    /** From the HPA's guide: 4 pods a minute or 10 % a minute down. */
    private static RateLimits guide(Select select) {
        return new RateLimits(
                List.of(), Select.MAX, List.of(Rate.replicas(4, MINUTE), Rate.share(0.1, MINUTE)), select);
    }

    /** Decides every 60 s (or 15 s) towards a wish that stays, until it is reached. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # The guide's example: from 80 to 10, 10 % while that is more than 4 (8, 8, 7, 6, 6, 5, 4 …), then 4.
                    MAX, 80, 10, '72 64 57 51 45 40 36 32 28 24 20 16 12 10'
                    # The smaller of the two: 4 down to 40 replicas, then 10 % of what there is.
                    MIN, 60, 30, '56 52 48 44 40 36 32 30'
                    """)
    void theGuidesScaleDown(Select select, int from, int wish, String steps) {
        Scene scene = new Scene();
        scene.rates = guide(select);
        scene.current = from;
        StringBuilder got = new StringBuilder();
        while (scene.current != wish) {
            scene.decide(wish);
            got.append(got.isEmpty() ? "" : " ").append(scene.current);
            scene.after(MINUTE);
        }
        assertThat(got).hasToString(steps);
    }

    @Test
    void theDefaultDoublesOrAddsFour() {
        Scene scene = new Scene();
        scene.rates = HPA;
        scene.current = 1;
        StringBuilder got = new StringBuilder();
        while (scene.current < 100) {
            scene.decide(100);
            got.append(scene.current).append(' ');
            scene.after(QUARTER);
        }
        assertThat(got).hasToString("5 10 20 40 80 100 ");
        assertThat(scene.ask(0).desired()).isZero();
    }

    /** Start of the period = current − added + removed in it. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # seconds ago, from, to (current), wish, desired
                    # 3 of the 4 a minute are used: one more
                    30, 10, 13, 30, 14
                    # an action exactly a period old no longer counts
                    60, 10, 13, 30, 17
                    # all used
                    30, 10, 14, 30, 14
                    # after a removal of 5 the start was 15: four above that
                    30, 15, 10, 30, 19
                    # more than allowed had been added (by another limit then): hold, never back
                    30, 10, 20, 30, 20
                    """)
    void whatHappenedInThePeriodCounts(int ago, int from, int current, int wish, int desired) {
        Scene scene = new Scene();
        scene.rates = new RateLimits(List.of(Rate.replicas(4, MINUTE)), Select.MAX, List.of(), Select.MAX);
        scene.current = current;
        scene.acted(new int[] {ago, from, current});
        assertThat(scene.ask(wish).desired()).isEqualTo(desired);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # share, current, wish, desired
                    0.1,  100, 500, 110
                    0.1,  101, 500, 112
                    0.1,  100,   0,  90
                    0.1,    9,   0,   8
                    0.29, 100,   0,  71
                    1.0,    0,   9,   1
                    1.0,    7,   0,   0
                    """)
    void sharesAreRoundedAgainstTheNoiseOfFractions(double share, int current, int wish, int desired) {
        Scene scene = new Scene();
        scene.rates = new RateLimits(
                List.of(Rate.share(share, MINUTE)), Select.MAX, List.of(Rate.share(share, MINUTE)), Select.MAX);
        scene.current = current;
        assertThat(scene.ask(wish).desired()).isEqualTo(desired);
    }

    @Test
    void aDirectionCanBeSwitchedOff() {
        Scene scene = new Scene();
        scene.rates = new RateLimits(List.of(), Select.MAX, List.of(), Select.DISABLED);
        assertThat(scene.ask(3).desired()).isEqualTo(10);
        assertThat(scene.ask(3).text("rate")).isEqualTo("3 is held at 10: shrinking is switched off");
        assertThat(scene.ask(30).desired()).isEqualTo(30);
        scene.rates = new RateLimits(List.of(), Select.DISABLED, List.of(), Select.MAX);
        assertThat(scene.ask(30).desired()).isEqualTo(10);
        assertThat(scene.ask(3).desired()).isEqualTo(3);
    }

    @Test
    void aScheduleIsNotDelayed() {
        Scene scene = new Scene();
        scene.rates = HPA;
        scene.floor = 50;
        Scene.Answer a = scene.ask(80);
        assertThat(a.desired()).isEqualTo(50);
        assertThat(a.text("rate")).isEqualTo("80 is held at 50: the limits of change allow growth to 20");
    }

    @Test
    void anActionThatTheTargetRefusedDoesNotCount() {
        Scene scene = new Scene();
        scene.rates = new RateLimits(List.of(Rate.replicas(4, MINUTE)), Select.MAX, List.of(), Select.MAX);
        scene.memory = scene.ask(14).memory();
        assertThat(scene.memory.actions())
                .filteredOn(GuardrailMemory.Action::own)
                .hasSize(1);
        scene.after(QUARTER);
        assertThat(scene.ask(14).desired()).isEqualTo(14);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.replicas(0, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.share(0, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.share(Double.NaN, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(MINUTE, 3, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.replicas(1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.replicas(1, Duration.ofHours(25)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateLimits(List.of(), Select.MAX, List.of(Rate.share(1.5, MINUTE)), Select.MAX));
    }
}
