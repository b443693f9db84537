package dev.headroom.simulator.traffic;

import static dev.headroom.simulator.traffic.Grids.MONDAY;
import static dev.headroom.simulator.traffic.Grids.mean;
import static dev.headroom.simulator.traffic.Grids.over;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.simulator.Distribution;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes without chance, against their closed forms. */
class ShapeTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

    @Test
    void sumsAddAndProductsMultiply() {
        Grid grid = Grids.utc(DAY, MINUTE);
        Shape weekly = new Weekly(Map.of(DayOfWeek.MONDAY, 0.5), 1);
        Shape shape = Shape.sum(Shape.product(Shape.constant(100), weekly), Shape.constant(7), Shape.constant(0.5));
        assertThat(over(shape, grid)).containsOnly(57.5);
    }

    /** The flash crowd brings height × (rise ÷ 2 + decay), on any grid that it fits on. */
    @ParameterizedTest
    @CsvSource({"60, 180, 2700", "60, 0, 2700", "3600, 180, 2700", "7, 600, 60", "60, 300, 0"})
    void flashCrowdBringsItsClosedForm(long step, long rise, long decay) {
        Grid grid = Grids.utc(WEEK, Duration.ofSeconds(step));
        Shape flash =
                new Flash(MONDAY.plusSeconds(50_003), 0, 2400, Duration.ofSeconds(rise), Duration.ofSeconds(decay));
        double total = mean(over(flash, grid)) * grid.count() * step;
        assertThat(total).isCloseTo(2400 * (rise / 2.0 + decay), within(1e-6 * 2400 * WEEK.toSeconds() / 1000));
    }

    @Test
    void flashCrowdPeaksAfterItsRiseAndFallsToAThirdInItsDecayTime() {
        Grid grid = Grids.utc(DAY, Duration.ofSeconds(1));
        double[] x =
                over(new Flash(MONDAY.plusSeconds(3600), 1, 5, Duration.ofMinutes(3), Duration.ofMinutes(45)), grid);
        assertThat(x[3599]).isEqualTo(1);
        assertThat(x[3600 + 90]).isCloseTo(3, within(0.02)); // half of the way up
        assertThat(x[3600 + 180]).isCloseTo(5, within(0.02));
        assertThat(x[3600 + 180 + 2700]).isCloseTo(1 + 4 / Math.E, within(0.002));
        assertThat(x[86_399]).isCloseTo(1, within(1e-6));
        for (double v : x) {
            assertThat(v).isBetween(1.0, 5.0);
        }
    }

    @Test
    void stepsAreExactAcrossTheEdgesOfTheGrid() {
        Grid grid = Grids.utc(Duration.ofHours(3), Duration.ofHours(1));
        Shape step = new Step(MONDAY.plusSeconds(1800), Duration.ofHours(1), 0, 100, Duration.ZERO);
        assertThat(over(step, grid)).containsExactly(50, 50, 0);
        Shape open = new Step(MONDAY.plusSeconds(2700), null, 1, 3, Duration.ZERO);
        assertThat(over(open, grid)).containsExactly(1.5, 3, 3);
        Shape edged = new Step(MONDAY, Duration.ofHours(2), 0, 60, Duration.ofMinutes(60));
        assertThat(over(edged, grid)).containsExactly(30, 30, 0);
    }

    @Test
    void aStepBegunBeforeTheTrafficIsThereFromTheStart() {
        Shape step = new Step(MONDAY.minusSeconds(90_000), null, 0, 10, Duration.ZERO);
        assertThat(over(step, Grids.utc(DAY, MINUTE))).containsOnly(10);
    }

    @Test
    void rampsAreStraight() {
        Shape ramp = new Ramp(MONDAY.plusSeconds(3600), MONDAY.plusSeconds(7 * 3600), 0, 60);
        assertThat(over(ramp, Grids.utc(Duration.ofHours(9), Duration.ofHours(1))))
                .containsExactly(0, 5, 15, 25, 35, 45, 55, 60, 60);
        assertThatThrownBy(() -> new Ramp(MONDAY, MONDAY.minusSeconds(1), 0, 60))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dailyCurveGoesThroughItsPointsAndNeverBeyondThem() {
        Map<LocalTime, Double> points = Map.of(
                LocalTime.of(0, 0), 0.3, LocalTime.of(6, 0), 0.4, LocalTime.of(12, 0), 1.0, LocalTime.of(20, 0), 1.3);
        Grid grid = Grids.utc(DAY, Duration.ofSeconds(2));
        double[] x = over(new Daily(points), grid);
        points.forEach((time, level) -> assertThat(x[time.toSecondOfDay() / 2]).isCloseTo(level, within(1e-3)));
        for (int i = 1; i < 20 * 1800; i++) {
            assertThat(x[i]).isGreaterThanOrEqualTo(x[i - 1]); // rises from midnight to 20:00
        }
        for (int i = 20 * 1800 + 1; i < x.length; i++) {
            assertThat(x[i]).isLessThanOrEqualTo(x[i - 1]);
        }
    }

    /** Two opposite points make a curve that is symmetric about their mean. */
    @Test
    void dailyCurveOfTwoPointsHasTheirMean() {
        Shape daily = new Daily(Map.of(LocalTime.of(3, 0), 10.0, LocalTime.of(15, 0), 30.0));
        assertThat(mean(over(daily, Grids.utc(DAY, MINUTE)))).isCloseTo(20, within(1e-9));
    }

    @Test
    void aSinglePointIsAConstant() {
        for (double v : over(new Daily(Map.of(LocalTime.NOON, 2.0)), Grids.utc(DAY, MINUTE))) {
            assertThat(v).isCloseTo(2, within(1e-12));
        }
    }

    @Test
    void weeklyTakesTheDaysOfItsZone() {
        Shape weekly = new Weekly(Map.of(DayOfWeek.MONDAY, 0.5), 1);
        double[] tokyo = over(weekly, Grids.of(MONDAY, WEEK, Duration.ofHours(1), "Asia/Tokyo"));
        // 00:00 UTC is 09:00 in Tokyo: fifteen hours of Monday are left, and the next one begins nine hours from the
        // end.
        assertThat(tokyo[14]).isEqualTo(0.5);
        assertThat(tokyo[15]).isEqualTo(1);
        assertThat(tokyo[167 - 9]).isEqualTo(1);
        assertThat(tokyo[168 - 9]).isEqualTo(0.5);
        assertThat(mean(tokyo)).isCloseTo((144 + 24 * 0.5) / 168, within(1e-12));
    }

    /** New York, 2026-03-08: the hour from 02:00 to 03:00 does not occur; on 2026-11-01 the one from 01:00 occurs twice. */
    @ParameterizedTest
    @CsvSource({"2026-03-08T05:00:00Z, 23", "2026-11-01T04:00:00Z, 25", "2026-05-31T04:00:00Z, 24"})
    void daysOfTwentyThreeAndTwentyFiveHoursFollowTheWall(Instant midnight, int hours) {
        Grid grid = Grids.of(midnight, Duration.ofHours(40), MINUTE, "America/New_York");
        double[] sunday = over(new Weekly(Map.of(DayOfWeek.SUNDAY, 1.0), 0), grid);
        assertThat(mean(sunday) * grid.count()).isCloseTo(60.0 * hours, within(1e-6));
        Shape evening = new PrimeTime(EVERY_DAY, LocalTime.of(19, 0), LocalTime.of(23, 0), 0, 1, Duration.ZERO);
        double[] x = over(evening, grid);
        int first = 0;
        while (x[first] == 0) {
            first++;
        }
        assertThat(first).isEqualTo((19 + hours - 24) * 60);
        Shape night = new PrimeTime(EVERY_DAY, LocalTime.of(1, 0), LocalTime.of(3, 0), 0, 1, Duration.ZERO);
        double[] n = over(night, Grids.of(midnight, Duration.ofHours(12), MINUTE, "America/New_York"));
        assertThat(mean(n) * n.length)
                .isCloseTo(60.0 * (2 + hours - 24), within(1e-6)); // the skipped or repeated hour is in there
    }

    @Test
    void primeTimeOverMidnightBelongsToTheDayItBegins() {
        Shape prime = new PrimeTime(
                EnumSet.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(2, 0), 1, 3, Duration.ZERO);
        double[] x = over(prime, Grids.utc(WEEK, Duration.ofHours(1)));
        for (int h = 0; h < 168; h++) {
            assertThat(x[h]).as("hour %d", h).isEqualTo(h >= 4 * 24 + 22 && h < 5 * 24 + 2 ? 3 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 30, 60})
    void primeTimeWithEdgesHasTheMeanOfATrapezoid(int edge) {
        Shape prime =
                new PrimeTime(EVERY_DAY, LocalTime.of(18, 0), LocalTime.of(22, 0), 0, 100, Duration.ofMinutes(edge));
        assertThat(mean(over(prime, Grids.utc(WEEK, MINUTE)))).isCloseTo(100 * (240 - edge) / 1440.0, within(1e-9));
    }

    @Test
    void onOffWithConstantTurnsIsExact() {
        Shape turns = new OnOff(Distribution.constant(600), Distribution.constant(3000), 0, 60);
        double[] x = over(turns, Grids.utc(DAY, Duration.ofMinutes(20)));
        for (int i = 0; i < x.length; i++) {
            assertThat(x[i]).as("step %d", i).isCloseTo(i % 3 == 0 ? 30 : 0, within(1e-9));
        }
    }

    @Test
    void onOffAtRandomIsAtWorkForItsShareOfTheTime() {
        Shape turns =
                new OnOff(Distribution.exponential(600), new Distribution(Distribution.Shape.GAMMA, 1800, 2), 1, 3);
        // 28 000 turns: a standard error of about 0.004 in the share.
        assertThat(mean(over(turns, Grids.utc(Duration.ofDays(780), MINUTE))) - 1)
                .isCloseTo(2 * 0.25, within(0.03));
    }

    @Test
    void levelsThatNoTrafficHasAreRefused() {
        for (double level : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Shape.constant(level)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
