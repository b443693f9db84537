package dev.headroom.forecast.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.forecast.anomaly.NumentaScore.Outcome;
import dev.headroom.forecast.anomaly.NumentaScore.Profile;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NumentaScoreTest {

    private static final int LENGTH = 100;

    /** 100 samples, so 15 are not judged, and windows of 11 at 40 to 50 and 80 to 90. */
    private static LabelledSeries series() {
        boolean[] in = new boolean[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            in[i] = (i >= 40 && i <= 50) || (i >= 80 && i <= 90);
        }
        return new LabelledSeries("made", new long[LENGTH], new double[LENGTH], in);
    }

    private static double[] at(int... detections) {
        double[] scores = new double[LENGTH];
        for (int i : detections) {
            scores[i] = 0.9;
        }
        return scores;
    }

    private static Outcome score(Profile p, int... detections) {
        return NumentaScore.at(0.5, List.of(series()), List.of(at(detections)), p);
    }

    static List<Profile> profiles() {
        return Profile.published();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void nothingFoundIsZeroAndEverythingAtOnceIsHundred(Profile p) {
        Outcome never = NumentaScore.best(List.of(series()), List.of(new double[LENGTH]), p);
        assertThat(never.score()).isZero();
        assertThat(never.threshold()).isGreaterThan(1);
        Outcome perfect = NumentaScore.best(List.of(series()), List.of(at(40, 80)), p);
        assertThat(perfect.score()).isCloseTo(100, within(1e-9));
        assertThat(perfect.found()).isEqualTo(2);
        assertThat(perfect.falseAlarms()).isZero();
    }

    /**
     * By hand, with σ(y) = 2 ÷ (1 + e^(5y)) − 1. Nothing is −2 and perfect 2. In a window: σ(−(50 − i + 1) ÷ 11) ÷ σ(−1). After it: 0.11 · σ((i −
     * 50) ÷ 10), and −0.11 before the first window or three widths after one. Later hits in a window add nothing.
     */
    @ParameterizedTest(name = "detections at {0} and {1}: {2}")
    @CsvSource({
        "40, 40, 50.0",
        "45, 45, 47.23",
        "45, 47, 47.23",
        "50, 50, 30.66",
        "40, 80, 100.0",
        "40, 20, 47.25",
        "40, 51, 49.33",
        "40, 60, 47.29",
        "40, 79, 47.25",
        "40, 14, 50.0",
        "14, 14, 0.0",
        "15, 15, -2.75"
    })
    void agreesWithCalculationByHand(int first, int second, double expected) {
        assertThat(score(Profile.STANDARD, first, second).score()).isCloseTo(expected, within(0.01));
    }

    @Test
    void profilesWeighFalseAlarmsAndMisses() {
        assertThat(score(Profile.LOW_FALSE_ALARMS, 40, 20).score()).isCloseTo(44.5, within(0.01));
        assertThat(score(Profile.LOW_MISSES, 40, 20).score()).isCloseTo(100 * (3 - 0.11) / 6, within(0.01));
    }

    @Test
    void takesTheThresholdThatIsBest() {
        double[] scores = at(40, 80);
        scores[20] = 0.5;
        scores[30] = 0.95;
        Outcome best = NumentaScore.best(List.of(series()), List.of(scores), Profile.STANDARD);
        assertThat(best.threshold()).isEqualTo(0.9);
        assertThat(best.falseAlarms()).isEqualTo(1);
        assertThat(best.score()).isCloseTo(100 - 100 * 0.11 / 4, within(1e-9));
    }

    /** Whatever the scores, the best threshold's outcome is that of the threshold given, and no threshold is better. */
    @Property(tries = 100)
    void noThresholdIsBetterThanTheBest(@ForAll long seed) {
        Random random = new Random(seed);
        double[] scores =
                random.doubles(LENGTH).map(x -> Math.round(x * 20) / 20.0).toArray();
        Outcome best = NumentaScore.best(List.of(series()), List.of(scores), Profile.STANDARD);
        for (int k = 0; k <= 21; k++) {
            double threshold = k / 20.0;
            Outcome other = NumentaScore.at(threshold, List.of(series()), List.of(scores), Profile.STANDARD);
            assertThat(other.score()).isLessThanOrEqualTo(best.score() + 1e-9);
            if (threshold == best.threshold()) {
                assertThat(other).isEqualTo(best);
            }
        }
    }

    @Test
    void refusesWhatCannotBeScored() {
        LabelledSeries none = new LabelledSeries("none", new long[3], new double[3], new boolean[3]);
        assertThatThrownBy(() -> NumentaScore.best(List.of(none), List.of(new double[3]), Profile.STANDARD))
                .hasMessageContaining("no series has a labelled window");
        assertThatThrownBy(() -> NumentaScore.best(List.of(series()), List.of(new double[3]), Profile.STANDARD))
                .hasMessageContaining("every sample of made needs a score");
    }
}
