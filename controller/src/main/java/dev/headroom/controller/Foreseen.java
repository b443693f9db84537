package dev.headroom.controller;

import dev.headroom.engine.loop.MetricHistory;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.forecast.ForecastKeeper;
import dev.headroom.forecast.NearTerm;
import dev.headroom.simulator.Foresight;
import dev.headroom.spec.WorkloadSpec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The forecasts of a workload, made beside its turns: a turn takes those there are, and leaves its readings. They are the same
 * that a simulation makes, and begin from what the source knows of the past.
 */
final class Foreseen {

    /** Readings that wait while the past is being read. */
    private static final int MOST_WAITING = 10_000;

    private record Sample(Instant at, double value) {}

    private static final class Kept {
        final Signal signal;
        final int place;
        final ForecastKeeper keeper;
        final ForecastKeeper.Settings settings;
        final Deque<Sample> waiting = new ArrayDeque<>();
        boolean remembered;

        Kept(Signal signal, int place, ForecastKeeper.Settings settings) {
            this.signal = signal;
            this.place = place;
            this.settings = settings;
            this.keeper = new ForecastKeeper(signal.name(), new NearTerm(), settings);
        }
    }

    private final List<Kept> kept = new ArrayList<>();
    private final Timing timing;
    private final BiConsumer<String, String> tell;
    private volatile Map<String, Forecast> last = Map.of();
    private boolean working;
    private boolean again;

    /** @param tell is told of a signal whose past cannot be read, and why */
    Foreseen(WorkloadSpec spec, Timing timing, BiConsumer<String, String> tell) {
        this.timing = timing;
        this.tell = tell;
        Map<String, ForecastKeeper.Settings> wanted =
                Foresight.of(spec.workload(), spec.histories(), null).signals();
        List<Signal> signals = spec.workload().signals();
        for (int i = 0; i < signals.size(); i++) {
            ForecastKeeper.Settings settings = wanted.get(signals.get(i).name());
            if (settings != null) {
                kept.add(new Kept(signals.get(i), i, settings));
            }
        }
    }

    /** Reads the past, beside everything else. */
    void begin(Function<Signal, @Nullable MetricHistory> histories) {
        for (Kept k : kept) {
            MetricHistory history = histories.apply(k.signal);
            if (history == null) {
                remembered(k, List.of());
            } else {
                timing.run(() -> remembered(k, past(k, history)));
            }
        }
    }

    private List<MetricHistory.Sample> past(Kept k, MetricHistory history) {
        Instant now = timing.now();
        try {
            return switch (history.history(k.signal, now.minus(k.settings.history()), now, k.settings.step())) {
                case MetricHistory.Past.Known known -> known.samples();
                case MetricHistory.Past.Unknown unknown -> {
                    tell.accept(k.signal.name(), unknown.why());
                    yield List.of();
                }
            };
        } catch (RuntimeException e) {
            tell.accept(k.signal.name(), e.toString());
            return List.of();
        }
    }

    private void remembered(Kept k, List<MetricHistory.Sample> samples) {
        synchronized (this) {
            for (MetricHistory.Sample s : samples) {
                k.keeper.take(s.at(), k.signal.unit().toBase(s.value()));
            }
            k.waiting.forEach(s -> k.keeper.take(s.at(), s.value()));
            k.waiting.clear();
            k.remembered = true;
        }
        work();
    }

    /** Takes the readings of a turn; the forecasts follow. */
    void take(List<Reading> readings) {
        if (kept.isEmpty()) {
            return;
        }
        synchronized (this) {
            for (Kept k : kept) {
                Reading r = readings.get(k.place);
                if (r.status() != Reading.Status.OK) {
                    continue;
                }
                double value = k.signal.unit().toBase(r.value());
                if (k.remembered) {
                    k.keeper.take(r.at(), value);
                } else if (k.waiting.size() < MOST_WAITING) {
                    k.waiting.add(new Sample(r.at(), value));
                }
            }
        }
        work();
    }

    private void work() {
        synchronized (this) {
            again = working;
            if (working) {
                return;
            }
            working = true;
        }
        timing.run(this::make);
    }

    private void make() {
        Map<String, Forecast> made = new HashMap<>();
        boolean more;
        synchronized (this) {
            for (Kept k : kept) {
                Forecast f = k.remembered ? k.keeper.forecast() : null;
                if (f != null) {
                    made.put(k.signal.name(), f);
                }
            }
            if (!made.equals(last)) {
                last = Map.copyOf(made);
            }
            more = again;
            again = false;
            working = more;
        }
        if (more) {
            timing.run(this::make);
        }
    }

    /** The newest there are, by signal. */
    Map<String, Forecast> forecasts() {
        return last;
    }
}
