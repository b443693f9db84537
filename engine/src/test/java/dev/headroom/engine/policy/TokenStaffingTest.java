package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Queueing;
import dev.headroom.engine.model.TokenRates;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenStaffingTest {
    private static final double FREE = Double.POSITIVE_INFINITY;
    private static final TokenRates RATES = new TokenRates(20_000, 2_000, 50, 400_000);

    @ParameterizedTest
    @CsvSource({
        // requests a second, prompt, answer, quantile, limit, replicas
        "0, 1200, 220, 0.99, 2, 0",
        "0.1, 1200, 220, 0.99, 2, 1",
        // (0.06 + 0.1095) s each: 17 replicas of work, 18 at 97 % load.
        "100, 1200, 220, 0.99, 10, 18",
        // As many prompts as a replica can read take all of it, and nothing decodes.
        "100, 20000, 2, 0.5, 10, 104",
        // 400 000 tokens hold 2.2 documents, of which the long are there longer, so 110 tokens a second: 5 s + 0.9 s
        // each.
        "10, 99800, 100.0, 0.5, 60, 62"
    })
    void replicas(double perSecond, double input, double output, double quantile, double limit, int expected) {
        assertThat(TokenStaffing.fewest(RATES, 48, perSecond, input, output, quantile, limit, Staffing.FULLEST))
                .isEqualTo(expected);
    }

    @Property
    void moreToDoOrLessTimeNeverTakesFewer(
            @ForAll @DoubleRange(min = 0.01, max = 500) double perSecond,
            @ForAll @DoubleRange(min = 1, max = 20_000) double input,
            @ForAll @DoubleRange(min = 1, max = 2_000) double output,
            @ForAll @DoubleRange(min = 0.5, max = 0.99) double quantile,
            @ForAll @DoubleRange(min = 0.1, max = 60) double limit,
            @ForAll @IntRange(min = 1, max = 256) int slots) {
        int fewest = TokenStaffing.fewest(RATES, slots, perSecond, input, output, quantile, limit, Staffing.FULLEST);
        assertThat(fewest).isBetween(1, 1_000_000);
        assertThat(TokenStaffing.fewest(
                        RATES, slots, perSecond * 1.5, input, output, quantile, limit, Staffing.FULLEST))
                .isGreaterThanOrEqualTo(fewest);
        assertThat(TokenStaffing.fewest(
                        RATES, slots, perSecond, input, output * 1.5, quantile, limit, Staffing.FULLEST))
                .isGreaterThanOrEqualTo(fewest);
    }

    @Test
    void aRateOfItsOwnForEverySequenceIsErlangsQueue() {
        TokenRates r = new TokenRates(1e9, 500, 50, FREE);
        // Ten sequences a replica, two seconds an answer.
        assertThat(r.full(3, 10, 12, 1, 101)).isCloseTo(Queueing.erlangC(30, 24), within(1e-6));
        assertThat(r.batch(4, 1, 101, 10)).isCloseTo(8, within(1e-6));
    }

    @Test
    void beyondTheKneeAFullBatchIsAsLikelyAsAQueueOfThatLength() {
        TokenRates r = new TokenRates(1e9, 500, 50, FREE);
        assertThat(r.full(1, 14, 4, 1, 101)).isCloseTo(Queueing.erlangC(10, 8) * Math.pow(0.8, 4), within(1e-6));
    }

    @Test
    void readingTakesTimeFromDecoding() {
        assertThat(RATES.reading(5, 1200)).isCloseTo(0.3, within(1e-12));
        assertThat(RATES.decoding(5, 1200, 221, 48)).isCloseTo(5 * 220 / (0.7 * 2000), within(1e-12));
        assertThat(RATES.batch(20, 1200, 221, 48)).isInfinite();
        assertThat(RATES.seconds(1200, 221, 10)).isCloseTo(0.06 + 0.44, within(1e-12));
    }

    @Test
    void ratesArePositive() {
        assertThatThrownBy(() -> new TokenRates(0, 1, 1, 1)).hasMessageContaining("positive");
        assertThatThrownBy(() -> new TokenRates(1, 1, 1, 0)).hasMessageContaining("token at least");
    }
}
