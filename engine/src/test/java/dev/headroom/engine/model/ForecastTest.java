package dev.headroom.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    private static Forecast hourly(double... medians) {
        double[][] values = new double[medians.length][];
        for (int i = 0; i < medians.length; i++) {
            values[i] = new double[] {medians[i], medians[i] + 10};
        }
        return new Forecast(
                "rps", "test", START, START, Duration.ofHours(1), new double[] {0.5, 0.9}, values, Double.NaN);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0, 30, 10",
        "0.5, 0, 60, 50", // the span is closed: its end touches the second step
        "0.5, 60, 150, 50",
        "0.5, 120, 150, 20",
        "0.5, -60, 0, 10",
        "0.5, 180, 240, NaN",
        "0.7, 0, 30, 15",
        "0.95, 0, 30, 20",
    })
    void thePeakIsTheLargestOfTheStepsTouched(double level, long fromMinute, long toMinute, double peak) {
        assertThat(hourly(10, 50, 20).peak(level, START.plusSeconds(60 * fromMinute), START.plusSeconds(60 * toMinute)))
                .isEqualTo(Double.valueOf(peak));
    }

    @Test
    void aStepWithoutAValueTakesNothingAway() {
        Instant end = START.plus(Duration.ofHours(3));
        assertThat(hourly(50, Double.NaN, 20).peak(0.5, START, end)).isEqualTo(50);
        assertThat(hourly(Double.NaN, Double.NaN).peak(0.5, START, end)).isNaN();
    }

    @Test
    void stepsOfLessThanAMillisecondAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Forecast(
                        "rps", "test", START, START, Duration.ofNanos(1), new double[] {0.5}, new double[][] {{1}}, 0));
    }
}
