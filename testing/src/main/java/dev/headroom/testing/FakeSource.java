package dev.headroom.testing;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A source that answers what the test set, as of the time of reading; nothing set is a missing sample. */
public final class FakeSource implements MetricSource {
    private final Map<String, Double> values = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();

    /** From now on the signal has this value, in its delivered unit. */
    public FakeSource set(String signal, double value) {
        values.put(signal, value);
        failures.remove(signal);
        return this;
    }

    /** From now on reading the signal fails. */
    public FakeSource fail(String signal, String why) {
        failures.put(signal, why);
        return this;
    }

    @Override
    public List<Reading> read(List<Signal> signals, Instant now) {
        return signals.stream().map(s -> read(s.name(), now)).toList();
    }

    private Reading read(String name, Instant now) {
        String failure = failures.get(name);
        if (failure != null) {
            return Reading.failed(failure);
        }
        Double value = values.get(name);
        return value == null ? Reading.missing("nothing was set for " + name) : Reading.of(value, now);
    }
}
