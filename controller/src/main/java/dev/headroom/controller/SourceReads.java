package dev.headroom.controller;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reads a source for many workloads: those that ask within a short time are answered by one read. A few reads may be on their
 * way at once; one that takes too long is answered with failures, and its late answer is dropped, so that a source in trouble
 * delays those that read it by no more than that.
 */
final class SourceReads {

    private static final int AT_A_TIME = 4;

    private record Asking(List<Signal> signals, Consumer<List<Reading>> answer) {}

    private final String name;
    private final MetricSource source;
    private final Timing timing;
    private final Duration gather;
    private final Duration timeout;
    private List<Asking> waiting = new ArrayList<>();
    private boolean gathering;
    private int reading;

    /**
     * Reads a source.
     *
     * @param gather how long a read waits for others to join it
     * @param timeout longest time for a read
     */
    SourceReads(String name, MetricSource source, Timing timing, Duration gather, Duration timeout) {
        this.name = name;
        this.source = source;
        this.timing = timing;
        this.gather = gather;
        this.timeout = timeout;
    }

    MetricSource source() {
        return source;
    }

    /** Asks for readings; the answer comes once, on another thread, one reading a signal in their order. */
    void ask(List<Signal> signals, Consumer<List<Reading>> answer) {
        synchronized (this) {
            waiting.add(new Asking(signals, answer));
            if (gathering) {
                return;
            }
            gathering = true;
        }
        timing.after(gather, this::begin);
    }

    private void begin() {
        List<Asking> together;
        synchronized (this) {
            gathering = false;
            if (waiting.isEmpty() || reading >= AT_A_TIME) {
                return;
            }
            reading++;
            together = waiting;
            waiting = new ArrayList<>();
        }
        AtomicBoolean answered = new AtomicBoolean();
        Timing.Pending late = timing.after(
                timeout,
                () -> finish(
                        together,
                        answered,
                        "the source '" + name + "' gave no answer within " + timeout.toMillis() / 1000.0 + " s"));
        timing.read(name, () -> read(together, answered, late));
    }

    private void read(List<Asking> together, AtomicBoolean answered, Timing.Pending late) {
        List<Signal> all = new ArrayList<>();
        together.forEach(a -> all.addAll(a.signals()));
        Instant now = timing.now();
        List<Reading> readings;
        try {
            readings = source.read(Collections.unmodifiableList(all), now);
        } catch (RuntimeException e) {
            late.cancel();
            finish(together, answered, "the source '" + name + "' failed: " + e);
            return;
        }
        late.cancel();
        if (readings.size() != all.size()) {
            finish(
                    together,
                    answered,
                    "the source '" + name + "' gave " + readings.size() + " readings for " + all.size() + " signals");
            return;
        }
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        ended();
        int from = 0;
        for (Asking a : together) {
            int to = from + a.signals().size();
            a.answer().accept(List.copyOf(readings.subList(from, to)));
            from = to;
        }
    }

    private void finish(List<Asking> together, AtomicBoolean answered, String why) {
        if (answered.compareAndSet(false, true)) {
            ended();
            together.forEach(a -> a.answer()
                    .accept(a.signals().stream().map(s -> Reading.failed(why)).toList()));
        }
    }

    private void ended() {
        synchronized (this) {
            reading--;
            if (waiting.isEmpty() || gathering) {
                return;
            }
            gathering = true;
        }
        timing.run(this::begin);
    }
}
