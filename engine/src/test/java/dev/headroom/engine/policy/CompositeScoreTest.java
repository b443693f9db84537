package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.model.Thresholds;
import dev.headroom.engine.policy.CompositeScore.Metric;
import dev.headroom.engine.policy.CompositeScore.Normalisation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompositeScoreTest {

    private static final List<Metric> DEFAULTS = List.of(
            new Metric("cpu", 0.25, 0.7, 0.3, 1),
            new Metric("memory", 0.15, 0.8, 0.4, 1),
            new Metric("response", 0.30, 2.0, 0.5, 5),
            new Metric("errors", 0.15, 0.05, 0.01, 0.2),
            new Metric("queue", 0.10, 100, 10, 1000),
            new Metric("users", 0.05, 1000, 200, 5000));

    private static CompositeScore score(Normalisation n) {
        return new CompositeScore(DEFAULTS, n, 0.6, 0.3, 0.5);
    }

    private static Scene scene(double cpu, double memory, double response, double errors, double queue, double users) {
        return new Scene()
                .sees("cpu", cpu)
                .sees("memory", memory)
                .sees("response", response)
                .sees("errors", errors)
                .sees("queue", queue)
                .sees("users", users);
    }

    private static Scene ordinary(double cpu) {
        return scene(cpu, 0.6, 1, 0.02, 50, 500);
    }

    @ParameterizedTest(name = "cpu at 100 % alone, {0}: {1}")
    @CsvSource({"THRESHOLD, 0.107", "ROOM, 0.25"})
    void aFullCpuAloneHardlyCounts(Normalisation n, double expected) {
        Recommendation r = score(n).evaluate(ordinary(1).now(), null).recommendation();
        assertThat(r.reason().observed()).isCloseTo(expected, within(0.0005));
        assertThat(r.desired()).isEqualTo(10);
    }

    @ParameterizedTest(name = "{0} cpu {1} response {2} errors {3}: {4}")
    @CsvSource({
        // room: cpu ⅔ × .25 + response ⅓ × .3 = .267; + errors ⅓ × .15 = .317
        "ROOM, 0.9, 3, 0.02, 10",
        "ROOM, 0.9, 3, 0.10, 12",
        // .25 + .3 + .15 = .7
        "ROOM, 1.0, 5, 0.20, 15",
        "ROOM, 2.0, 50, 0.9, 15",
        "THRESHOLD, 0.9, 3, 0.02, 10",
        // .107 + .3 + .15 = .557
        "THRESHOLD, 1.0, 4, 0.10, 12",
        "THRESHOLD, 1.4, 4, 0.10, 15",
    })
    void grows(Normalisation n, double cpu, double response, double errors, int wants) {
        Recommendation r = score(n).evaluate(
                        scene(cpu, 0.6, response, errors, 50, 500).now(), null)
                .recommendation();
        assertThat(r.desired()).isEqualTo(wants);
    }

    @ParameterizedTest(name = "{0} replicas: {1}")
    @CsvSource({"10, 9", "9, 8", "25, 23", "1, 1"})
    void shrinksWhenIdle(int replicas, int wants) {
        Scene idle = scene(0.02, 0.02, 0.02, 0, 0, 0).replicas(replicas);
        assertThat(score(Normalisation.ROOM)
                        .evaluate(idle.now(), null)
                        .recommendation()
                        .desired())
                .isEqualTo(wants);
    }

    @Test
    void doesNotShrinkWhileAnythingIsPastItsThreshold() {
        Scene mixed = scene(0.02, 0.02, 0.02, 0.06, 0, 0);
        assertThat(score(Normalisation.ROOM)
                        .evaluate(mixed.now(), null)
                        .recommendation()
                        .desired())
                .isEqualTo(10);
    }

    @Test
    void growsThoughASignalHasFailedButNeverShrinks() {
        Scene hot = new Scene()
                .sees("cpu", 1)
                .sees("memory", 1)
                .sees("response", 5)
                .sees("errors", 0.2)
                .sees("users", 0);
        assertThat(score(Normalisation.ROOM)
                        .evaluate(hot.fails("queue").now(), null)
                        .recommendation()
                        .desired())
                .isEqualTo(15);
        Scene cold = new Scene()
                .sees("cpu", 0)
                .sees("memory", 0)
                .sees("response", 0)
                .sees("errors", 0)
                .sees("users", 0);
        assertThat(score(Normalisation.ROOM)
                        .evaluate(cold.fails("queue").now(), null)
                        .recommendation()
                        .kind())
                .isEqualTo(Kind.BLIND);
    }

    @Test
    void takesLearnedThresholds() {
        CompositeScore cpu =
                new CompositeScore(List.of(new Metric("cpu", 1, 0.7, 0.3, 1)), Normalisation.ROOM, 0.6, 0.3, 0.5);
        Scene learned = new Scene().learned("cpu", 0.85, new Thresholds(0.9, 0.3, 1));
        assertThat(cpu.evaluate(learned.now(), null).recommendation().desired()).isEqualTo(10);
        assertThat(cpu.evaluate(new Scene().sees("cpu", 0.85).now(), null)
                        .recommendation()
                        .desired())
                .isEqualTo(12);
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> new Metric("cpu", 0, 0.7, 0.3, 1)).hasMessageContaining("weight");
        assertThatThrownBy(() -> new Metric("cpu", 1, 0.3, 0.7, 1)).hasMessageContaining("down < up");
        Metric full = new Metric("cpu", 1, 0.7, 0.3, 0.7);
        assertThatThrownBy(() -> new CompositeScore(List.of(full), Normalisation.ROOM, 0.6, 0.3, 0.5))
                .hasMessageContaining("saturation");
        assertThatThrownBy(() -> new CompositeScore(DEFAULTS, Normalisation.ROOM, 0.3, 0.6, 0.5))
                .hasMessageContaining("medium");
        assertThatThrownBy(() -> new CompositeScore(List.of(), Normalisation.ROOM, 0.6, 0.3, 0.5))
                .hasMessageContaining("at least one");
    }
}
