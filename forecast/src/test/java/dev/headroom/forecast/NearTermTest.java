package dev.headroom.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearTermTest {

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final double[] LEVELS = {0.1, 0.5, 0.9};
    private static final int DAY = 288;

    private static Series series(int steps, IntToDoubleFunction value) {
        return new Series(
                START,
                Duration.ofMinutes(5),
                IntStream.range(0, steps).mapToDouble(value).toArray());
    }

    /** A jump from 100 to 300 at nine, and back at 17. */
    private static double office(int i) {
        int minute = i % DAY * 5;
        return minute >= 9 * 60 && minute < 17 * 60 ? 300 : 100;
    }

    /** What a straight line through the last values cannot know: the jump that comes at nine every day. */
    @Test
    void knowsTheHourOfTheDay() {
        Random random = new Random(1);
        int eight = 10 * DAY + 9 * 12;
        Series seen = series(eight - 2, i -> office(i) + random.nextGaussian());
        double[][] q = new NearTerm().fit(seen, 6).quantiles(seen, 6, LEVELS);
        assertThat(q[0][1]).isCloseTo(100, within(10.0));
        assertThat(q[5][1]).isCloseTo(300, within(30.0));
    }

    @Test
    void aFitIsUsedOnLaterHistory() {
        Random random = new Random(2);
        double[] noise = random.doubles(12 * DAY).toArray();
        Series all = series(11 * DAY + 9 * 12 - 2, i -> office(i) + noise[i]);
        Fitted early = new NearTerm().fit(all.first(10 * DAY + 50), 6);
        assertThat(early.quantiles(all, 6, LEVELS)[5][1]).isCloseTo(300, within(30.0));
        assertThat(early.quantiles(all.last(early.memory()), 6, LEVELS)).isDeepEqualTo(early.quantiles(all, 6, LEVELS));
    }

    /** Nine of ten of what comes should be below the 90 % quantile; of a random walk no model knows more than that. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.6})
    void quantilesAreThoseOfWhatComes(double wave) {
        Random random = new Random(3);
        double[] y = new double[30 * DAY];
        double walk = 0;
        for (int i = 0; i < y.length; i++) {
            walk = 0.98 * walk + 10 * random.nextGaussian();
            y[i] = 500 * (1 - wave * Math.cos(2 * Math.PI * i / DAY)) + walk;
        }
        Series all = new Series(START, Duration.ofMinutes(5), y);
        Fitted fitted = new NearTerm().fit(all.first(20 * DAY), 6);
        int below = 0;
        int count = 0;
        for (int t = 20 * DAY; t < y.length - 6; t += 7) {
            double[][] q = fitted.quantiles(all.first(t), 6, LEVELS);
            for (int h = 0; h < 6; h++) {
                below += y[t + h] <= q[h][2] ? 1 : 0;
                count++;
            }
        }
        assertThat((double) below / count).isBetween(0.86, 0.94);
        assertThat(fitted.backtest().coverage()).isBetween(0.9, 0.99);
    }

    @Test
    void ofAConstantItIsSure() {
        Series seen = series(5 * DAY, i -> 42);
        for (double[] row : new NearTerm().fit(seen, 4).quantiles(seen, 4, LEVELS)) {
            for (double v : row) {
                assertThat(v).isCloseTo(42, within(1e-6));
            }
        }
    }

    /** Whatever the history, quantiles are finite, ascending, and not negative where nothing was. */
    @Property(tries = 100)
    void quantilesAreAlwaysQuantiles(@ForAll long seed) {
        Random random = new Random(seed);
        int n = random.nextInt(1200);
        double gaps = random.nextInt(3) * 0.3;
        double spikes = random.nextInt(3) * 0.1;
        Series seen = series(
                n,
                i -> random.nextDouble() < gaps
                        ? Double.NaN
                        : random.nextDouble() < spikes ? 1e9 * random.nextDouble() : random.nextInt(5));
        Fitted fitted = new NearTerm().fit(seen, 5);
        for (double[] row : fitted.quantiles(seen, 8, LEVELS)) {
            double before = 0;
            for (double v : row) {
                assertThat(v).isFinite().isGreaterThanOrEqualTo(before);
                before = v;
            }
        }
        Fitted again = Models.restore(fitted.saved());
        assertThat(again.quantiles(seen, 8, LEVELS)).isDeepEqualTo(fitted.quantiles(seen, 8, LEVELS));
        assertThat(again.description()).isEqualTo(fitted.description());
    }

    @Test
    void looksOnlyAtWhatItIsGiven() {
        Random random = new Random(5);
        Series all = series(9 * DAY, i -> office(i) + random.nextGaussian());
        double[] changed = all.values().clone();
        Arrays.fill(changed, 6 * DAY, changed.length, 1e6);
        Series other = new Series(START, all.step(), changed);
        assertThat(new NearTerm().fit(other.first(6 * DAY), 5).saved())
                .isEqualTo(new NearTerm().fit(all.first(6 * DAY), 5).saved());
    }

    @Test
    void refusesHorizonsOutOfReach() {
        assertThatThrownBy(() -> new NearTerm().fit(series(10, i -> i), 0)).hasMessageContaining("from 1 to 500");
    }
}
