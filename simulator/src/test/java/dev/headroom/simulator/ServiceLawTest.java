package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceLawTest {

    @ParameterizedTest
    @CsvSource({
        "CONSTANT,0",
        "EXPONENTIAL,1",
        "LOGNORMAL,0.3",
        "LOGNORMAL,1.5",
        "GAMMA,0.4",
        "GAMMA,0.9",
        "GAMMA,1",
        "GAMMA,2"
    })
    void drawsHaveTheMeanTheSpreadAndTheDistributionFunction(Distribution.Shape shape, double cv) {
        ServiceLaw law = new ServiceLaw(new Distribution(shape, 2.5, cv));
        Rng rng = new Rng(9, Rng.Stream.SERVICE);
        int n = 400_000;
        double sum = 0;
        double squares = 0;
        int[] below = new int[5];
        double[] at = {0.5, 1.5, 2.5, 4, 9};
        for (int i = 0; i < n; i++) {
            double x = law.draw(rng);
            sum += x;
            squares += x * x;
            for (int k = 0; k < at.length; k++) {
                below[k] += x <= at[k] ? 1 : 0;
            }
        }
        double mean = sum / n;
        assertThat(mean).isCloseTo(2.5, Percentage.withPercentage(1));
        assertThat(Math.sqrt(Math.max(0, squares / n - mean * mean)) / mean).isCloseTo(cv, Offset.offset(0.03));
        for (int k = 0; k < at.length; k++) {
            assertThat(law.cdf(at[k])).isCloseTo((double) below[k] / n, Offset.offset(0.004));
        }
    }

    @Test
    void specialFunctionsAgreeWithTables() {
        assertThat(ServiceLaw.normal(1.959963985)).isCloseTo(0.975, Offset.offset(1e-9));
        assertThat(ServiceLaw.normal(-1)).isCloseTo(0.158655253931457, Offset.offset(1e-12));
        assertThat(ServiceLaw.lowerGamma(3, 2)).isCloseTo(0.323323583816936, Offset.offset(1e-12));
        assertThat(ServiceLaw.logGamma(0.5)).isCloseTo(Math.log(Math.PI) / 2, Offset.offset(1e-12));
    }

    /** The mean of what is left at a random instant is (1 + cv²)/2 of the mean. */
    @ParameterizedTest
    @CsvSource({"CONSTANT,0", "EXPONENTIAL,1", "LOGNORMAL,0.6", "GAMMA,0.4", "GAMMA,2"})
    void whatIsLeftAtARandomInstantIsOfTheEquilibriumLaw(Distribution.Shape shape, double cv) {
        ServiceLaw law = new ServiceLaw(new Distribution(shape, 2.5, cv));
        Rng rng = new Rng(5, Rng.Stream.SERVICE);
        int n = 400_000;
        double sum = 0;
        int within = 0;
        for (int i = 0; i < n; i++) {
            double x = law.drawRest(rng);
            sum += x;
            within += x <= 1 ? 1 : 0;
        }
        assertThat(sum / n).isCloseTo(2.5 * (1 + cv * cv) / 2, Percentage.withPercentage(1));
        double share = 0;
        for (int i = 0; i < 1000; i++) {
            share += (1 - law.cdf((i + 0.5) / 1000)) / 1000 / 2.5;
        }
        assertThat((double) within / n).isCloseTo(share, Offset.offset(0.004));
    }

    @ParameterizedTest
    @CsvSource({"3,0", "3,0.3", "100,0.3", "0.5,4", "40,4", "400,4", "20,30"})
    void countsHaveTheMeanAndTheDispersionAskedFor(double mean, double dispersion) {
        Rng rng = new Rng(6, Rng.Stream.ARRIVALS);
        int n = 400_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double x = rng.count(mean, dispersion);
            assertThat(x).isNotNegative();
            sum += x;
            squares += x * x;
        }
        assertThat(sum / n).isCloseTo(mean, Percentage.withPercentage(2));
        assertThat((squares / n - sum / n * sum / n) / mean)
                .isCloseTo(dispersion, Offset.offset(0.03 * dispersion + 1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.3", "5", "40", "400"})
    void poissonHasMeanAndVarianceAlike(double mean) {
        Rng rng = new Rng(4, Rng.Stream.ARRIVALS);
        int n = 200_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double x = rng.poisson(mean);
            sum += x;
            squares += x * x;
        }
        assertThat(sum / n).isCloseTo(mean, Percentage.withPercentage(1));
        assertThat(squares / n - sum / n * sum / n).isCloseTo(mean, Percentage.withPercentage(2));
    }
}
