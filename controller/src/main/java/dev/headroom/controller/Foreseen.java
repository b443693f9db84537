package dev.headroom.controller;

import dev.headroom.engine.loop.MetricHistory;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.forecast.ForecastKeeper;
import dev.headroom.forecast.NearTerm;
import dev.headroom.simulator.Foresight;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The forecasts of a workload, made beside its turns: a turn takes those there are, and leaves its readings. They are the same
 * that a simulation makes, and begin from what the source knows of the past, or else the journal.
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
    private final Consumer<String> tell;
    private volatile Map<String, Forecast> last = Map.of();
    private boolean working;
    private boolean again;

    /** @param tell is told from what a forecast begins, unless that is its source's own past or nothing at all */
    Foreseen(WorkloadSpec spec, Timing timing, Consumer<String> tell) {
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

    /**
     * Reads the past, beside everything else: from the source where that can look back, else from the journal.
     *
     * @param reads sources by name
     * @param journal what the journal knows, by how long before now each signal is wanted
     */
    void begin(Map<String, SourceReads> reads, Function<Map<String, Duration>, JournalPast.Found> journal) {
        Map<Kept, String> without = new LinkedHashMap<>();
        for (Kept k : kept) {
            SourceReads source = reads.get(k.signal.source());
            if (source != null && source.source() instanceof MetricHistory history) {
                timing.run(() -> past(k, history, journal));
            } else {
                without.put(k, "");
            }
        }
        if (!without.isEmpty()) {
            timing.run(() -> journalled(without, journal));
        }
    }

    private void past(Kept k, MetricHistory history, Function<Map<String, Duration>, JournalPast.Found> journal) {
        Instant now = timing.now();
        String why;
        try {
            switch (history.history(k.signal, now.minus(k.settings.history()), now, k.settings.step())) {
                case MetricHistory.Past.Known known -> {
                    remembered(k, known.samples());
                    return;
                }
                case MetricHistory.Past.Unknown unknown -> why = unknown.why();
            }
        } catch (RuntimeException e) {
            why = e.toString();
        }
        journalled(Map.of(k, why), journal);
    }

    /** @param signals and why their sources did not tell; empty where they never do */
    private void journalled(Map<Kept, String> signals, Function<Map<String, Duration>, JournalPast.Found> journal) {
        Map<String, Duration> spans = new LinkedHashMap<>();
        signals.keySet().forEach(k -> spans.put(k.signal.name(), k.settings.history()));
        JournalPast.Found found = JournalPast.Found.NOTHING;
        String trouble = "";
        try {
            found = journal.apply(spans);
        } catch (RuntimeException e) {
            trouble = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        for (Map.Entry<Kept, String> one : signals.entrySet()) {
            List<MetricHistory.Sample> samples = found.of(one.getKey().signal.name());
            say(one.getKey().signal.name(), one.getValue(), trouble, samples, found.bounded());
            remembered(one.getKey(), samples);
        }
    }

    private void say(
            String signal, String silent, String trouble, List<MetricHistory.Sample> samples, boolean bounded) {
        String unread = silent.isEmpty() ? "" : "; its source cannot tell the past: " + silent;
        if (!samples.isEmpty()) {
            tell.accept("the forecast of signal '" + signal + "' begins from the journal: " + samples.size()
                    + (bounded ? " newest" : "") + " readings since "
                    + samples.getFirst().at().truncatedTo(ChronoUnit.SECONDS) + unread);
        } else if (!silent.isEmpty() || !trouble.isEmpty()) {
            tell.accept("the forecast of signal '" + signal + "' begins from now" + unread
                    + (trouble.isEmpty() ? "" : "; the journal cannot tell it: " + trouble));
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
