package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "45s, 45000",
        "5m, 300000",
        "2h, 7200000",
        "28d, 2419200000",
        "100ms, 100",
        "1h30m, 5400000",
        "1.5s, 1500",
        "2w, 1209600000",
        "0s, 0",
        "1m1s1ms, 61001"
    })
    void durations(String text, long millis) {
        assertThat(Quantity.isDuration(text)).isTrue();
        assertThat(Quantity.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"512Mi, 536870912", "2GB, 2000000000", "1KiB, 1024", "1kB, 1000", "10B, 10", "1.5Gi, 1610612736"})
    void bytes(String text, double expected) {
        assertThat(Quantity.bytes(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"500/s, 500", "90/min, 1.5", "120/m, 2", "7200/h, 2"})
    void rates(String text, double perSecond) {
        assertThat(Quantity.rate(text)).isEqualTo(perSecond);
    }

    @Property
    void durationsAreWrittenAsTheyAreRead(@ForAll @LongRange(min = 0, max = 300_000_000_000L) long millis) {
        Duration d = Duration.ofMillis(millis);
        String text = Quantity.duration(d);
        assertThat(Quantity.isDuration(text)).as(text).isTrue();
        assertThat(Quantity.duration(text)).isEqualTo(d);
    }

    @Property
    void percentagesOfFourDigitsAreExact(@ForAll @LongRange(min = 0, max = 1_000_000) long parts) {
        double ratio = parts / 1_000_000.0;
        assertThat(Quantity.percent(Quantity.percent(ratio))).isEqualTo(ratio);
    }

    @Property
    void bytesAreWrittenAsTheyAreRead(@ForAll @LongRange(min = 1, max = 1L << 50) long b) {
        // Twelve significant digits are kept.
        assertThat(Quantity.bytes(Quantity.bytes((double) b)))
                .isCloseTo((double) b, org.assertj.core.data.Percentage.withPercentage(1e-9));
    }

    @Property
    void arithmeticDustIsSweptAway(@ForAll @DoubleRange(min = 0, max = 1) double a) {
        double twoDigits = Math.rint(a * 100) / 100;
        double dusty = (twoDigits - 0.1) + 0.1;
        assertThat(Quantity.number(dusty)).isEqualTo(Quantity.number(twoDigits));
    }

    @ParameterizedTest
    @CsvSource({
        "bound, bounds",
        "warmpu, warmup",
        "stabilization, stabilisation",
        "Bounds, bounds",
        "replicas, replica",
        "polices, policies",
        "interval_, interval"
    })
    void slipsAreFound(String word, String meant) {
        assertThat(Nearest.of(
                        word,
                        List.of("bounds", "warmup", "stabilisation", "replica", "policies", "interval", "objective")))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"kubernetes", "xyz", "q"})
    void otherWordsAreNot(String word) {
        assertThat(Nearest.of(word, List.of("bounds", "warmup", "stabilisation", "replica", "policies")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"ca, abc, 3", "abcd, acbd, 1", "abc, abc, 0", "'', abc, 3", "kitten, sitting, 3"})
    void distance(String a, String b, int expected) {
        assertThat(Nearest.distance(a, b)).isEqualTo(expected);
    }
}
