package dev.headroom.forecast.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SurpriseDetectorTest {

    private static final long STEP = 300_000;
    private static final int DAY = 288;
    private static final int DAYS = 14;
    /** A weekday's noon in the second week. */
    private static final int WHEN = 10 * DAY + DAY / 2;

    /** Two weeks of five minutes: a daily wave of 100 ± 50 with noise of 5. */
    private static double[] wave(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, DAYS * DAY)
                .mapToDouble(i -> 100 - 50 * Math.cos(2 * Math.PI * i / DAY) + 5 * random.nextGaussian())
                .toArray();
    }

    private static double[] scores(double[] values) {
        SurpriseDetector detector = new SurpriseDetector();
        return IntStream.range(0, values.length)
                .mapToDouble(i -> detector.score(i * STEP, values[i]))
                .toArray();
    }

    /** First notable sample at or after a time; −1 when there is none. */
    private static int found(double[] scores, int from) {
        return IntStream.range(from, scores.length)
                .filter(i -> scores[i] >= SurpriseDetector.NOTABLE)
                .findFirst()
                .orElse(-1);
    }

    /** What happens at noon of the eleventh day, and within how many samples it must be seen. */
    enum Oddity {
        SPIKE(1, 1, v -> v * 2),
        DIP(1, 1, v -> v * 0.2),
        SHIFT(4 * DAY, 12, v -> v + 60),
        DEAD(DAY / 2, 12, v -> 0),
        FLAT(DAY / 2, 60, v -> 100);

        private final int length;
        private final int within;

        @SuppressWarnings("ImmutableEnumChecker") // functions of nothing but their argument
        private final DoubleUnaryOperator change;

        Oddity(int length, int within, DoubleUnaryOperator change) {
            this.length = length;
            this.within = within;
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatIsOdd(Oddity oddity) {
        for (long seed = 1; seed <= 5; seed++) {
            double[] values = wave(seed);
            for (int i = WHEN; i < Math.min(values.length, WHEN + oddity.length); i++) {
                values[i] = oddity.change.applyAsDouble(values[i]);
            }
            assertThat(found(scores(values), WHEN)).as("seed %d", seed).isBetween(WHEN, WHEN + oddity.within);
        }
    }

    /** The bar is once in about 600 samples, and the four thousand of two weeks have some that are that rare. */
    @Test
    void seldomCriesWolf() {
        for (long seed = 1; seed <= 5; seed++) {
            double[] scores = scores(wave(seed));
            assertThat(Arrays.stream(scores)
                            .skip(DAY)
                            .filter(s -> s >= SurpriseDetector.NOTABLE)
                            .count())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(8);
        }
    }

    @Test
    void aConstantIsNeverOdd() {
        double[] values = new double[2000];
        Arrays.fill(values, 7.5);
        assertThat(scores(values)).containsOnly(0);
        values[1500] = 8;
        assertThat(scores(values)[1500]).isGreaterThanOrEqualTo(SurpriseDetector.NOTABLE);
    }

    @Test
    void whatWasToldIsNotToldAgainAtOnce() {
        double[] values = wave(1);
        for (int i = WHEN; i < WHEN + 20; i++) {
            values[i] = 400;
        }
        double[] scores = scores(values);
        assertThat(Arrays.stream(scores, WHEN, WHEN + 20)
                        .filter(s -> s >= SurpriseDetector.NOTABLE)
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.01, 1024, 1e12})
    void theUnitDoesNotMatter(double unit) {
        double[] values = wave(2);
        double[] scaled = Arrays.stream(values).map(v -> v * unit).toArray();
        double[] plain = scores(values);
        double[] other = scores(scaled);
        for (int i = 0; i < plain.length; i++) {
            assertThat(other[i]).isCloseTo(plain[i], org.assertj.core.api.Assertions.within(1e-3));
        }
    }

    @Test
    void gapsChangeNothing() {
        SurpriseDetector with = new SurpriseDetector();
        SurpriseDetector without = new SurpriseDetector();
        double[] values = wave(3);
        for (int i = 0; i < values.length; i++) {
            if (i % 7 == 0) {
                assertThat(with.score(i * STEP, Double.NaN)).isZero();
                continue;
            }
            assertThat(with.score(i * STEP, values[i])).isEqualTo(without.score(i * STEP, values[i]));
        }
    }

    @Property(tries = 200)
    void scoresAreBetweenZeroAndOneWhateverComes(@ForAll List<Double> values, @ForAll long seed) {
        SurpriseDetector detector = new SurpriseDetector();
        Random random = new Random(seed);
        for (int i = 0; i < 80; i++) {
            detector.score(i * STEP, random.nextInt(3));
        }
        for (int i = 0; i < values.size(); i++) {
            assertThat(detector.score((80 + i) * STEP, values.get(i))).isBetween(0.0, 1.0);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(detector.score((1000 + i) * STEP, random.nextGaussian())).isBetween(0.0, 1.0);
        }
    }

    @Test
    void thePlainZScoreIsTheTextbooks() {
        ZScoreDetector z = new ZScoreDetector();
        for (double v : new double[] {2, 4, 4, 4, 5, 5, 7, 9}) {
            z.score(0, v);
        }
        // Mean 5, standard deviation 2: 11 is 3 deviations away.
        assertThat(z.score(0, 11)).isEqualTo(0.75);
        assertThat(z.score(0, Double.NaN)).isZero();
    }
}
