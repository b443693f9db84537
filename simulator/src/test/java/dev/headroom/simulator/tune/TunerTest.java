package dev.headroom.simulator.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunerTest {
    private static final List<Parameter> SPACE = List.of(
            Parameter.linear("target", 0.2, 1, 0.005, 0.7),
            Parameter.linear("window", 0, 1800, 15, 300),
            Parameter.linear("tolerance", 0, 0.3, 0.01, 0.1));

    /**
     * Cost falls with the target and rises with the window; so does attainment the other way round. The cheapest within 0.999
     * is known: window 0, tolerance 0, target 0.75.
     */
    private static Trial world(List<Double> v) {
        double target = v.get(0);
        double window = v.get(1) / 1800;
        double tolerance = v.get(2);
        double cost = 100 / target * (1 + 0.3 * window) * (1 + 0.2 * tolerance);
        double attainment = 1 - 0.001 * Math.exp(20 * (target + 0.3 * tolerance - 0.75 - 0.1 * window));
        return new Trial(v, attainment, cost, 1);
    }

    private static Tuning search(int evaluations, long seed, Function<List<Double>, Trial> world, List<Trial> known) {
        return Tuner.search(SPACE, world, new Tuner.Options(0.999, evaluations, seed), known, Runnable::run, t -> {});
    }

    @ParameterizedTest
    @CsvSource({"1, 32, 1.06", "2, 32, 1.06", "3, 32, 1.06", "4, 32, 1.06", "1, 100, 1.001", "2, 100, 1.001"})
    void comesNearTheKnownOptimum(long seed, int evaluations, double ratio) {
        // Over thirty seeds 2 % above it in the mean at 32 trials, 5 % at worst; at 100 within the grid.
        Tuning t = search(evaluations, seed, TunerTest::world, List.of());
        assertThat(t.trials()).hasSize(evaluations);
        assertThat(t.best().attainment()).isGreaterThanOrEqualTo(0.999);
        assertThat(t.best().cost()).isBetween(100 / 0.75, 100 / 0.75 * ratio);
    }

    @Test
    void whereNothingKeepsTheObjectiveTheLeastMissIsBest() {
        Tuning t = search(40, 1, v -> new Trial(v, v.get(0) / 2, v.get(0), 0), List.of());
        assertThat(t.best().attainment()).isLessThan(0.999).isGreaterThan(0.49);
        assertThat(t.best().attainment())
                .isEqualTo(
                        t.trials().stream().mapToDouble(Trial::attainment).max().orElseThrow());
    }

    @Test
    void theStandardValuesComeFirst() {
        assertThat(search(9, 5, TunerTest::world, List.of()).trials().get(0).values())
                .containsExactly(0.7, 300.0, 0.1);
    }

    @Test
    void threadsDoNotMatter() {
        Tuning alone = search(50, 3, TunerTest::world, List.of());
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            Tuning together =
                    Tuner.search(SPACE, TunerTest::world, new Tuner.Options(0.999, 50, 3), List.of(), pool, t -> {});
            assertThat(together).isEqualTo(alone);
        }
    }

    @Test
    void goesOnWhereItWasInterrupted() {
        Tuning whole = search(60, 3, TunerTest::world, List.of());
        AtomicInteger run = new AtomicInteger();
        List<Trial> watched = new ArrayList<>();
        Tuning resumed = Tuner.search(
                SPACE,
                v -> {
                    run.incrementAndGet();
                    return world(v);
                },
                new Tuner.Options(0.999, 60, 3),
                whole.trials().subList(0, 37),
                Runnable::run,
                watched::add);
        assertThat(resumed).isEqualTo(whole);
        assertThat(run.get()).isEqualTo(60 - 37);
        assertThat(watched).isEqualTo(whole.trials());
    }

    @Test
    void aSmallSpaceIsTriedOutOnceAndNoMore() {
        List<Parameter> two = List.of(Parameter.linear("n", 1, 4, 1, 2));
        Tuning t = Tuner.search(
                two,
                v -> new Trial(v, v.get(0) >= 3 ? 1 : 0, v.get(0), 0),
                new Tuner.Options(0.99, 100, 1),
                List.of(),
                Runnable::run,
                x -> {});
        assertThat(t.trials()).hasSize(4);
        assertThat(t.best().values()).containsExactly(3.0);
    }

    @Test
    void whatFailsIsTold() {
        assertThatThrownBy(() -> search(
                        10,
                        1,
                        v -> {
                            throw new IllegalStateException("no such world");
                        },
                        List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no such world");
    }

    @Property(tries = 200)
    void theFrontIsWhatNothingBeats(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1) Double> draws) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < draws.size(); i++) {
            trials.add(new Trial(
                    List.of((double) i), draws.get(i), Math.floor(10 * draws.get((i * 7) % draws.size())), 0));
        }
        List<Trial> front = Tuning.front(trials);
        for (Trial t : trials) {
            assertThat(front).anyMatch(f -> f.cost() <= t.cost() && f.attainment() >= t.attainment());
        }
        for (Trial f : front) {
            assertThat(trials)
                    .noneMatch(t -> (t.cost() < f.cost() && t.attainment() >= f.attainment())
                            || (t.cost() <= f.cost() && t.attainment() > f.attainment()));
        }
        assertThat(front).isSortedAccordingTo(java.util.Comparator.comparingDouble(Trial::cost));
    }

    @Property(tries = 300)
    void valuesLieWithinAndOnTheGrid(
            @ForAll @DoubleRange(min = -1, max = 2) double share, @ForAll @IntRange(min = 1, max = 50) int step) {
        for (Parameter p : List.of(Parameter.linear("a", 0, 100, step, 1), Parameter.log("b", 1, 10_000, step, 1))) {
            double v = p.at(share);
            assertThat(v).isBetween(p.low(), p.high());
            assertThat(v == p.low() || v == p.high() || Math.abs(v / step - Math.rint(v / step)) < 1e-9)
                    .isTrue();
            assertThat(p.at(p.share(v))).isEqualTo(v);
        }
    }
}
