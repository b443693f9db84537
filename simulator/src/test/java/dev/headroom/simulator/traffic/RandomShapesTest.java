package dev.headroom.simulator.traffic;

import static dev.headroom.simulator.traffic.Grids.autocorrelation;
import static dev.headroom.simulator.traffic.Grids.cv;
import static dev.headroom.simulator.traffic.Grids.grouped;
import static dev.headroom.simulator.traffic.Grids.mean;
import static dev.headroom.simulator.traffic.Grids.over;
import static dev.headroom.simulator.traffic.Grids.variance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.simulator.Rng;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Noise and bursts against the moments they promise. Seeds are fixed; tolerances are several standard errors. */
class RandomShapesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({"0.05, 0", "0.05, 10", "0.5, 3"})
    void noiseHasMeanOneItsCvAndItsMemory(double cv, long minutes) {
        double[] x = over(new Noise(cv, Duration.ofMinutes(minutes)), Grids.utc(Duration.ofDays(280), MINUTE));
        assertThat(mean(x)).isCloseTo(1, within(0.02 * cv * Math.sqrt(minutes + 1.0)));
        assertThat(cv(x)).isCloseTo(cv, within(0.05 * cv));
        double[] log = Arrays.stream(x).map(Math::log).toArray();
        double expected = minutes == 0 ? 0 : Math.exp(-5.0 / minutes);
        assertThat(autocorrelation(log, 5)).isCloseTo(expected, within(0.02));
    }

    /** The variance of means over m steps falls as m^(2H − 2): its slope over three decades gives H back. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.7, 0.8, 0.9})
    void burstsHaveTheirHurstExponent(double hurst) {
        double[] x = over(new Bursts(0.3, hurst), Grids.utc(Duration.ofDays(720), MINUTE));
        double[] log = Arrays.stream(x).map(Math::log).toArray();
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        int n = 0;
        for (int m = 1; m <= 1024; m *= 2, n++) {
            double a = Math.log(m);
            double b = Math.log(variance(grouped(log, m)));
            sx += a;
            sy += b;
            sxx += a * a;
            sxy += a * b;
        }
        double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
        assertThat(1 + slope / 2).isCloseTo(hurst, within(0.02));
        assertThat(cv(x)).isCloseTo(0.3, within(hurst > 0.85 ? 0.03 : 0.015));
    }

    @Test
    void fractionalNoiseHasItsCovarianceAtEachLag() {
        double[] x = FractionalNoise.draw(1 << 20, 0.75, new Rng(3, Rng.Stream.TRAFFIC));
        assertThat(variance(x)).isCloseTo(1, within(0.02));
        for (int lag : new int[] {1, 2, 5, 20}) {
            assertThat(autocorrelation(x, lag)).isCloseTo(FractionalNoise.covariance(lag, 0.75), within(0.01));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000, 1024, 1025})
    void fractionalNoiseComesInEveryLength(int count) {
        double[] x = FractionalNoise.draw(count, 0.8, new Rng(3, Rng.Stream.TRAFFIC));
        assertThat(x).hasSize(count);
        assertThat(Arrays.stream(x).allMatch(Double::isFinite)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 64})
    void fourierIsItsDefinition(int n) {
        Rng rng = new Rng(5, Rng.Stream.TRAFFIC);
        double[] re = new double[n];
        double[] im = new double[n];
        for (int i = 0; i < n; i++) {
            re[i] = rng.gaussian();
            im[i] = rng.gaussian();
        }
        double[] fastRe = re.clone();
        double[] fastIm = im.clone();
        Fourier.transform(fastRe, fastIm);
        for (int k = 0; k < n; k++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int i = 0; i < n; i++) {
                double angle = -2 * Math.PI * i * k / n;
                sumRe += re[i] * Math.cos(angle) - im[i] * Math.sin(angle);
                sumIm += re[i] * Math.sin(angle) + im[i] * Math.cos(angle);
            }
            assertThat(fastRe[k]).isCloseTo(sumRe, within(1e-9));
            assertThat(fastIm[k]).isCloseTo(sumIm, within(1e-9));
        }
        assertThatThrownBy(() -> Fourier.transform(new double[3], new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partsDrawIndependentlyOfEachOther() {
        Grid grid = Grids.utc(Duration.ofDays(28), MINUTE);
        Draws draws = new Draws(1);
        double[] a = new Noise(0.1, Duration.ZERO).over(grid, draws);
        double[] b = new Noise(0.1, Duration.ZERO).over(grid, draws);
        assertThat(Grids.correlation(a, b)).isCloseTo(0, within(0.02));
    }
}
