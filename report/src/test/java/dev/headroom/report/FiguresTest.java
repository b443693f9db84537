package dev.headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({"0.99899999, 99.899 %", "0.999, 99.9 %", "1, 100 %", "0, 0 %", "0.9999999, 99.999 %", "NaN, –"})
    void attainmentIsCutNotRounded(double ratio, String text) {
        assertThat(Figures.attainment(ratio)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "0.0123, 12.3 ms",
        "0.9999, 1 s",
        "0.9994, 999 ms",
        "1.234, 1.23 s",
        "100, 100 s",
        "150, 2.5 min",
        "7200, 2 h",
        "3000000, 34.7 days",
        "NaN, –",
        "Infinity, –"
    })
    void secondsInTheUnitThatFits(double seconds, String text) {
        assertThat(Figures.seconds(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1234.4 | 1,234", "999.7 | 1,000", "123.45 | 123.5", "99.99 | 100.0", "0.891 | 0.89", "NaN | –"})
    void numbers(double v, String text) {
        assertThat(Figures.number(v)).isEqualTo(text);
    }
}
