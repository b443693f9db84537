package dev.headroom.spec;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What writing a part of a spec needs to know of the rest of it.
 *
 * @param zone the spec's zone
 * @param signals of the workload being written
 * @param forecasts of the workload being written
 */
record Writing(ZoneId zone, List<Signal> signals, List<ForecastSpec> forecasts) {

    /** Nothing known. */
    static final Writing PLAIN = new Writing(ZoneOffset.UTC, List.of(), List.of());

    /** A level of a signal in the signal's own dimension. */
    Level level(String signal, double value) {
        for (Signal s : signals) {
            if (s.name().equals(signal)) {
                return new Level(value, Level.Dimension.of(s.unit()));
            }
        }
        return new Level(value, Level.Dimension.of(Unit.COUNT));
    }
}
