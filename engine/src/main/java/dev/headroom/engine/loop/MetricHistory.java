package dev.headroom.engine.loop;

import dev.headroom.engine.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A metric source that also knows what a signal was before; forecasts begin from it. */
public interface MetricHistory {

    /**
     * A value of the past.
     *
     * @param at its time: the end of what it tells of
     * @param value in the signal's delivered unit, finite
     */
    record Sample(Instant at, double value) {}

    /** What there is of the past. */
    sealed interface Past {
        /** The samples there are, oldest first; none where the signal had none. */
        record Known(List<Sample> samples) implements Past {
            public Known {
                samples = List.copyOf(samples);
            }
        }

        /** Nothing, and why. */
        record Unknown(String why) implements Past {}
    }

    /**
     * What a signal was at {@code from}, {@code from + step} and so on up to {@code to}.
     *
     * @param to not before {@code from}
     * @param step at least a second
     */
    Past history(Signal signal, Instant from, Instant to, Duration step);
}
