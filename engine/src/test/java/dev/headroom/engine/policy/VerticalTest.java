package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.policy.Vertical.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerticalTest {

    private static final double GIB = 1L << 30;
    private static final double MIB = 1 << 20;

    private static final Vertical VPA = new Vertical(
            "cores",
            "bytes",
            "oom",
            0.9,
            0.15,
            Duration.ofDays(1),
            List.of(new Size("small", 1, 2 * GIB), new Size("medium", 2, 4 * GIB), new Size("large", 4, 8 * GIB)));

    private @Nullable Memory memory;
    private final List<Advice.ResizeReplica> advice = new ArrayList<>();

    private void see(double seconds, double cores, double bytes, double kills) {
        Evaluation e = VPA.evaluate(
                new Scene()
                        .seconds(seconds)
                        .sees("cores", cores)
                        .sees("bytes", bytes)
                        .sees("oom", kills)
                        .now(),
                memory);
        assertThat(e.recommendation().kind()).isEqualTo(Kind.ABSTAIN);
        memory = e.memory();
        e.advice().forEach(a -> advice.add((Advice.ResizeReplica) a));
    }

    /** Uniform usage in [0, 2) cores: p90 is 1.8, in a bucket that ends within 5 %, plus 15 %. */
    @Test
    void recommendsTheQuantileAndTheMargin() {
        Random random = new Random(1);
        for (int minute = 0; minute < 1500; minute++) {
            see(60.0 * minute, 2 * random.nextDouble(), 1.5 * GIB, 0);
        }
        assertThat(advice).hasSizeBetween(1, 4);
        Advice.ResizeReplica last = advice.getLast();
        assertThat(last.cpu()).isBetween(1.8 * 1.15 * 0.93, 1.8 * 1.15 * 1.12);
        assertThat(last.memory()).isBetween(1.5 * GIB * 1.15, 1.5 * GIB * 1.15 * 1.051);
        assertThat(Objects.requireNonNull((Usage) memory).confidence()).isEqualTo(1);
    }

    @Test
    void namesTheCheapestInstanceThatFits() {
        for (int minute = 0; minute < 200; minute++) {
            see(60.0 * minute, 1.2, 1 * GIB, 0);
        }
        assertThat(advice).hasSize(1);
        assertThat(advice.getFirst().instance()).isEqualTo("medium");
        assertThat(advice.getFirst().confidence()).isCloseTo(0.1, within(0.01));
        for (int minute = 200; minute < 500; minute++) {
            see(60.0 * minute, 9, 1 * GIB, 0);
        }
        assertThat(advice.getLast().instance()).as("nothing is large enough").isNull();
    }

    /** After two half-lives a day at 2 cores weighs a quarter: p90 needs 10 % of the weight above to stay there. */
    @Test
    void forgets() {
        int minute = 0;
        for (; minute < 1440; minute++) {
            see(60.0 * minute, 2, GIB, 0);
        }
        for (; minute < 6 * 1440; minute++) {
            see(60.0 * minute, 0.5, GIB, 0);
        }
        assertThat(advice.getLast().cpu()).isLessThan(0.65);
    }

    @Test
    void staysFiniteOverYears() {
        for (int day = 0; day < 1000; day++) {
            see(86_400.0 * day, 1, GIB, 0);
        }
        assertThat(Objects.requireNonNull((Usage) memory).cores(0.9)).isBetween(1.0, 1.06);
    }

    @Test
    void raisesMemoryAfterAKillAndSaysSoAtOnce() {
        see(0, 1, GIB, 3);
        see(60, 1, GIB, 3);
        assertThat(advice).isEmpty();
        see(75, 1, GIB, 4);
        assertThat(advice).hasSize(1);
        assertThat(advice.getFirst().memory()).isEqualTo(1.2 * GIB);
        see(90, 1, 100 * MIB, 5);
        assertThat(advice.getLast().memory()).as("1.2 times what was advised").isEqualTo(1.44 * GIB);
    }

    /** A sum over the replicas falls with every replica that leaves; taken for kills, memory would grow without end. */
    @Test
    void aCountThatFallsIsNoKill() {
        see(0, 1, GIB, 5);
        see(60, 1, GIB, 4);
        see(75, 1, GIB, 2);
        assertThat(advice).isEmpty();
        see(90, 1, GIB, 3);
        assertThat(advice).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"true, false, cores;", "false, true, MiB;", "true, true, cores and 1"})
    void saysOnlyWhatItWatches(boolean cpu, boolean bytes, String text) {
        Vertical v = new Vertical(
                cpu ? "cores" : null, bytes ? "bytes" : null, null, 0.9, 0.15, Duration.ofDays(1), List.of());
        Evaluation e = v.evaluate(new Scene().now(), null);
        for (int minute = 0; minute < 200; minute++) {
            e = v.evaluate(
                    new Scene()
                            .seconds(60.0 * minute)
                            .sees("cores", 1)
                            .sees("bytes", GIB)
                            .now(),
                    e.memory());
        }
        assertThat(e.recommendation().reason().text()).contains(text).doesNotContain("unknown");
    }

    @Test
    void takesASampleAMinuteAtMost() {
        see(0, 1, GIB, 0);
        Memory first = memory;
        see(15, 3, GIB, 0);
        assertThat(memory).isSameAs(first);
    }

    @Test
    void ignoresWhatItCannotSee() {
        Evaluation e = VPA.evaluate(
                new Scene().fails("cores").fails("bytes").fails("oom").now(), null);
        assertThat(e.recommendation().kind()).isEqualTo(Kind.ABSTAIN);
        assertThat(e.advice()).isEmpty();
    }

    @Test
    void refuses() {
        Duration day = Duration.ofDays(1);
        assertThatThrownBy(() -> new Vertical(null, null, null, 0.9, 0.15, day, List.of()))
                .hasMessageContaining("needs a signal");
        assertThatThrownBy(() -> new Vertical("c", null, null, 1, 0.15, day, List.of()))
                .hasMessageContaining("quantile");
        assertThatThrownBy(() -> new Vertical("c", null, null, 0.9, -1, day, List.of()))
                .hasMessageContaining("margin");
        assertThatThrownBy(() -> new Vertical("c", null, null, 0.9, 0, Duration.ZERO, List.of()))
                .hasMessageContaining("half-life");
    }
}
