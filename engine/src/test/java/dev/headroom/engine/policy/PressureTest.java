package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.policy.Pressure.Ratio;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureTest {

    private static final Pressure DEFAULTS = new Pressure(
            List.of(new Ratio("cpu", 0.7, false), new Ratio("response", 0.5, false), new Ratio("rps", 100, true)),
            1.2,
            0.6,
            1.1,
            0.1);

    @ParameterizedTest(name = "{0} replicas, cpu {1}, response {2}, rps {3}: {4}")
    @CsvSource({
        "10, 0.7, 0.3, 500, 10",
        "10, 0.84, 0.3, 500, 10",
        "10, 0.91, 0.3, 500, 15",
        "10, 0.4, 1.0, 500, 22",
        "10, 0.4, 0.3, 2000, 22",
        "10, 0.42, 0.1, 100, 10",
        "10, 0.41, 0.1, 100, 9",
        "35, 0.1, 0.1, 100, 32",
        "1, 0.1, 0.1, 1, 1",
    })
    void followsTheHighestRatio(int replicas, double cpu, double response, double rps, int wants) {
        Recommendation r = DEFAULTS.evaluate(
                        new Scene()
                                .replicas(replicas)
                                .sees("cpu", cpu)
                                .sees("response", response)
                                .sees("rps", rps)
                                .now(),
                        null)
                .recommendation();
        assertThat(r.desired()).isEqualTo(wants);
    }

    @Test
    void countsFromTheReplicasThatBearThePressure() {
        Recommendation r = DEFAULTS.evaluate(
                        new Scene()
                                .replicas(30, 10)
                                .sees("cpu", 0.91)
                                .sees("response", 0.1)
                                .sees("rps", 1)
                                .now(),
                        null)
                .recommendation();
        assertThat(r.desired()).isEqualTo(30);
    }

    @Test
    void leavesZeroByATotal() {
        Scene scene = new Scene().replicas(0).sees("cpu", 0).sees("response", 0).sees("rps", 450);
        assertThat(DEFAULTS.evaluate(scene.now(), null).recommendation().desired())
                .isEqualTo(5);
        Scene idle = new Scene().replicas(0).sees("cpu", 0).sees("response", 0).sees("rps", 0);
        assertThat(DEFAULTS.evaluate(idle.now(), null).recommendation().kind()).isEqualTo(Kind.ABSTAIN);
    }

    @Test
    void growsThoughASignalHasFailedButNeverShrinks() {
        Scene hot = new Scene().fails("cpu").sees("response", 1).sees("rps", 1);
        assertThat(DEFAULTS.evaluate(hot.now(), null).recommendation().desired())
                .isEqualTo(22);
        Scene cold = new Scene().fails("cpu").sees("response", 0.01).sees("rps", 1);
        assertThat(DEFAULTS.evaluate(cold.now(), null).recommendation().kind()).isEqualTo(Kind.BLIND);
    }

    @Test
    void refuses() {
        List<Ratio> one = List.of(new Ratio("cpu", 0.7, false));
        assertThatThrownBy(() -> new Ratio("cpu", 0, false)).hasMessageContaining("positive");
        assertThatThrownBy(() -> new Pressure(List.of(), 1.2, 0.6, 1.1, 0.1)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new Pressure(one, 0.9, 0.6, 1.1, 0.1)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Pressure(one, 1.2, 1, 1.1, 0.1)).hasMessageContaining("(0, 1)");
        assertThatThrownBy(() -> new Pressure(one, 1.2, 0.6, 1.1, 1)).hasMessageContaining("(0, 1)");
    }
}
