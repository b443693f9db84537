package dev.headroom.controller;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often the signal that shows a workload's objective has kept it in the last day, a turn counting as one. */
final class Tally {

    private static final Duration BUCKET = Duration.ofMinutes(15);
    private static final int DAY = 96;

    /** Turns of a quarter of an hour: how many, and how many of them kept the objective. */
    private record Bucket(int kept, int all) {
        Bucket plus(Bucket other) {
            return new Bucket(kept + other.kept, all + other.all);
        }
    }

    private final int place;
    private final double limit;
    private final List<Signal> signals;
    private final TreeMap<Long, Bucket> buckets = new TreeMap<>();

    Tally(Objective objective, List<Signal> signals) {
        this.signals = signals;
        this.limit = objective.limitSeconds();
        this.place = place(objective, signals);
    }

    /** The latency signal of the objective's quantile or the nearest above it; the age of the oldest item for a deadline. */
    private static int place(Objective objective, List<Signal> signals) {
        if (objective.latency() == null && objective.deadline() == null) {
            return -1;
        }
        Measure wanted = objective.latency() != null ? Measure.LATENCY : Measure.AGE;
        int best = -1;
        for (int i = 0; i < signals.size(); i++) {
            Signal s = signals.get(i);
            boolean fits =
                    s.measures() == wanted && (wanted == Measure.AGE || s.quantile() >= objective.quantile() - 1e-9);
            if (fits && (best < 0 || s.quantile() < signals.get(best).quantile())) {
                best = i;
            }
        }
        return best;
    }

    /** Whether a turn kept the objective: 1 for yes, 0 for no, −1 when nothing shows it. */
    int kept(List<Reading> readings) {
        if (place < 0 || place >= readings.size()) {
            return -1;
        }
        Reading r = readings.get(place);
        if (r.status() != Reading.Status.OK || !Double.isFinite(r.value())) {
            return -1;
        }
        return signals.get(place).unit().toBase(r.value()) <= limit ? 1 : 0;
    }

    synchronized void take(List<Reading> readings, Instant now) {
        int kept = kept(readings);
        if (kept < 0) {
            return;
        }
        long number = Math.floorDiv(now.getEpochSecond(), BUCKET.toSeconds());
        buckets.merge(number, new Bucket(kept, 1), Bucket::plus);
        buckets.headMap(number - DAY, true).clear();
    }

    /** Adds what another one has counted. */
    void add(Tally other) {
        Map<Long, Bucket> theirs;
        synchronized (other) {
            theirs = Map.copyOf(other.buckets);
        }
        synchronized (this) {
            theirs.forEach((number, bucket) -> buckets.merge(number, bucket, Bucket::plus));
        }
    }

    /** Share of turns, 0 to 1; NaN when none could be judged. */
    synchronized double attainment() {
        long kept = 0;
        long all = 0;
        for (Bucket b : buckets.values()) {
            kept += b.kept();
            all += b.all();
        }
        return all == 0 ? Double.NaN : (double) kept / all;
    }
}
