package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final long HOUR = 3_600_000;

    @Test
    void keepsTheHighestOfADay() {
        Records r = Records.NONE;
        assertThat(r.peak(0, HOUR)).isZero();
        for (long t = 0; t < 30 * HOUR; t += 15_000) {
            r = r.with(t == 2 * HOUR ? 9 : t == 27 * HOUR ? 5 : 1, t);
        }
        long now = 30 * HOUR;
        assertThat(r.peak(now, HOUR)).isEqualTo(1);
        assertThat(r.peak(now, 4 * HOUR)).isEqualTo(5);
        assertThat(r.peak(now, 23 * HOUR)).as("28 hours ago is forgotten").isEqualTo(5);
        assertThat(r.maxima().size()).isLessThanOrEqualTo(Records.SLOTS);
    }

    @Test
    void aValueOutOfOrderCountsNow() {
        Records r = Records.NONE.with(1, 10 * HOUR).with(7, 9 * HOUR);
        assertThat(r.peak(10 * HOUR, HOUR)).isEqualTo(7);
    }

    @Test
    void knowsThisHourOfYesterday() {
        Records r = Records.NONE;
        for (long t = 0; t < 33 * HOUR; t += 15_000) {
            r = r.with(t == 10 * HOUR ? 9 : 1, t);
        }
        long yesterday = 34 * HOUR;
        assertThat(r.yesterday(yesterday - HOUR, 120_000)).isEqualTo(1);
        assertThat(r.yesterday(yesterday - 60_000, 120_000))
                .as("the quarter is about to begin")
                .isEqualTo(9);
        assertThat(r.yesterday(yesterday + 600_000, 120_000))
                .as("it has not ended")
                .isEqualTo(9);
        assertThat(r.yesterday(yesterday + HOUR / 2, 120_000)).isEqualTo(1);
        assertThat(Records.NONE.yesterday(yesterday, HOUR)).isZero();
    }
}
