package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.model.Measure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CooldownTest {
    private static final Cooldown FIXED =
            new Cooldown(Duration.ofMinutes(1), Duration.ofMinutes(5), false, 0, Duration.ZERO);
    private static final Cooldown ADAPTS =
            new Cooldown(Duration.ofMinutes(5), Duration.ofMinutes(15), true, 0, Duration.ZERO);

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # seconds since, from, to (current), wish, desired
                    # out again only after a minute
                    59,   8, 10, 12, 10
                    60,   8, 10, 12, 12
                    # in only five minutes after any action
                    299,  8, 10,  5, 10
                    300,  8, 10,  5,  5
                    299, 12, 10,  5, 10
                    300, 12, 10,  5,  5
                    # out at once after an action inwards
                    1,   12, 10, 12, 12
                    # during the quiet time a larger wish waits, too
                    30,   8, 10, 90, 10
                    """)
    void fixed(int ago, int from, int current, int wish, int desired) {
        Scene scene = new Scene();
        scene.cooldown = FIXED;
        scene.current = current;
        scene.acted(new int[] {ago, from, current});
        assertThat(scene.ask(wish).desired()).isEqualTo(desired);
    }

    @Test
    void outWaitsForTheLastActionOutEvenAfterOneInwards() {
        Scene scene = new Scene();
        scene.cooldown = FIXED;
        scene.acted(new int[] {40, 8, 11}, new int[] {5, 11, 10});
        assertThat(scene.ask(12).desired()).isEqualTo(10);
        scene.after(Duration.ofSeconds(20));
        assertThat(scene.ask(12).desired()).isEqualTo(12);
    }

    @Test
    void saysUntilWhen() {
        Scene scene = new Scene();
        scene.cooldown = FIXED;
        scene.acted(new int[] {20, 8, 10});
        assertThat(scene.ask(12).text("cooldown"))
                .isEqualTo("12 is held at 10 until 2026-03-02T12:00:40Z: 60 s of quiet after scaling out");
        assertThat(scene.ask(10).text("cooldown")).isEqualTo("no quiet time holds 10");
    }

    /** Quiet time after the last of n actions a minute apart: base × min(0.5 n, 2) ÷ max(urgency, 0.5), at least 60 s. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # n, utilisation, latency, errors, quiet seconds before scaling out
                    # calm: urgency 0 counts as 0.5, so 300 × 0.5 ÷ 0.5
                    1, 0.50, 0.1, 0,     300
                    2, 0.50, 0.1, 0,     600
                    # urgency 1: CPU above 80 %
                    1, 0.81, 0.1, 0,     150
                    2, 0.81, 0.1, 0,     300
                    3, 0.81, 0.1, 0,     450
                    4, 0.81, 0.1, 0,     600
                    9, 0.81, 0.1, 0,     600
                    # 80 % itself is not above 80 %
                    2, 0.80, 0.1, 0,     600
                    # urgency 2
                    2, 0.91, 0.1, 0,     150
                    2, 0.50, 5.1, 0,     150
                    # errors 1.5 and 3
                    2, 0.50, 0.1, 0.06,  200
                    2, 0.50, 0.1, 0.11,  100
                    # the sum: 1 + 1.5
                    4, 0.50, 2.1, 0.06,  240
                    # 2 + 2 + 3 = 7: 300 ÷ 7 is under the least quiet of 60 s
                    2, 0.91, 5.1, 0.11,   60
                    """)
    void dynamicOut(int n, double utilisation, double latency, double errors, int quiet) {
        Scene scene = acted(n);
        scene.signals = List.of(
                scene.value(Measure.UTILISATION, utilisation),
                scene.value(Measure.LATENCY, latency),
                scene.value(Measure.ERRORS, errors));
        scene.after(Duration.ofSeconds(quiet - 1));
        assertThat(scene.ask(20).desired()).isEqualTo(10);
        scene.after(Duration.ofSeconds(1));
        assertThat(scene.ask(20).desired()).isEqualTo(20);
    }

    /** Quiet time before scaling in: base × min(0.5 n, 2) × load, at least 60 s. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    1, 1.00,  450
                    2, 1.00,  900
                    2, 0.40,  360
                    4, 0.50,  900
                    4, 1.00, 1800
                    # an overloaded fleet waits longer, but at most twice
                    1, 3.00,  900
                    2, 0.01,   60
                    """)
    void dynamicIn(int n, double load, int quiet) {
        Scene scene = acted(n);
        scene.signals = List.of(scene.value(Measure.UTILISATION, load));
        scene.after(Duration.ofSeconds(quiet - 1));
        assertThat(scene.ask(5).desired()).isEqualTo(10);
        scene.after(Duration.ofSeconds(1));
        assertThat(scene.ask(5).desired()).isEqualTo(5);
    }

    @Test
    void withoutTheThreeSignalsThePolicysUrgencyCounts() {
        Scene scene = acted(2);
        scene.urgency = 3;
        scene.after(Duration.ofSeconds(99));
        assertThat(scene.ask(20).desired()).isEqualTo(10);
        scene.after(Duration.ofSeconds(1));
        assertThat(scene.ask(20).desired()).isEqualTo(20);
        scene.signals = List.of(scene.failed(Measure.UTILISATION));
        assertThat(scene.ask(20).desired()).isEqualTo(20);
    }

    @Test
    void moreThanTheAllowedChangesOfDirectionFreezeScalingIn() {
        Scene scene = new Scene();
        scene.cooldown = new Cooldown(Duration.ZERO, Duration.ZERO, false, 3, Duration.ofMinutes(30));
        // Three changes of direction are allowed …
        scene.acted(
                new int[] {1200, 10, 12}, new int[] {900, 12, 10}, new int[] {600, 10, 12}, new int[] {300, 12, 10});
        Scene.Answer calm = scene.ask(5);
        assertThat(calm.desired()).isEqualTo(5);
        assertThat(calm.text("flapping")).isEqualTo("3 direction changes in the last hour, 3 are allowed");
        // … the fourth freezes until half an hour after it.
        scene.acted(
                new int[] {1500, 8, 10},
                new int[] {1200, 10, 8},
                new int[] {900, 8, 10},
                new int[] {600, 10, 8},
                new int[] {300, 8, 10});
        Scene.Answer frozen = scene.ask(5);
        assertThat(frozen.desired()).isEqualTo(10);
        assertThat(frozen.text("flapping"))
                .isEqualTo("5 is held at 10 until 2026-03-02T12:25:00Z: 4 direction changes in the last hour, 3 are"
                        + " allowed");
        assertThat(scene.ask(30).desired()).isEqualTo(30);
        assertThat(scene.ask(10).text("flapping")).startsWith("scaling in is frozen until 2026-03-02T12:25:00Z");
        // The freeze is remembered, and ends.
        scene.decide(5);
        scene.after(Duration.ofSeconds(1499));
        assertThat(scene.decide(5).desired()).isEqualTo(10);
        scene.after(Duration.ofSeconds(1));
        assertThat(scene.decide(5).desired()).isEqualTo(5);
        assertThat(scene.memory.flapUntilMillis()).isEqualTo(-1);
    }

    @Test
    void nonsenseIsRefused() {
        Duration less = Duration.ofSeconds(-1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cooldown(less, Duration.ZERO, false, 0, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cooldown(Duration.ZERO, less, false, 0, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cooldown(Duration.ZERO, Duration.ZERO, false, -1, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cooldown(Duration.ZERO, Duration.ZERO, false, 3, Duration.ZERO));
    }

    /** A fleet of ten whose last of n actions, half a minute apart, was just now and outwards. */
    private static Scene acted(int n) {
        Scene scene = new Scene();
        scene.cooldown = ADAPTS;
        int[][] actions = new int[n][];
        for (int i = 0; i < n; i++) {
            int to = 10 - (n - 1 - i);
            actions[i] = new int[] {30 * (n - 1 - i), to - 1, to};
        }
        return scene.acted(actions);
    }
}
