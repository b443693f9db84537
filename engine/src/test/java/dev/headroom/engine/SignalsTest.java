package dev.headroom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.WorkloadState.SignalMemory;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.SignalValue.State;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.model.Window;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignalsTest {

    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final SignalMemory NOTHING =
            new SignalMemory("cpu", Long.MIN_VALUE, Window.EMPTY, Window.EMPTY, null, 0, 0, 0);

    private static SignalValue once(Signal signal, Reading reading, SignalMemory before) {
        return Signals.value(signal, reading, before, Signals.remember(signal, reading, before, NOW), NOW);
    }

    @Test
    void percentBecomesARatio() {
        SignalValue v = once(Signal.of("cpu", Measure.UTILISATION, Unit.PERCENT), Reading.of(75, NOW), NOTHING);
        assertThat(v.ok()).isTrue();
        assertThat(v.value()).isCloseTo(0.75, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"NaN,not a number", "Infinity,infinite", "-Infinity,infinite", "-1,negative"})
    void nonsenseIsRejectedWithAReasonAndNotRemembered(double value, String why) {
        Signal signal = Signal.of("cpu", Measure.UTILISATION, Unit.RATIO);
        SignalValue v = once(signal, Reading.of(value, NOW), NOTHING);
        assertThat(v.state()).isEqualTo(State.REJECTED);
        assertThat(v.value()).isNaN();
        assertThat(v.detail()).contains(why);
        assertThat(Signals.remember(signal, Reading.of(value, NOW), NOTHING, NOW))
                .isSameAs(NOTHING);
    }

    @Test
    void aSampleOlderThanOneAlreadySeenIsRejected() {
        Signal signal = Signal.of("cpu", Measure.UTILISATION, Unit.RATIO);
        SignalMemory seen = Signals.remember(signal, Reading.of(0.5, NOW), NOTHING, NOW);
        assertThat(once(signal, Reading.of(0.4, NOW.minusSeconds(30)), seen).state())
                .isEqualTo(State.REJECTED);
    }

    @Test
    void aSampleFromTheFutureIsRejected() {
        Signal signal = Signal.of("cpu", Measure.UTILISATION, Unit.RATIO);
        assertThat(once(signal, Reading.of(0.5, NOW.plusSeconds(1)), NOTHING).detail())
                .contains("future");
    }

    @ParameterizedTest
    @CsvSource({"300,OK", "301,STALE"})
    void aSampleIsStaleOnlyAfterItsGreatestAge(long age, State state) {
        Signal signal = Signal.of("cpu", Measure.UTILISATION, Unit.RATIO);
        assertThat(once(signal, Reading.of(0.5, NOW.minusSeconds(age)), NOTHING).state())
                .isEqualTo(state);
    }

    @Test
    void failuresKeepTheirWords() {
        Signal signal = Signal.of("cpu", Measure.UTILISATION, Unit.RATIO);
        assertThat(once(signal, Reading.failed("connection refused"), NOTHING))
                .returns(State.FAILED, SignalValue::state)
                .returns("connection refused", SignalValue::detail);
        assertThat(once(signal, Reading.missing("no series"), NOTHING).state()).isEqualTo(State.MISSING);
    }

    @ParameterizedTest
    @EnumSource(Signal.Aggregate.class)
    void samplesOfTheWindowAreAggregated(Signal.Aggregate aggregate) {
        Signal signal = new Signal(
                "cpu",
                "",
                "",
                Unit.RATIO,
                Measure.UTILISATION,
                0,
                Duration.ofSeconds(60),
                aggregate,
                Duration.ofMinutes(5),
                false,
                null);
        SignalMemory memory = NOTHING;
        double[] samples = {9, 0.2, 0.8, 0.4, 0.6}; // the first is older than the window
        Instant at = NOW.minusSeconds(60);
        for (double s : samples) {
            memory = Signals.remember(signal, Reading.of(s, at), memory, NOW);
            at = at.plusSeconds(15);
        }
        SignalValue v = Signals.value(signal, Reading.of(0.6, NOW), memory, memory, NOW);
        double expected = switch (aggregate) {
            case LAST -> 0.6;
            case MEAN -> 0.5;
            case MAX -> 0.8;
            case MIN -> 0.2;
            case P95 -> 0.77;
        };
        assertThat(v.value()).isCloseTo(expected, within(1e-9));
    }

    @Test
    void bucketsForAdaptiveThresholdsHoldMeans() {
        Signal signal = new Signal(
                "cpu",
                "",
                "",
                Unit.RATIO,
                Measure.UTILISATION,
                0,
                Duration.ZERO,
                Signal.Aggregate.LAST,
                Duration.ofMinutes(5),
                false,
                new Signal.Adaptive(Duration.ofMinutes(5), 288, 0.7, 0.3));
        SignalMemory memory = NOTHING;
        Instant at = Instant.parse("2026-01-05T00:00:00Z");
        for (int i = 0; i < 41; i++) {
            memory = Signals.remember(signal, Reading.of(Math.floorDiv(i, 20) * 0.1 + 0.2, at), memory, at);
            at = at.plusSeconds(15);
        }
        assertThat(memory.adaptive().size()).isEqualTo(2);
        assertThat(memory.adaptive().values()[0]).isCloseTo(0.2, within(1e-9));
        assertThat(memory.adaptive().values()[1]).isCloseTo(0.3, within(1e-9));
    }
}
