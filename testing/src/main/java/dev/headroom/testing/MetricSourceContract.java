package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link MetricSource} must do. */
public abstract class MetricSourceContract {

    /** A source that has a sample for {@link #known()} at {@link #now()}. */
    protected abstract MetricSource source();

    /** A signal the source can answer. */
    protected abstract Signal known();

    /** A time at which there is a sample. */
    protected abstract Instant now();

    @Test
    void answersEverySignalInOrder() {
        Signal unknown = Signal.of("no-such-signal-" + known().name(), Measure.OTHER, Unit.COUNT);
        List<Reading> readings = source().read(List.of(unknown, known(), unknown), now());
        assertThat(readings).hasSize(3);
        assertThat(readings.get(0).status()).isNotEqualTo(Reading.Status.OK);
        assertThat(readings.get(0).detail()).isNotBlank();
        assertThat(readings.get(1).status()).isEqualTo(Reading.Status.OK);
        assertThat(readings.get(2).status()).isNotEqualTo(Reading.Status.OK);
    }

    @Test
    void knowsNothingOfTheFuture() {
        Reading reading = source().read(List.of(known()), now()).get(0);
        assertThat(reading.at()).isBeforeOrEqualTo(now());
        assertThat(reading.value()).isFinite();
    }

    @Test
    void answersNothingForNoSignals() {
        assertThat(source().read(List.of(), now())).isEmpty();
    }
}
