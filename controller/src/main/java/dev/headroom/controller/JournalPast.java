package dev.headroom.controller;

import dev.headroom.engine.loop.MetricHistory.Sample;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.journal.Archive;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.SpecHistory;
import dev.headroom.spec.SourceSpec;
import dev.headroom.spec.Spec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The past of signals as the journal has it: the readings of the decisions of a workload, for sources that cannot look back
 * themselves. Readings from under a spec in which the signal was another one (its source's type, query, unit or meaning) are
 * left out. The newest are read first, so that a bound costs the oldest.
 */
final class JournalPast {

    /** Decisions of a workload that are read at most: two weeks of one every five seconds. */
    static final int MOST = 250_000;

    private static final int PAGE = 1000;
    private static final int MOST_WINDOWS = 500;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /**
     * What was found.
     *
     * @param samples by signal, oldest first; in the signal's delivered unit
     * @param bounded whether older ones were left out, for they were too many or took too long
     */
    record Found(Map<String, List<Sample>> samples, boolean bounded) {
        static final Found NOTHING = new Found(Map.of(), false);

        List<Sample> of(String signal) {
            return samples.getOrDefault(signal, List.of());
        }
    }

    private final Archive archive;
    private final SpecHistory specs;
    private final Function<String, @Nullable Spec> reader;
    private final Timing timing;

    /** @param reader makes a spec of a text; null when it cannot be read any more */
    JournalPast(Archive archive, SpecHistory specs, Function<String, @Nullable Spec> reader, Timing timing) {
        this.archive = archive;
        this.specs = specs;
        this.reader = reader;
        this.timing = timing;
    }

    /**
     * Reads the past of some signals of a workload.
     *
     * @param spec in force
     * @param spans how long before now each signal is wanted, by its name
     * @throws IllegalStateException if the journal cannot be read
     */
    Found read(Spec spec, String workload, Map<String, Duration> spans, Instant now) {
        long deadline = timing.nanos() + LONGEST.toNanos();
        Duration longest = spans.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
        Instant begin = now.minus(longest);
        Map<String, Map<String, Integer>> known = new HashMap<>();
        List<SpecHistory.Epoch> epochs = specs.epochs(workload);
        Map<String, List<Sample>> found = new LinkedHashMap<>();
        spans.keySet().forEach(signal -> found.put(signal, new ArrayList<>()));
        int left = MOST;
        boolean late = false;
        for (int i = epochs.size() - 1; i >= 0 && left > 0 && !late; i--) {
            SpecHistory.Epoch epoch = epochs.get(i);
            Instant to = i + 1 < epochs.size() ? epochs.get(i + 1).from() : now;
            Instant from = epoch.from().isBefore(begin) ? begin : epoch.from();
            Map<String, Integer> places =
                    known.computeIfAbsent(epoch.fingerprint(), print -> places(spec, workload, spans, print));
            if (places.isEmpty()) {
                continue;
            }
            Duration window = window(spec, workload, longest);
            for (Instant end = to; end.isAfter(from) && left > 0 && !late; end = end.minus(window)) {
                Instant start = end.minus(window).isBefore(from) ? from : end.minus(window);
                List<Recorded> rows = rows(workload, start, end, left);
                rows.reversed().forEach(row -> take(row, places, spans, now, found));
                left -= rows.size();
                late = timing.nanos() - deadline > 0;
            }
        }
        found.values().forEach(Collections::reverse);
        return new Found(found, left <= 0 || late);
    }

    /** So long that it holds about a page of decisions. */
    private static Duration window(Spec spec, String workload, Duration longest) {
        Duration page = Objects.requireNonNull(spec.workloads().get(workload))
                .workload()
                .interval()
                .multipliedBy(PAGE);
        Duration least = longest.dividedBy(MOST_WINDOWS);
        return page.compareTo(least) > 0 ? page : least;
    }

    private List<Recorded> rows(String workload, Instant from, Instant to, int most) {
        List<Recorded> all = new ArrayList<>();
        Instant next = from;
        while (next.isBefore(to) && all.size() < most) {
            List<Recorded> some = archive.entries(workload, next, to, PAGE);
            all.addAll(some);
            if (some.size() < PAGE) {
                break;
            }
            next = some.getLast().at().plusMillis(1);
        }
        return all;
    }

    private static void take(
            Recorded row,
            Map<String, Integer> places,
            Map<String, Duration> spans,
            Instant now,
            Map<String, List<Sample>> found) {
        List<Reading> readings = row.seen().readings();
        places.forEach((signal, place) -> {
            Reading r = place < readings.size() ? readings.get(place) : null;
            if (r != null
                    && r.status() == Reading.Status.OK
                    && !row.at().isBefore(now.minus(Objects.requireNonNull(spans.get(signal))))) {
                Objects.requireNonNull(found.get(signal)).add(new Sample(r.at(), r.value()));
            }
        });
    }

    /** Where the readings of each signal stand in decisions under a spec; without those that were other signals then. */
    private Map<String, Integer> places(Spec now, String workload, Map<String, Duration> spans, String fingerprint) {
        Spec then = specs.text(fingerprint).map(reader).orElse(null);
        List<Signal> former = signals(then, workload);
        Map<String, Integer> places = new HashMap<>();
        for (Signal signal : signals(now, workload)) {
            for (int i = 0; i < former.size() && then != null; i++) {
                if (spans.containsKey(signal.name())
                        && same(signal, former.get(i))
                        && type(now, workload, signal).equals(type(then, workload, former.get(i)))) {
                    places.put(signal.name(), i);
                }
            }
        }
        return places;
    }

    private static List<Signal> signals(@Nullable Spec spec, String workload) {
        var found = spec == null ? null : spec.workloads().get(workload);
        return found == null ? List.of() : found.workload().signals();
    }

    private static boolean same(Signal a, Signal b) {
        return a.name().equals(b.name())
                && a.source().equals(b.source())
                && a.query().equals(b.query())
                && a.unit() == b.unit()
                && a.measures() == b.measures()
                && a.quantile() == b.quantile();
    }

    private static String type(Spec spec, String workload, Signal signal) {
        SourceSpec source = spec.sources().get(signal.source());
        return source == null
                ? Objects.requireNonNull(spec.workloads().get(workload))
                        .target()
                        .type()
                : source.type();
    }
}
