package dev.headroom.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every forecaster. */
class ForecastersTest {
    private static final double[] LEVELS = {0.025, 0.1, 0.5, 0.9, 0.975};

    static Stream<Forecaster> all() {
        return Stream.of(
                new Calibrated(new SeasonalNaive(SeasonalNaive.Cycle.DAY)),
                new Calibrated(new SeasonalNaive(SeasonalNaive.Cycle.WEEK)),
                new Calibrated(new Ets()),
                new Calibrated(Ets.fast()),
                new Calibrated(new Theta(true)),
                new Calibrated(new DoubleSeason(false)),
                new Calibrated(new DoubleSeason(true)),
                new Calibrated(new Autoregression(Autoregression.Form.LEVELS, false)),
                new Calibrated(new Autoregression(Autoregression.Form.LEVELS, true)),
                new Calibrated(new Autoregression(Autoregression.Form.RECENT, true)),
                new Calibrated(new Autoregression(Autoregression.Form.CHANGES, true)),
                new Calibrated(new Autoregression(Autoregression.Form.REST, true)),
                new Calibrated(new SeasonsAndRest(false)),
                new Calibrated(new SeasonsAndRest(true)),
                new Calibrated(new Boosting()),
                Ensemble.fast(),
                Ensemble.full());
    }

    /** Series that break careless models: none, one, short, constant, zeros, gaps, a step, outliers, negative. */
    static double[][] odd() {
        double[] zerosThenSome = new double[300];
        zerosThenSome[150] = 1e6;
        double[] gaps = Sample.weeks(3, 0.1, 3).values().clone();
        Arrays.fill(gaps, 100, 200, Double.NaN);
        double[] step = new double[400];
        Arrays.fill(step, 200, 400, 1e9);
        double[] growing = new double[300];
        Arrays.setAll(growing, i -> Math.exp(i / 30.0));
        double[] negative = new double[300];
        Arrays.setAll(negative, i -> Math.sin(i / 4.0) - 5);
        double[] nothing = new double[50];
        Arrays.fill(nothing, Double.NaN);
        double[] constant = new double[500];
        Arrays.fill(constant, 7);
        return new double[][] {
            {},
            {5},
            {5, 6},
            {1, 2, 3, 4, 5, 6, 7},
            new double[100],
            new double[1000],
            constant,
            nothing,
            zerosThenSome,
            gaps,
            step,
            growing,
            negative,
            Arrays.copyOf(gaps, 60)
        };
    }

    @ParameterizedTest
    @MethodSource("all")
    void survivesOddSeries(Forecaster forecaster) {
        for (double[] y : odd()) {
            Series history = Sample.hourly(y);
            for (int horizon : new int[] {1, 48}) {
                double[][] q = forecaster.fit(history, horizon).quantiles(history, horizon + 5, LEVELS);
                assertThat(q).hasNumberOfRows(horizon + 5);
                boolean neverNegative = Arrays.stream(y).noneMatch(v -> v < 0);
                for (double[] row : q) {
                    assertThat(row).isSorted();
                    for (double v : row) {
                        assertThat(v).isFinite();
                        assertThat(!neverNegative || v >= 0).isTrue();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void isTheSameAfterSavingAndRestoring(Forecaster forecaster) {
        Series history = Sample.weeks(4, 0.2, 5);
        Fitted fitted = forecaster.fit(history, 24);
        Fitted restored = Models.restore(SavedText.read(SavedText.write(fitted.saved())));
        assertThat(restored.saved()).isEqualTo(fitted.saved());
        assertThat(restored.quantiles(history, 24, LEVELS)).isDeepEqualTo(fitted.quantiles(history, 24, LEVELS));
        assertThat(restored.backtest()).isEqualTo(fitted.backtest());
    }

    @ParameterizedTest
    @MethodSource("all")
    void scalesWithItsSeries(Forecaster forecaster) {
        Series one = Sample.weeks(4, 0.2, 7);
        Series thousand =
                one.with(Arrays.stream(one.values()).map(v -> v * 1000).toArray());
        double[][] a = forecaster.fit(one, 24).quantiles(one, 24, LEVELS);
        double[][] b = forecaster.fit(thousand, 24).quantiles(thousand, 24, LEVELS);
        for (int h = 0; h < 24; h++) {
            for (int k = 0; k < LEVELS.length; k++) {
                assertThat(b[h][k] / 1000).isCloseTo(a[h][k], within(2.0));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesTheSameTwice(Forecaster forecaster) {
        Series history = Sample.weeks(4, 0.2, 9);
        assertThat(forecaster.fit(history, 24).quantiles(history, 24, LEVELS))
                .isDeepEqualTo(forecaster.fit(history, 24).quantiles(history, 24, LEVELS));
    }

    @Property(tries = 25)
    void quantilesAscendAndStayFinite(@ForAll long seed, @ForAll @IntRange(min = 1, max = 600) int n) {
        Series history = Sample.weeks(4, 1.9, seed).first(n);
        double[][] q = new Calibrated(Ets.fast()).fit(history, 12).quantiles(history, 12, LEVELS);
        for (double[] row : q) {
            assertThat(row).isSorted();
            assertThat(row[0]).isNotNegative();
            assertThat(row[row.length - 1]).isFinite();
        }
    }
}
