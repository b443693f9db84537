package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Thresholds;
import dev.headroom.engine.model.Window;
import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class AdaptiveThresholdsTest {

    private static final Signal.Adaptive DAY = new Signal.Adaptive(Duration.ofMinutes(5), 288, 0.7, 0.3);

    private static Window buckets(int n, IntToDoubleFunction value) {
        long[] t = new long[n];
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            t[i] = Scene.START.plusSeconds(300L * i).toEpochMilli();
            v[i] = value.applyAsDouble(i);
        }
        return new Window(t, v);
    }

    private static Thresholds after(int n, IntToDoubleFunction value) {
        return AdaptiveThresholds.of(DAY, buckets(n, value), Scene.START.plusSeconds(300L * n));
    }

    @Test
    void keepsTheDefaultsUntilFiftyPoints() {
        assertThat(after(49, i -> 0.9)).isEqualTo(new Thresholds(0.7, 0.3, 0));
        assertThat(after(50, i -> 0.9).confidence()).isCloseTo(50 / 288.0, within(1e-9));
    }

    /** Constant 0.9: no σ, 0.9 × p95 = 0.81, so the mean stands; down is the default. */
    @Test
    void takesTheLargestUpAndTheSmallestDown() {
        Thresholds high = after(288, i -> 0.9);
        assertThat(high.up()).isCloseTo(0.9, within(1e-9));
        assertThat(high.down()).isEqualTo(0.3);
        assertThat(high.confidence()).isEqualTo(1);
        Thresholds low = after(288, i -> 0.1);
        assertThat(low.up()).isEqualTo(0.7);
        assertThat(low.down()).isCloseTo(0.1, within(1e-9));
    }

    /** The hour around now is at 0.8 ± 0.1, the rest of the day at 0.2: the season counts. */
    @Test
    void followsTheTimeOfDay() {
        IntToDoubleFunction day = i -> {
            int bucket = i % 288;
            boolean season = bucket <= 14 || bucket >= 274;
            return season ? (i % 2 == 0 ? 0.9 : 0.7) : 0.2;
        };
        Thresholds t = after(288, day);
        assertThat(t.up()).isCloseTo(0.8 + 2 * 0.1, within(0.02));
        assertThat(t.down()).as("1.2 × p5").isCloseTo(0.24, within(1e-9));
    }

    /** Half the buckets 0, half 1: seasonal mean ½, σ ½. */
    @Test
    void spreadsByTheDeviation() {
        Thresholds t = after(288, i -> i % 2);
        assertThat(t.up()).isCloseTo(1.5, within(0.05));
        assertThat(t.down()).isCloseTo(-0.01, within(0.03));
    }
}
