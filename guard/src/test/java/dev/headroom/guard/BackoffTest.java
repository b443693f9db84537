package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** delay = min(max, initial × multiplier^retry) × (1 ± jitter). */
class BackoffTest {

    private static Backoff of(String kind) {
        return switch (kind) {
            case "lookup" -> Backoff.LOOKUP;
            case "inference" -> Backoff.INFERENCE;
            case "task" -> Backoff.TASK;
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Shortest, middle and longest pause before each retry, in milliseconds. */
    @ParameterizedTest
    @CsvSource({
        "lookup,    3, 0,      45,      50,      55",
        "lookup,    3, 1,      90,     100,     110",
        "lookup,    3, 2,     180,     200,     220",
        "lookup,    3, 4,     450,     500,     550",
        "lookup,    3, 9,     450,     500,     550",
        "inference, 2, 0,      80,     100,     120",
        "inference, 2, 1,     160,     200,     240",
        "inference, 2, 4,     800,    1000,    1200",
        "task,      5, 0,   42000,   60000,   78000",
        "task,      5, 1,   84000,  120000,  156000",
        "task,      5, 2,  168000,  240000,  312000",
        "task,      5, 3,  336000,  480000,  624000",
        "task,      5, 6, 2520000, 3600000, 4680000",
    })
    void tables(String kind, int attempts, int retry, long shortest, long middle, long longest) {
        Backoff b = of(kind);
        assertThat(b.attempts()).isEqualTo(attempts);
        assertThat(b.delay(retry, 0)).isEqualTo(Duration.ofMillis(shortest));
        assertThat(b.delay(retry, 0.5)).isEqualTo(Duration.ofMillis(middle));
        assertThat(b.delay(retry, 1)).isEqualTo(Duration.ofMillis(longest));
    }

    @Property(tries = 300)
    void staysWithinJitter(
            @ForAll @IntRange(max = 60) int retry, @ForAll @DoubleRange(min = 0, max = 1) double random) {
        for (Backoff b : new Backoff[] {Backoff.LOOKUP, Backoff.INFERENCE, Backoff.TASK}) {
            double plain =
                    Math.min((double) b.max().toNanos(), b.initial().toNanos() * Math.pow(b.multiplier(), retry));
            assertThat((double) b.delay(retry, random).toNanos())
                    .isBetween(plain * (1 - b.jitter()) - 1, plain * (1 + b.jitter()) + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 0.1, 50", "3, 0.5, 0.1, 50", "3, 2, 1.5, 50", "3, 2, NaN, 50", "3, 2, 0.1, 501"})
    void refusesWhatMakesNoSense(int attempts, double multiplier, double jitter, long initial) {
        assertThatThrownBy(() ->
                        new Backoff(attempts, Duration.ofMillis(initial), Duration.ofMillis(500), multiplier, jitter))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
