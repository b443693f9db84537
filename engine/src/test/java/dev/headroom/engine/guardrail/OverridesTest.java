package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.ManualOverride.Kind;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
    private static final Instant END = Scene.START.plusSeconds(600);

    private static ManualOverride order(Kind kind, int replicas) {
        return new ManualOverride(kind, replicas, END, "ada", "incident 7");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # order, replicas, proposed, desired
                    PIN,       30,  5, 30
                    PIN,       30, 80, 30
                    PIN,        4, 80,  4
                    # inside the static bounds 2 to 60
                    PIN,        0, 80,  2
                    PIN,      900,  5, 60
                    PAUSE,     -1,  5, 10
                    PAUSE,     -1, 50, 10
                    FREEZE_IN, -1,  5, 10
                    FREEZE_IN, -1, 50, 50
                    """)
    void orders(Kind kind, int replicas, int proposed, int desired) {
        Scene scene = new Scene();
        scene.min = 2;
        scene.max = 60;
        scene.overrides = List.of(order(kind, replicas));
        assertThat(scene.ask(proposed).desired()).isEqualTo(desired);
    }

    @Test
    void aPinOutranksEverythingBeforeIt() {
        Scene scene = new Scene();
        scene.dependencies = List.of(new DependencyLimit("db connections", 1000, 20, null, false, 20));
        scene.rates = new RateLimits(List.of(), RateLimits.Select.DISABLED, List.of(), RateLimits.Select.DISABLED);
        scene.cooldown = new Cooldown(Duration.ofHours(1), Duration.ofHours(1), false, 0, Duration.ZERO);
        scene.acted(new int[] {5, 9, 10});
        scene.price = Money.of("2", "USD");
        scene.budget = new Budget(20, 1000, 25_000, "USD", false, List.of(), 1.5, List.of(), ZoneId.of("UTC"));
        scene.freezes = List.of(new FreezeWindow("noon", new Daily("12:00"), Duration.ofHours(1), false));
        scene.overrides = List.of(order(Kind.PIN, 80));
        Scene.Answer a = scene.ask(10);
        assertThat(a.desired()).isEqualTo(80);
        assertThat(a.text("override")).isEqualTo("10 becomes 80: pinned at 80 until 2026-03-02T12:10:00Z by ada");
        scene.overrides = List.of(order(Kind.PIN, 3));
        scene.blind = true;
        assertThat(scene.ask(10).desired()).isEqualTo(3);
    }

    @Test
    void aSlipOfTheFingerTakesAwayOnlyAShareAtOnce() {
        Scene scene = new Scene();
        scene.current = 100;
        scene.blast = BlastRadius.DEFAULT;
        scene.overrides = List.of(order(Kind.PIN, 1));
        assertThat(scene.ask(100).desired()).isEqualTo(50);
    }

    @Test
    void aPinIsNotTheDemandSpeaking() {
        Scene scene = new Scene();
        scene.blast = new BlastRadius(1, Duration.ofMinutes(5), Duration.ofMinutes(5));
        scene.signals = List.of(scene.value(Measure.IN_FLIGHT, 100));
        scene.decide(10);
        scene.after(Duration.ofSeconds(15));
        scene.signals = List.of(scene.value(Measure.IN_FLIGHT, 0));
        assertThat(scene.ask(4).desired()).isEqualTo(10);
        scene.overrides = List.of(order(Kind.PIN, 4));
        assertThat(scene.ask(10).desired()).isEqualTo(4);
    }

    @Test
    void ofSeveralTheLastGivenCounts() {
        Scene scene = new Scene();
        scene.overrides = List.of(order(Kind.PIN, 30), order(Kind.PAUSE, -1));
        assertThat(scene.ask(20).desired()).isEqualTo(10);
        scene.overrides = List.of(order(Kind.PAUSE, -1), order(Kind.PIN, 30));
        assertThat(scene.ask(20).desired()).isEqualTo(30);
    }

    @Test
    void anExpiredOneIsIgnoredAndItsEndToldOnce() {
        Scene scene = new Scene();
        scene.overrides = List.of(order(Kind.PAUSE, -1));
        assertThat(scene.decide(20).advice()).isEmpty();
        scene.after(Duration.ofMinutes(10));
        Scene.Answer ended = scene.decide(20);
        assertThat(ended.desired()).isEqualTo(20);
        assertThat(ended.advice()).containsExactly(new Advice.OverrideEnded("ada", END));
        assertThat(scene.decide(20).advice()).isEmpty();
    }

    @Test
    void oneTakenBackEndsWhenThatIsSeen() {
        Scene scene = new Scene();
        scene.overrides = List.of(order(Kind.PAUSE, -1));
        scene.decide(20);
        scene.after(Duration.ofMinutes(1));
        scene.overrides = List.of();
        assertThat(scene.decide(20).advice())
                .containsExactly(new Advice.OverrideEnded("ada", Scene.START.plusSeconds(60)));
    }

    @Test
    void oneThatWasNeverInForceIsNotTold() {
        Scene scene = new Scene();
        scene.after(Duration.ofMinutes(20));
        scene.overrides = List.of(order(Kind.PAUSE, -1));
        Scene.Answer a = scene.ask(20);
        assertThat(a.desired()).isEqualTo(20);
        assertThat(a.advice()).isEmpty();
    }
}
