package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Window;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyPanicTest {

    /** Knative's defaults with a target of 10 a replica. */
    private static final ConcurrencyPanic KNATIVE = new ConcurrencyPanic(
            "inflight", 10, 1, Duration.ofSeconds(60), Duration.ofSeconds(6), 2, 1000, 2, Duration.ofSeconds(30));

    private static final ConcurrencyPanic.Panic CALM = new ConcurrencyPanic.Panic(Window.EMPTY, -1, 0, -1);

    private @Nullable Memory memory = CALM;

    /** A sample a second, evaluated every {@code tick} seconds, with as many ready replicas as given. */
    private int run(int from, int to, int tick, double inflight, int ready) {
        int wants = -1;
        for (int t = from; t <= to; t += tick) {
            Evaluation e = KNATIVE.evaluate(
                    new Scene()
                            .seconds(t)
                            .replicas(ready)
                            .sees("inflight", inflight)
                            .now(),
                    memory);
            memory = e.memory();
            wants = e.recommendation().desired();
        }
        return wants;
    }

    @ParameterizedTest(name = "{0} in flight, {1} ready: {2}")
    @CsvSource({
        "100, 10, 10",
        "101, 10, 11",
        "1, 1, 1",
        "50, 10, 5",
        "10, 10, 5",
        "0, 10, 5",
        "0, 0, 0",
        "15, 0, 2",
        "1500, 10, 150",
    })
    void dividesTheMeanByTheTargetWithinTheRates(double inflight, int ready, int wants) {
        assertThat(run(0, 0, 2, inflight, ready)).isEqualTo(wants);
    }

    @Test
    void limitsTheRateUp() {
        ConcurrencyPanic careful = new ConcurrencyPanic(
                "inflight", 10, 1, Duration.ofSeconds(60), Duration.ofSeconds(6), 2, 3, 2, Duration.ZERO);
        assertThat(careful.evaluate(
                                new Scene().replicas(4).sees("inflight", 5000).now(), CALM)
                        .recommendation()
                        .desired())
                .isEqualTo(12);
    }

    @Test
    void panicsAtTwiceTheReadyReplicasAndNeverShrinksInIt() {
        assertThat(run(0, 60, 2, 100, 10)).isEqualTo(10);
        // The panic window doubles: 20 of 10 ready replicas.
        assertThat(run(62, 68, 2, 200, 10)).isEqualTo(20);
        // Calm again, and still 20 until 60 s after the last crossing.
        assertThat(run(70, 126, 2, 50, 20)).isEqualTo(20);
        assertThat(run(128, 136, 2, 50, 20)).isEqualTo(10);
    }

    @Test
    void extendsThePanicWhileItLasts() {
        run(0, 60, 2, 100, 10);
        run(62, 100, 2, 400, 10);
        ConcurrencyPanic.Panic panic = (ConcurrencyPanic.Panic) Objects.requireNonNull(memory);
        assertThat(panic.panicUntilMillis())
                .isEqualTo(Scene.START.plusSeconds(160).toEpochMilli());
        assertThat(panic.highest()).isEqualTo(40);
    }

    @Test
    void beginsInPanicWithSeveralReadyReplicas() {
        memory = null;
        assertThat(run(0, 60, 2, 10, 8)).isEqualTo(8);
        assertThat(run(62, 62, 2, 10, 8)).isEqualTo(4);
        memory = null;
        assertThat(run(0, 0, 2, 10, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void doesNotDependOnTheTick(int tick) {
        assertThat(run(0, 60, tick, 95, 10)).isEqualTo(10);
        assertThat(run(66, 120, tick, 155, 10)).isEqualTo(16);
    }

    @Test
    void countsASampleOnceHoweverOftenItIsSeen() {
        Evaluation first = KNATIVE.evaluate(new Scene().sees("inflight", 50).now(), CALM);
        Evaluation again = KNATIVE.evaluate(new Scene().sees("inflight", 50).now(), first.memory());
        assertThat(again.memory()).isEqualTo(first.memory());
    }

    @Test
    void goesToZeroAfterTheStableWindowAndTheGrace() {
        run(0, 10, 2, 5, 1);
        assertThat(run(12, 68, 2, 0, 1))
                .as("the stable window still remembers work")
                .isEqualTo(1);
        assertThat(run(70, 98, 2, 0, 1)).as("in grace").isEqualTo(1);
        assertThat(run(100, 100, 2, 0, 1)).isZero();
    }

    @Test
    void keepsOneWhereTheLowerBoundIsNotZero() {
        run(0, 0, 2, 0, 1);
        Recommendation r = KNATIVE.evaluate(
                        new Scene()
                                .seconds(999)
                                .min(1)
                                .replicas(1)
                                .sees("inflight", 0)
                                .now(),
                        memory)
                .recommendation();
        assertThat(r.desired()).isEqualTo(1);
        assertThat(r.reason().text()).isEqualTo("inflight is zero: wants 1, the minimum decides");
    }

    @Test
    void refuses() {
        Duration minute = Duration.ofMinutes(1);
        assertThatThrownBy(() -> new ConcurrencyPanic("i", 10, 1, minute, minute.multipliedBy(2), 2, 10, 2, minute))
                .hasMessageContaining("panic window");
        assertThatThrownBy(() -> new ConcurrencyPanic("i", 0, 1, minute, minute, 2, 10, 2, minute))
                .hasMessageContaining("positive");
        assertThatThrownBy(() -> new ConcurrencyPanic("i", 10, 1.1, minute, minute, 2, 10, 2, minute))
                .hasMessageContaining("(0, 1]");
        assertThatThrownBy(() -> new ConcurrencyPanic("i", 10, 1, minute, minute, 2, 1, 2, minute))
                .hasMessageContaining("rates");
    }
}
