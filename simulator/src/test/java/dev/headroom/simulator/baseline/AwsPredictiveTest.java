package dev.headroom.simulator.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Fleet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AwsPredictiveTest {

    /** Steps a predictive policy, whose dynamic part is a fixed wish, in minutes. */
    private static Rehearsal policy(int dynamic, AwsPredictive.Config config) {
        return new Rehearsal(new AwsPredictive(config, new Fixed(dynamic), 0), 60, dynamic);
    }

    @Test
    void anHourLikeTheSameHourOfDaysSeenAndOfWeeksOnceThereAre() {
        double[] twoDays = new double[48];
        twoDays[3] = 10;
        twoDays[27] = 20;
        assertThat(HourlyForecast.of(twoDays, 30)[3]).isEqualTo(15);
        assertThat(HourlyForecast.of(twoDays, 30)[27]).as("a day further").isEqualTo(15);
        double[] eightDays = new double[8 * 24];
        Arrays.fill(eightDays, 1);
        eightDays[24] = 90;
        assertThat(HourlyForecast.of(eightDays, 2)[0])
                .as("a week ago, not yesterday")
                .isEqualTo(90);
        assertThat(HourlyForecast.of(new double[] {Double.NaN}, 1)[0]).isNaN();
        assertThat(HourlyForecast.of(new double[23], 2)).as("no same hour yet").containsExactly(Double.NaN, 0);
    }

    @Test
    void itNeedsADayAndThenLaunchesFiveMinutesAhead() {
        Rehearsal group = policy(4, AwsPredictive.Config.of(0.5, 1, 100));
        // A day in which the hour from 09:00 kept four replicas' worth of work busy on four, and the rest half a
        // replica.
        for (int minute = 0; minute < 24 * 60; minute++) {
            assertThat(group.with(Fleet.steady(4)).see(minute / 60 == 9 ? 1.0 : 0.125))
                    .as("never more than the dynamic policy on the first day, minute %s", minute)
                    .isEqualTo(4);
        }
        assertThat(group.explanation()).contains("no forecast yet");
        int[] desired = new int[24 * 60];
        for (int minute = 0; minute < desired.length; minute++) {
            desired[minute] = group.with(Fleet.steady(4)).see(0.125);
        }
        assertThat(desired[8 * 60 + 54]).isEqualTo(4);
        assertThat(desired[8 * 60 + 55]).as("300 s before the hour: 4 ÷ 0.5").isEqualTo(8);
        assertThat(desired[9 * 60 + 59]).isEqualTo(8);
        assertThat(desired[10 * 60])
                .as("it does not hold the dynamic policy back")
                .isEqualTo(4);
    }

    /** From 09:55 the hours from 09:00 and from 10:00 count; of the latter nothing is known. */
    @Test
    void anHourWithoutAForecastDoesNotHideTheOneBeforeIt() {
        Rehearsal group = policy(4, AwsPredictive.Config.of(0.5, 1, 100));
        for (int minute = 0; minute < 24 * 60; minute++) {
            int hour = minute / 60;
            group.with(Fleet.steady(4)).see(hour == 9 ? 1.0 : hour == 10 ? Double.NaN : 0.125);
        }
        for (int minute = 0; minute < 10 * 60; minute++) {
            int desired = group.with(Fleet.steady(4)).see(0.125);
            assertThat(desired).as("minute %s", minute).isEqualTo(minute >= 8 * 60 + 55 ? 8 : 4);
        }
    }

    @Test
    void theMaximumIsHonouredUnlessItMayBeExceeded() {
        for (double exceed : new double[] {0, 0.5}) {
            AwsPredictive.Config config = new AwsPredictive.Config(0.5, 1, 6, exceed, 24, 336, 48, 6, 300_000);
            Rehearsal group = policy(5, config);
            for (int minute = 0; minute < 24 * 60; minute++) {
                group.with(Fleet.steady(5)).see(1.0);
            }
            assertThat(group.see(1.0)).isEqualTo(exceed == 0 ? 6 : 9);
        }
    }

    @Test
    void itIsRefreshedEverySixHours() {
        Rehearsal group = policy(4, AwsPredictive.Config.of(0.5, 1, 100));
        for (int minute = 0; minute < 24 * 60; minute++) {
            group.with(Fleet.steady(4)).see(0.25);
        }
        // From the second day on it is twice as busy. The third day's forecast learns it hour by hour of the second.
        for (int minute = 0; minute < 24 * 60; minute++) {
            group.with(Fleet.steady(4)).see(1.0);
        }
        assertThat(group.with(Fleet.steady(4)).see(1.0))
                .as("the mean of one and four replicas' worth ÷ 0.5")
                .isEqualTo(5);
    }
}
