package dev.headroom.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {

    /** P(X ≥ k) of the binomial distribution; by hand where n is small, else by its complement's sum in exact fractions. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0.1, 1",
        "0, 10, 0.1, 1",
        "1, 1, 0.1, 0.1",
        "2, 2, 0.03, 0.0009",
        "1, 10, 0.1, 0.6513215599",
        "3, 10, 0.03, 0.0027649494515",
        "10, 10, 0.5, 0.0009765625",
        "5, 5, 1, 1",
        "1, 5, 0, 0",
    })
    void chance(int bad, int all, double share, double expected) {
        assertThat(Evidence.chance(bad, all, share)).isCloseTo(expected, Offset.offset(1e-9));
    }

    /** A long stage neither overflows nor underflows: the mean is as likely to be exceeded as not. */
    @ParameterizedTest
    @CsvSource({"100, 10000, 0.01, 0.45, 0.55", "200, 10000, 0.01, 0, 1e-9", "50, 10000, 0.01, 0.999999, 1"})
    void chanceOfMany(int bad, int all, double share, double least, double most) {
        assertThat(Evidence.chance(bad, all, share)).isBetween(least, most);
    }
}
