package dev.headroom.forecast.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RarityTest {

    /** Values with P(X ≥ x) = x^−shape for x ≥ 1. */
    private static Rarity pareto(double shape, int values) {
        Rarity rarity = new Rarity(1e6);
        Random random = new Random(7);
        for (int i = 0; i < values; i++) {
            rarity.add(Math.pow(1 - random.nextDouble(), -1 / shape));
        }
        return rarity;
    }

    /** The true rarity in decades is shape · log10(x), within what was seen and far beyond it. */
    @ParameterizedTest(name = "shape {0} at {1}")
    @CsvSource({"1, 10", "1, 100", "1, 100000", "2, 10", "2, 300", "4, 3", "4, 100"})
    void aParetoTailIsGuessedBeyondWhatWasSeen(double shape, double x) {
        double truth = shape * Math.log10(x);
        assertThat(pareto(shape, 20_000).decades(x)).isCloseTo(truth, within(0.1 + 0.15 * truth));
    }

    @Test
    void forgets() {
        Rarity rarity = new Rarity(100);
        for (int i = 0; i < 1_000; i++) {
            rarity.add(8);
        }
        assertThat(rarity.decades(8)).isLessThan(0.5);
        for (int i = 0; i < 500; i++) {
            rarity.add(1);
        }
        assertThat(rarity.decades(8)).isGreaterThan(1.5);
    }

    @Test
    void nothingSeenIsNothingRare() {
        assertThat(new Rarity(10).decades(5)).isZero();
    }

    /** The growing weight is brought back before it overflows. */
    @Test
    void lastsForEver() {
        Rarity rarity = new Rarity(2);
        for (int i = 0; i < 10_000; i++) {
            rarity.add(i % 4);
        }
        assertThat(rarity.decades(2)).isBetween(0.0, 1.0);
        assertThat(rarity.decades(1e6)).isGreaterThan(1).isFinite();
    }
}
