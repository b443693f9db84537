package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.policy.HeldThresholds.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldThresholdsTest {

    private static final HeldThresholds PROGRESSIVE = new HeldThresholds(
            "cpu",
            List.of(
                    new Phase(0.70, Duration.ofSeconds(300), 0.2, 1),
                    new Phase(0.80, Duration.ofSeconds(180), 0.5, 1.5),
                    new Phase(0.90, Duration.ofSeconds(60), 1.0, 3),
                    new Phase(0.95, Duration.ofSeconds(30), Double.POSITIVE_INFINITY, 3)),
            List.of(
                    new Phase(0.40, Duration.ofSeconds(600), 0.1, 1),
                    new Phase(0.20, Duration.ofSeconds(300), 0.3, 1.5)));

    /** The level held from 0 on, evaluated every 15 s; the recommendation at the end. */
    private static Recommendation held(int replicas, double value, int seconds) {
        @Nullable Memory memory = null;
        Recommendation last = null;
        for (int t = 0; t <= seconds; t += 15) {
            Evaluation e = PROGRESSIVE.evaluate(
                    new Scene().seconds(t).replicas(replicas).sees("cpu", value).now(), memory);
            memory = e.memory();
            last = e.recommendation();
        }
        assertThat(last).isNotNull();
        return Objects.requireNonNull(last);
    }

    @ParameterizedTest(name = "{0} replicas at {1} for {2} s: {3}")
    @CsvSource({
        "5, 0.72, 285, -1",
        "5, 0.72, 300, 6",
        "50, 0.72, 300, 52",
        "4, 0.85, 180, 6",
        "2, 0.85, 180, 4",
        "50, 0.85, 180, 55",
        "50, 0.85, 300, 55",
        "2, 0.92, 60, 6",
        "7, 0.92, 60, 14",
        "50, 0.92, 60, 60",
        "50, 0.97, 30, 70",
        "50, 1.40, 30, 100",
        "2, 0.97, 30, 6",
        "20, 0.55, 3600, -1",
        "20, 0.40, 600, 18",
        "5, 0.40, 600, 4",
        "50, 0.10, 300, 45",
        "4, 0.10, 300, 2",
        "1, 0.10, 3600, 1",
    })
    void stepsByTheHighestPhaseHeld(int replicas, double value, int seconds, int wants) {
        Recommendation r = held(replicas, value, seconds);
        assertThat(r.desired()).isEqualTo(wants);
        assertThat(r.kind()).isEqualTo(wants < 0 ? Kind.ABSTAIN : Kind.DESIRE);
    }

    @Test
    void beginsAnewAfterAnInterruption() {
        @Nullable Memory memory = null;
        for (int t = 0; t <= 600; t += 15) {
            double value = t == 285 ? 0.69 : 0.75;
            Evaluation e = PROGRESSIVE.evaluate(
                    new Scene().seconds(t).sees("cpu", value).now(), memory);
            memory = e.memory();
            assertThat(e.recommendation().kind()).as("at %d s", t).isEqualTo(t < 600 ? Kind.ABSTAIN : Kind.DESIRE);
        }
    }

    @Test
    void doesNotAskTwiceForWhatIsStarting() {
        Memory since = new HeldThresholds.Holds(new long[] {0, 0, -1, -1, -1, -1});
        Recommendation r = PROGRESSIVE
                .evaluate(new Scene().replicas(15, 10).sees("cpu", 0.85).now(), since)
                .recommendation();
        assertThat(r.desired()).isEqualTo(15);
    }

    @Test
    void forgetsTheDownHoldsWhileBlind() {
        long start = Scene.START.toEpochMilli();
        Memory since = new HeldThresholds.Holds(new long[] {start, -1, -1, -1, start, start});
        Evaluation blind =
                PROGRESSIVE.evaluate(new Scene().seconds(60).fails("cpu").now(), since);
        assertThat(blind.recommendation().kind()).isEqualTo(Kind.BLIND);
        assertThat(blind.memory()).isEqualTo(new HeldThresholds.Holds(new long[] {start, -1, -1, -1, -1, -1}));
    }

    @Test
    void refuses() {
        Phase p = new Phase(0.7, Duration.ZERO, 0.2, 1);
        assertThatThrownBy(() -> new HeldThresholds("cpu", List.of(p, p), List.of()))
                .hasMessageContaining("ascend");
        assertThatThrownBy(() -> new HeldThresholds("cpu", List.of(), List.of(p, p)))
                .hasMessageContaining("descend");
        assertThatThrownBy(() -> new HeldThresholds("cpu", List.of(p), List.of(p)))
                .hasMessageContaining("under");
        assertThatThrownBy(() -> new HeldThresholds("cpu", List.of(), List.of()))
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> new Phase(0.7, Duration.ofSeconds(-1), 0.2, 1)).hasMessageContaining("negative");
        assertThatThrownBy(() -> new Phase(0.7, Duration.ZERO, 0, 1)).hasMessageContaining("share");
    }
}
