package dev.headroom.simulator.traffic;

import static dev.headroom.simulator.traffic.Grids.mean;
import static dev.headroom.simulator.traffic.Grids.variance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.simulator.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalLawTest {

    private static final int STEPS = 200_000;

    private static double[] counts(ArrivalLaw law, double expected, int steps) {
        double[] all = new double[steps];
        Arrays.fill(all, expected);
        return law.counts(all, new Rng(11, Rng.Stream.TRAFFIC));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 1, 1.5, 49_200.25})
    void steadyNeverStraysFromTheRateByMoreThanHalfARequest(double expected) {
        double[] x = counts(new ArrivalLaw.Steady(), expected, 10_000);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i];
            assertThat(Math.abs(sum - expected * (i + 1))).isLessThanOrEqualTo(0.5 + 1e-6);
            assertThat(x[i]).isEqualTo(Math.rint(x[i])).isNotNegative();
        }
    }

    /** The index of dispersion, variance ÷ mean, of a Poisson process is 1. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 5, 60, 3000})
    void poissonHasDispersionOne(double expected) {
        double[] x = counts(new ArrivalLaw.Poisson(), expected, STEPS);
        assertThat(mean(x)).isCloseTo(expected, within(5 * Math.sqrt(expected / STEPS)));
        assertThat(variance(x) / mean(x)).isCloseTo(1, within(0.02));
    }

    /** With a tail index above 4 the variance is that of the compound Poisson law: λ·E[size²]. */
    @ParameterizedTest
    @CsvSource({"10, 5", "5000, 5", "20000, 6"})
    void batchesHaveTheDispersionOfTheirSizes(double expected, double tail) {
        double mean = 4;
        double least = mean * (tail - 1) / tail;
        double[] x = counts(new ArrivalLaw.Batches(mean, tail), expected, 50_000);
        double second = least * least * tail / (tail - 2);
        assertThat(mean(x)).isCloseTo(expected, within(0.01 * expected));
        assertThat(variance(x) / mean(x)).isCloseTo(second / mean, within(0.08 * second / mean));
    }

    /** Hill's estimator over the largest sums finds the index: a sum is as heavy-tailed as its largest part. */
    @ParameterizedTest
    @CsvSource({"0.5, 1.3, 2000000", "0.5, 1.7, 2000000", "5000, 1.5, 100000"})
    void batchesHaveTheirTailIndex(double expected, double tail, int steps) {
        double[] x = counts(new ArrivalLaw.Batches(10, tail), expected, steps);
        double centre = expected > 100 ? mean(x) : 0;
        Arrays.sort(x);
        int k = 300;
        double threshold = x[x.length - k - 1] - centre;
        double sum = 0;
        for (int i = x.length - k; i < x.length; i++) {
            sum += Math.log((x[i] - centre) / threshold);
        }
        assertThat(k / sum).isCloseTo(tail, within(0.15 * tail)); // standard error 6 %
    }

    @Test
    void batchesNeedAMean() {
        assertThatThrownBy(() -> new ArrivalLaw.Batches(5, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ArrivalLaw.Batches(0, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
