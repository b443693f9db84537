package dev.headroom.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Forecast;
import dev.headroom.forecast.ForecastKeeper.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastKeeperTest {

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final Settings SETTINGS = Settings.ahead(Duration.ofMinutes(5), Duration.ofDays(7));

    private static ForecastKeeper keeper() {
        return new ForecastKeeper("rate", new NearTerm(), SETTINGS);
    }

    private static Instant second(long s) {
        return START.plusSeconds(s);
    }

    @ParameterizedTest(name = "ahead {0} s: steps of {1} s, {2} of them, error of number {3}")
    @CsvSource({"2, 60, 4, 1", "125, 60, 6, 3", "480, 120, 6, 4", "3600, 900, 6, 4", "100000, 3600, 29, 28"})
    void stepsFitHowFarItLooks(long ahead, long step, int horizon, int errorStep) {
        Settings s = Settings.ahead(Duration.ofSeconds(ahead), Duration.ofDays(28));
        assertThat(s.step()).isEqualTo(Duration.ofSeconds(step));
        assertThat(s.horizon()).isEqualTo(horizon);
        assertThat(s.errorStep()).isEqualTo(errorStep);
    }

    @Test
    void averagesSamplesIntoStepsAndBeginsAfterTenOfThem() {
        ForecastKeeper keeper = keeper();
        for (int s = 15; s < 600; s += 15) {
            keeper.take(second(s), s % 30 == 0 ? 90 : 110);
            assertThat(keeper.forecast()).isNull();
        }
        keeper.take(second(600), 90);
        Forecast f = Objects.requireNonNull(keeper.forecast());
        assertThat(f.start()).isEqualTo(second(600));
        assertThat(f.madeAt()).isEqualTo(second(600));
        assertThat(f.peak(0.5, second(600), second(900))).isCloseTo(100, within(1e-6));
        assertThat(f.recentError()).isNaN();
    }

    @Test
    void aStepIsForecastOnceHoweverOftenItIsAsked() {
        ForecastKeeper keeper = keeper();
        for (int s = 15; s <= 3600; s += 15) {
            keeper.take(second(s), 100 + s % 7);
        }
        Forecast f = keeper.forecast();
        keeper.take(second(3615), 500);
        assertThat(keeper.forecast()).isSameAs(f);
    }

    @Test
    void oldDoubleAndBadSamplesAreLeftOut() {
        ForecastKeeper one = keeper();
        ForecastKeeper other = keeper();
        for (int s = 15; s <= 3600; s += 15) {
            one.take(second(s), s);
            other.take(second(s), s);
            other.take(second(s), 1e9);
            other.take(second(s - 15), 1e9);
            other.take(second(s + 1), Double.NaN);
        }
        assertThat(other.forecast()).isEqualTo(one.forecast());
    }

    /** The forecast of a level that has always been 100 is off by as much as the jump. */
    @Test
    void tellsHowFarItWasOff() {
        ForecastKeeper keeper = keeper();
        for (int m = 1; m <= 600; m++) {
            keeper.take(second(60L * m), 100);
            keeper.forecast();
        }
        assertThat(keeper.recentError()).isZero();
        Random random = new Random(1);
        for (int m = 601; m <= 900; m++) {
            keeper.take(second(60L * m), 200 * random.nextDouble());
            keeper.forecast();
        }
        assertThat(keeper.recentError()).isBetween(0.3, 0.9);
        for (int m = 901; m <= 2000; m++) {
            keeper.take(second(60L * m), 100);
            keeper.forecast();
        }
        assertThat(keeper.recentError()).isLessThan(0.05);
    }

    @Test
    void bridgesGapsAndForgetsWhatIsTooOld() {
        ForecastKeeper keeper = keeper();
        for (int m = 1; m <= 120; m++) {
            keeper.take(second(60L * m), 50);
        }
        keeper.take(second(3 * 3600), 50);
        assertThat(Objects.requireNonNull(keeper.forecast()).peak(0.5, second(3 * 3600), second(3 * 3600 + 60)))
                .isCloseTo(50, within(1.0));
        long month = 30L * 86_400;
        keeper.take(second(month), 50);
        assertThat(Objects.requireNonNull(keeper.forecast()).madeAt()).isEqualTo(second(3 * 3600));
        for (int m = 1; m <= 10; m++) {
            keeper.take(second(month + 60L * m), 70);
        }
        assertThat(Objects.requireNonNull(keeper.forecast()).madeAt()).isEqualTo(second(month + 600));
    }

    /** What was seen before a time decides every forecast until then, whatever comes later. */
    @Test
    void theFutureChangesNothing() {
        List<Forecast> first = new ArrayList<>();
        List<Forecast> second = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            ForecastKeeper keeper = keeper();
            Random random = new Random(9);
            for (int m = 1; m <= 4000; m++) {
                double value = 100 + 50 * Math.sin(m / 229.2) + random.nextGaussian();
                keeper.take(second(60L * m), run == 1 && m > 3000 ? 10 * value : value);
                Forecast f = keeper.forecast();
                if (f != null && m <= 3000) {
                    (run == 0 ? first : second).add(f);
                }
            }
        }
        assertThat(second).hasSize(2991).isEqualTo(first);
    }

    /** A history of ten-minute means is the same as the minutes that it is made of. */
    @Test
    void takesAHistoryInOtherSteps() {
        ForecastKeeper coarse = keeper();
        ForecastKeeper fine = keeper();
        for (int i = 0; i < 300; i++) {
            coarse.take(second(600L * i), second(600L * (i + 1)), i % 10);
            for (int m = 1; m <= 10; m++) {
                fine.take(second(600L * i + 60L * m), i % 10);
            }
        }
        assertThat(coarse.forecast()).isEqualTo(fine.forecast());
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        Duration minute = Duration.ofMinutes(1);
        assertThatThrownBy(() -> new Settings(minute, 2, 3, Duration.ofDays(1), minute))
                .hasMessageContaining("the error of one of these");
        assertThatThrownBy(() -> new Settings(minute, 3, 2, Duration.ofMinutes(5), minute))
                .hasMessageContaining("a history holds from 10");
    }
}
