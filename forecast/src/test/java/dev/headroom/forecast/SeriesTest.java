package dev.headroom.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void knowsWhatHadBeenSeenByATime() {
        Series s = Sample.hourly(1, 2, 3, 4);
        assertThat(s.until(Sample.MONDAY).size()).isZero();
        assertThat(s.until(Sample.MONDAY.plusSeconds(2 * 3600 - 1)).values()).containsExactly(1);
        assertThat(s.until(Sample.MONDAY.plusSeconds(2 * 3600)).values()).containsExactly(1, 2);
        assertThat(s.until(Sample.MONDAY.plusSeconds(999 * 3600)).size()).isEqualTo(4);
        assertThat(s.until(Instant.EPOCH).size()).isZero();
        assertThat(s.last(1).start()).isEqualTo(Sample.MONDAY.plusSeconds(3 * 3600));
    }

    @Test
    void sumsUpToLongerStepsOfTheClock() {
        Series minutes =
                new Series(Sample.MONDAY.plusSeconds(1800), Duration.ofMinutes(15), new double[] {1, 1, 2, 2, 2, 2, 5});
        Series hours = minutes.summed(Duration.ofHours(1));
        assertThat(hours.start()).isEqualTo(Sample.MONDAY.plusSeconds(3600));
        assertThat(hours.values()).containsExactly(8);
        Series gaps = Sample.hourly(1, Double.NaN, 1, 1, Double.NaN, Double.NaN, 3, 3);
        assertThat(gaps.summed(Duration.ofHours(4)).values()).containsExactly(4, Double.NaN);
        assertThatIllegalArgumentException().isThrownBy(() -> gaps.summed(Duration.ofMinutes(90)));
    }

    @Test
    void fillsGapsByTheWeekBeforeAtTheLevelOfNow() {
        double[] y = new double[3 * 168];
        Arrays.setAll(y, i -> Sample.expected(i % 168) * (i < 336 ? 1 : 2));
        double[] holes = y.clone();
        Arrays.fill(holes, 400, 430, Double.NaN);
        double[] filled = Gaps.filled(Sample.hourly(holes)).values();
        for (int i = 400; i < 430; i++) {
            assertThat(filled[i]).isCloseTo(y[i], within(0.02 * y[i]));
        }
        assertThat(filled[10]).isEqualTo(y[10]);
    }

    @Test
    void findsTheCycles() {
        assertThat(Seasons.of(Sample.weeks(4, 0.2, 1))).isEqualTo(new Seasons(24, 168));
        assertThat(Seasons.of(Sample.weeks(2, 0.2, 1)).week())
                .as("two weeks will do")
                .isEqualTo(168);
        assertThat(Seasons.of(Sample.weeks(1, 0.2, 1).first(48)).day())
                .as("and two days")
                .isEqualTo(24);
        double[] daily = new double[500];
        Arrays.setAll(daily, i -> 10 + Math.sin(2 * Math.PI * i / 24) + 0.3 * Math.sin(i * i));
        assertThat(Seasons.of(Sample.hourly(daily))).isEqualTo(new Seasons(24, 0));
        double[] none = new double[500];
        Arrays.setAll(none, i -> Math.sin((double) i * i));
        assertThat(Seasons.of(Sample.hourly(none))).isEqualTo(Seasons.NONE);
        Series slow = new Series(Sample.MONDAY, Duration.ofDays(1), Arrays.copyOf(daily, 100));
        assertThat(Seasons.of(slow).day())
                .as("a step of a day has no daily cycle")
                .isZero();
    }
}
