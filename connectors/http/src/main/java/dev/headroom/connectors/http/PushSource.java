package dev.headroom.connectors.http;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples that were pushed here, in memory. Of each series the newest values are kept, bounded in number and age, and so is
 * the number of series; what is beyond a bound is turned away and said so. Queries are those of {@link SampleQuery}.
 *
 * <p>A number from several series is of the time of the newest; a series whose newest value is older than the signal's
 * {@code max-age} is not counted any more.
 *
 * <p>Thread-safe.
 */
public final class PushSource implements MetricSource {

    /**
     * What is kept.
     *
     * @param keep samples older than this are not taken, and a series without younger ones is forgotten; above 0
     * @param series most series, 1 or more
     */
    public record Bounds(Duration keep, int series) {
        /** Ten minutes, ten thousand series. */
        public static final Bounds USUAL = new Bounds(Duration.ofMinutes(10), 10_000);

        public Bounds {
            if (keep.isNegative() || keep.isZero() || series < 1) {
                throw new IllegalArgumentException(
                        "pushed samples are kept for some time, and one series or more: " + keep + ", " + series);
            }
        }
    }

    private static final int MOST_PROBLEMS = 10;

    private final Bounds bounds;
    private final Map<String, Map<Map<String, String>, PushedSeries>> names = new HashMap<>();
    private int count;

    /** Without samples yet. */
    public PushSource(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Takes what somebody sent.
     *
     * @param content its bytes and what they are
     * @param now the present time
     */
    public Taken take(Pushed content, Instant now) {
        return switch (content.read(now)) {
            case Pushed.Read.Unfit unfit -> new Taken(0, 0, unfit.status(), List.of(unfit.why()));
            case Pushed.Read.Samples samples -> {
                List<String> problems = new ArrayList<>(samples.problems());
                int kept = 0;
                int refused = samples.refused();
                for (PushedSample sample : samples.samples()) {
                    String wrong = take(sample, now);
                    if (wrong.isEmpty()) {
                        kept++;
                    } else {
                        refused++;
                        if (problems.size() < MOST_PROBLEMS) {
                            problems.add(wrong);
                        }
                    }
                }
                yield new Taken(kept, refused, kept == 0 && refused > 0 ? 400 : 200, problems);
            }
        };
    }

    private synchronized String take(PushedSample sample, Instant now) {
        if (sample.at().isAfter(now.plus(JsonAnswer.AHEAD))) {
            return sample.name() + ": its time " + sample.at() + " is to come; it is " + now + " here";
        }
        if (sample.at().isBefore(now.minus(bounds.keep()))) {
            return sample.name() + ": its time " + sample.at() + " is more than " + Exchange.text(bounds.keep())
                    + " ago";
        }
        Map<Map<String, String>, PushedSeries> all = names.get(sample.name());
        PushedSeries series = all == null ? null : all.get(sample.labels());
        if (series == null) {
            if (count >= bounds.series()) {
                forget(now);
            }
            if (count >= bounds.series()) {
                return sample.name() + sample.labels() + ": there are " + count
                        + " series already; push fewer labels, or raise max-series";
            }
            series = new PushedSeries();
            names.computeIfAbsent(sample.name(), n -> new HashMap<>()).put(sample.labels(), series);
            count++;
        }
        return series.take(sample)
                ? ""
                : sample.name() + sample.labels() + ": its time " + sample.at()
                        + " is not after that of the one before";
    }

    private void forget(Instant now) {
        Instant oldest = now.minus(bounds.keep());
        names.values()
                .forEach(all -> all.values().removeIf(series -> series.newest().isBefore(oldest)));
        names.values().removeIf(Map::isEmpty);
        count = names.values().stream().mapToInt(Map::size).sum();
    }

    @Override
    public synchronized List<Reading> read(List<Signal> signals, Instant now) {
        forget(now);
        return signals.stream().map(signal -> read(signal, now)).toList();
    }

    private Reading read(Signal signal, Instant now) {
        SampleQuery query;
        try {
            query = SampleQuery.of(signal.query());
        } catch (IllegalArgumentException e) {
            return Reading.failed(String.valueOf(e.getMessage()));
        }
        Map<Map<String, String>, PushedSeries> all = names.getOrDefault(query.name(), Map.of());
        List<Double> values = new ArrayList<>();
        Instant newest = Instant.EPOCH;
        int matching = 0;
        for (Map.Entry<Map<String, String>, PushedSeries> entry : all.entrySet()) {
            PushedSeries series = entry.getValue();
            if (!query.matches(entry.getKey()) || series.newest().isBefore(now.minus(signal.maxAge()))) {
                continue;
            }
            matching++;
            (query.rate() ? series.rate(now) : series.value(now)).ifPresent(values::add);
            newest = series.newest().isAfter(newest) ? series.newest() : newest;
        }
        if (values.isEmpty()) {
            return Reading.missing(
                    matching > 0
                            ? "a rate needs two samples of " + query.name() + ", and there is one"
                            : "no sample of " + query.name() + " was pushed within " + Exchange.text(signal.maxAge()));
        }
        if (query.fold() == SampleQuery.Fold.ONLY && values.size() > 1) {
            return Reading.failed(values.size() + " series where one number is needed; write sum(" + signal.query()
                    + ") or avg(" + signal.query() + "), or name a label");
        }
        return Reading.of(query.fold().of(values), newest.isAfter(now) ? now : newest, values.size());
    }

    /** How many series there are. */
    public synchronized int series() {
        return count;
    }
}
