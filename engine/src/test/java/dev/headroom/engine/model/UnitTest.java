package dev.headroom.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

    /** What is written as 70 % in a spec is 0.7; a reading of 70 must be that very number, or it misses its threshold. */
    @Test
    void wholePercentsAndMillisecondsAreTheDecimalsPeopleWrite() {
        for (int n = 0; n <= 1000; n++) {
            assertThat(Unit.PERCENT.toBase(n))
                    .isEqualTo(BigDecimal.valueOf(n, 2).doubleValue());
            assertThat(Unit.MILLISECONDS.toBase(n))
                    .isEqualTo(BigDecimal.valueOf(n, 3).doubleValue());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "COUNT, 3, 3",
        "RATIO, 0.3, 0.3",
        "PER_SECOND, 5, 5",
        "PER_MINUTE, 90, 1.5",
        "SECONDS, 2, 2",
        "BYTES, 7, 7"
    })
    void othersAreConvertedToo(Unit unit, double delivered, double base) {
        assertThat(unit.toBase(delivered)).isEqualTo(base);
    }
}
