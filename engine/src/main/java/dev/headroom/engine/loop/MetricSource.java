package dev.headroom.engine.loop;

import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Instant;
import java.util.List;

/** Where readings come from. */
public interface MetricSource {
    /**
     * The newest reading of each signal.
     *
     * @param signals what to read
     * @param now the time of the evaluation; a source may not return samples from after it
     * @return one reading per signal, in the same order; failures are readings, not exceptions
     */
    List<Reading> read(List<Signal> signals, Instant now);
}
