package dev.headroom.planner.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "87s, 87, a duration",
        "1h30m, 5400, a duration",
        "100/min, 1.66666666666667, a rate",
        "50000 tokens/min, 833.333333333333, a token rate",
        "6KiB, 6144, a size in bytes",
        "2GB, 2000000000, a size in bytes",
        "35%, 0.35, a ratio",
        "3.2, 3.2, a ratio",
        "20000 sessions, 20000, a count",
        "0.24 USD/h, 0.0000666666666666667, a price per time",
        "1_000_000, 1000000, a ratio",
        "50000/month, 0.0190258751902588, a rate",
    })
    void isReadInItsUnit(String text, String base, String noun) {
        Quantity q = read(text);
        assertThat(q.base()).hasToString(base);
        assertThat(q.unit().dimension().noun()).isEqualTo(noun);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "12 x", "1..2", "peak-rate", "3 tokens*min", "1 a/b/c/d/e", "0x10"})
    void otherTextsAreNone(String text) {
        assertThat(Quantity.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "5 min, 1000 tokens, cannot add tokens (a number of tokens) to min (a duration)",
        "3 requests, 35%, cannot add % (a ratio) to requests (a count)",
        "480/s, 480 requests, cannot add requests (a count) to /s (a rate)",
        "1 USD, 1 EUR, cannot add EUR (an amount of money) to USD (an amount of money)",
        "6KiB, 6 s, cannot add s (a duration) to KiB (a size in bytes)",
    })
    void differentKindsAreNotAdded(String a, String b, String message) {
        assertThatThrownBy(() -> read(a).plus(read(b)))
                .isInstanceOf(UnitMismatch.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "20000 sessions, 27.1875 s, a rate",
        "100/s, 2 s, a count",
        "1 USD, 2 h, a price per time",
        "6 KiB, 3 KiB, a ratio",
    })
    void productsAndQuotientsMakeNewUnits(String a, String b, String noun) {
        Quantity made = noun.equals("a count") ? read(a).times(read(b)) : read(a).over(read(b));
        assertThat(made.unit().dimension().noun()).isEqualTo(noun);
    }

    @ParameterizedTest
    @CsvSource({
        "13392000 tokens/min, '13,392,000 tokens/min'",
        "0.000269626 USD, 0.000269626 USD",
        "2803.2 USD, '2,803.20 USD'",
        "27.1875s, 27.1875 s",
        "735.6321839080 /s, 735.632/s",
        "35%, 35%",
    })
    void isShownForPeople(String text, String shown) {
        assertThat(read(text).shown()).isEqualTo(shown);
    }

    @Property(tries = 200)
    void unitsAreKept(
            @ForAll @IntRange(min = 1, max = 1_000_000) int a, @ForAll @IntRange(min = 1, max = 10_000) int b) {
        Quantity rate = new Quantity(Fraction.of(a), Unit.of("requests/min"));
        Quantity tokens = new Quantity(Fraction.of(b), Unit.of("tokens/request"));
        assertThat(rate.times(tokens).over(tokens).in(rate.unit())).isEqualTo(rate);
        assertThat(rate.plus(rate).minus(rate).in(rate.unit())).isEqualTo(rate);
        assertThat(rate.in(Unit.of("requests/h")).in(rate.unit())).isEqualTo(rate);
    }

    @Property(tries = 200)
    void roundingUpIsExact(
            @ForAll @IntRange(min = 1, max = 100_000) int whole, @ForAll @IntRange(min = 1, max = 997) int by) {
        Fraction same = Fraction.of(whole).over(Fraction.of(by)).times(Fraction.of(by));
        assertThat(same.up()).isEqualTo(Fraction.of(whole));
        assertThat(same.plus(Fraction.of(1, 1_000_000_000)).up()).isEqualTo(Fraction.of(whole + 1L));
        assertThat(Fraction.of(whole, by).down().compareTo(Fraction.of(whole, by)))
                .isLessThanOrEqualTo(0);
    }

    private static Quantity read(String text) {
        Quantity q = Quantity.parse(text);
        if (q == null) {
            throw new IllegalArgumentException(text);
        }
        return q;
    }
}
