package dev.headroom.cli;

import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.journal.Archive;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.Replay;
import dev.headroom.journal.Replay.Difference;
import dev.headroom.journal.SpecHistory;
import dev.headroom.journal.SpecHistory.Epoch;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The recorded decisions of one workload, run through the engine again: each under the spec it was made under, or all under
 * another one.
 *
 * @param workload its name
 * @param entries decisions replayed
 * @param skipped decisions that could not be, since no state before them is kept
 * @param differences where the replay decided otherwise
 * @param problems what kept decisions from being replayed
 */
record Replayed(String workload, int entries, int skipped, List<Difference> differences, List<String> problems) {

    private static final int PAGE = 2000;

    /**
     * Replays a span.
     *
     * @param other the spec to decide by; null for those in force then
     * @param folder where files that kept specs name are looked for
     */
    static Replayed of(
            String workload,
            Archive archive,
            SpecHistory specs,
            @Nullable Spec other,
            Path folder,
            Instant from,
            Instant to) {
        List<String> problems = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        int entries = 0;
        int skipped = 0;
        Map<String, @Nullable Workload> read = new HashMap<>();
        List<Epoch> epochs = specs.epochs(workload);
        for (int i = 0; i < epochs.size(); i++) {
            Epoch epoch = epochs.get(i);
            Instant begin = epoch.from().isAfter(from) ? epoch.from() : from;
            Instant end = i + 1 < epochs.size() && epochs.get(i + 1).from().isBefore(to)
                    ? epochs.get(i + 1).from()
                    : to;
            if (!begin.isBefore(end) || archive.entries(workload, begin, end, 1).isEmpty()) {
                continue;
            }
            if (!read.containsKey(epoch.fingerprint())) {
                read.put(epoch.fingerprint(), kept(workload, specs, epoch, folder, problems));
            }
            Workload then = read.get(epoch.fingerprint());
            if (then == null) {
                continue;
            }
            Iterable<Recorded> journal = () -> new Pages(archive, workload, begin, end);
            Replay replay;
            if (other == null) {
                replay = Replay.of(then, Engine.INSTANCE, journal);
            } else {
                WorkloadSpec now = other.workloads().get(workload);
                if (now == null) {
                    problems.add("the other spec has no workload '" + workload + "'");
                    break;
                }
                replay = Replay.of(
                        now.workload(),
                        Engine.INSTANCE,
                        () -> new Translated(
                                journal.iterator(),
                                then.signals(),
                                now.workload().signals()));
            }
            entries += replay.entries();
            skipped += replay.skipped();
            differences.addAll(replay.differences());
        }
        Instant first = epochs.isEmpty() ? to : epochs.get(0).from();
        if (!archive.entries(workload, from, first.isBefore(to) ? first : to, 1).isEmpty()) {
            problems.add("the spec of the first decisions of '" + workload + "' is not kept");
        }
        return new Replayed(workload, entries, skipped, List.copyOf(differences), List.copyOf(problems));
    }

    private static @Nullable Workload kept(
            String workload, SpecHistory specs, Epoch epoch, Path folder, List<String> problems) {
        String text = specs.text(epoch.fingerprint()).orElse(null);
        if (text == null) {
            problems.add("the text of spec " + epoch.fingerprint() + " is not kept");
            return null;
        }
        Loaded loaded = SpecReader.read("spec " + epoch.fingerprint(), folder, text);
        WorkloadSpec found =
                loaded.spec() == null ? null : loaded.spec().workloads().get(workload);
        if (found == null) {
            loaded.problems().forEach(p -> problems.add(p.render()));
            problems.add("spec " + epoch.fingerprint() + ", in force from " + epoch.from()
                    + ", cannot be read any more for '" + workload + "'");
            return null;
        }
        return found.workload();
    }

    /** Whether everything was replayed, and nothing came out otherwise. */
    boolean same() {
        return differences.isEmpty() && problems.isEmpty();
    }

    /** Decisions page by page: a journal is larger than memory. */
    private static final class Pages implements Iterator<Recorded> {
        private final Archive archive;
        private final String workload;
        private final Instant to;
        private Instant from;
        private List<Recorded> page = List.of();
        private int next;
        private boolean last;

        Pages(Archive archive, String workload, Instant from, Instant to) {
            this.archive = archive;
            this.workload = workload;
            this.from = from;
            this.to = to;
        }

        @Override
        public boolean hasNext() {
            if (next == page.size() && !last) {
                page = archive.entries(workload, from, to, PAGE);
                next = 0;
                last = page.size() < PAGE;
                from = page.isEmpty() ? to : page.getLast().at().plusMillis(1);
            }
            return next < page.size();
        }

        @Override
        public Recorded next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.get(next++);
        }
    }

    /** Decisions with their readings in the order of another spec's signals; what was not read is missing. */
    private static final class Translated implements Iterator<Recorded> {
        private final Iterator<Recorded> source;
        private final int[] places;
        private final List<Signal> wanted;

        Translated(Iterator<Recorded> source, List<Signal> then, List<Signal> wanted) {
            this.source = source;
            this.wanted = wanted;
            this.places = new int[wanted.size()];
            List<String> names = then.stream().map(Signal::name).toList();
            for (int i = 0; i < places.length; i++) {
                places[i] = names.indexOf(wanted.get(i).name());
            }
        }

        @Override
        public boolean hasNext() {
            return source.hasNext();
        }

        @Override
        public Recorded next() {
            Recorded r = source.next();
            Observations s = r.seen();
            List<Reading> readings = new ArrayList<>();
            for (int i = 0; i < places.length; i++) {
                readings.add(
                        places[i] >= 0
                                ? s.readings().get(places[i])
                                : Reading.missing("'" + wanted.get(i).name() + "' was not read then"));
            }
            Observations seen = new Observations(
                    s.fleet(), readings, s.forecasts(), s.tiers(), s.spending(), s.overrides(), s.asked());
            return new Recorded(
                    r.workload(),
                    r.at(),
                    r.current(),
                    r.desired(),
                    seen,
                    r.reasons(),
                    r.advice(),
                    r.before(),
                    r.fingerprint());
        }
    }
}
