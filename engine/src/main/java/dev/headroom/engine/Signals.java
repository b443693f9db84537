package dev.headroom.engine;

import dev.headroom.engine.WorkloadState.SignalMemory;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.SignalValue.State;
import dev.headroom.engine.model.Thresholds;
import dev.headroom.engine.model.Window;
import dev.headroom.engine.policy.AdaptiveThresholds;
import java.time.Instant;

/**
 * Turns a reading into a signal value: converted to the base unit, checked, aged, and aggregated over the signal's window.
 * A sample that is NaN, infinite, negative where that makes no sense, from the future or older than one already seen is
 * rejected with a reason and never used.
 */
final class Signals {

    /** Samples kept of a signal's window; a window that would hold more drops its oldest. */
    private static final int MOST_SAMPLES = 512;

    private Signals() {}

    /** The memory after a reading: unchanged unless the reading carries a new, valid sample. */
    static SignalMemory remember(Signal signal, Reading reading, SignalMemory before, Instant now) {
        if (reading.status() != Reading.Status.OK
                || !reject(signal, reading, before, now).isEmpty()) {
            return before;
        }
        long at = reading.at().toEpochMilli();
        if (at == before.lastMillis()) {
            return before;
        }
        double value = signal.unit().toBase(reading.value());
        Window window = signal.window().isZero()
                ? new Window(new long[] {at}, new double[] {value})
                : before.window().with(at, value, signal.window().toMillis(), MOST_SAMPLES);
        Signal.Adaptive adaptive = signal.adaptive();
        if (adaptive == null) {
            return new SignalMemory(signal.name(), at, window, Window.EMPTY, null, 0, 0, 0);
        }
        long length = adaptive.bucket().toMillis();
        long start = Math.floorDiv(at, length) * length;
        Thresholds known = before.thresholds();
        if (known != null && start == before.bucketStartMillis()) {
            return new SignalMemory(
                    signal.name(),
                    at,
                    window,
                    before.adaptive(),
                    known,
                    start,
                    before.bucketSum() + value,
                    before.bucketCount() + 1);
        }
        Window buckets = before.bucketCount() == 0
                ? before.adaptive()
                : before.adaptive()
                        .with(
                                before.bucketStartMillis(),
                                before.bucketSum() / before.bucketCount(),
                                length * adaptive.buckets(),
                                adaptive.buckets());
        return new SignalMemory(
                signal.name(), at, window, buckets, AdaptiveThresholds.of(adaptive, buckets, now), start, value, 1);
    }

    /**
     * The value of a signal, given this evaluation's reading and the memory from before and after it. A late but still
     * fresh sample remains usable while the source has merely nothing newer.
     */
    static SignalValue value(Signal signal, Reading reading, SignalMemory before, SignalMemory after, Instant now) {
        switch (reading.status()) {
            case FAILED -> {
                return unusable(signal, State.FAILED, reading.detail());
            }
            case MISSING -> {
                return unusable(signal, State.MISSING, reading.detail());
            }
            case OK -> {}
        }
        String wrong = reject(signal, reading, before, now);
        if (!wrong.isEmpty()) {
            return unusable(signal, State.REJECTED, wrong);
        }
        long ageMillis = now.toEpochMilli() - after.lastMillis();
        if (ageMillis > signal.maxAge().toMillis()) {
            return unusable(
                    signal,
                    State.STALE,
                    "newest sample is " + ageMillis / 1000 + " s old, at most "
                            + signal.maxAge().toSeconds() + " s is allowed");
        }
        Window w = after.window();
        double value = signal.window().isZero()
                ? w.last()
                : switch (signal.aggregate()) {
                    case LAST -> w.last();
                    case MEAN -> w.mean(Long.MIN_VALUE);
                    case MAX -> w.max();
                    case MIN -> w.min();
                    case P95 -> w.quantile(0.95);
                };
        return new SignalValue(signal, State.OK, value, reading.sampled(), reading.at(), "");
    }

    private static SignalValue unusable(Signal signal, State state, String why) {
        return new SignalValue(signal, state, Double.NaN, -1, Instant.EPOCH, why);
    }

    private static String reject(Signal signal, Reading reading, SignalMemory before, Instant now) {
        double v = reading.value();
        if (Double.isNaN(v)) {
            return "the sample is not a number";
        }
        if (Double.isInfinite(v)) {
            return "the sample is infinite";
        }
        if (v < 0 && !signal.allowNegative()) {
            return "the sample is negative (" + v + ")";
        }
        if (reading.at().isAfter(now)) {
            return "the sample is from the future (" + reading.at() + ")";
        }
        if (reading.at().toEpochMilli() < before.lastMillis()) {
            return "the sample (" + reading.at() + ") is older than one already seen";
        }
        return "";
    }
}
