package dev.headroom.testing;

import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.Leases;
import dev.headroom.engine.loop.Leases.Lease;
import dev.headroom.engine.loop.Store;
import dev.headroom.journal.Archive;
import dev.headroom.journal.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A store that keeps everything in memory. Thread-safe. */
public final class MemoryStore implements Store, Archive {
    private static final int STATE_EVERY = 240;

    private final Map<String, WorkloadState> states = new HashMap<>();
    private final Map<String, Integer> since = new HashMap<>();
    private final Set<List<Object>> times = new HashSet<>();
    private final List<Entry> journal = new ArrayList<>();
    private final List<Recorded> records = new ArrayList<>();
    private Appended answer = Appended.Saved.YES;

    @Override
    public synchronized Optional<WorkloadState> load(String workload) {
        return Optional.ofNullable(states.get(workload));
    }

    /** From now on entries are answered like this; what is not saved is not kept. */
    public synchronized void answer(Appended next) {
        answer = next;
    }

    /** The same store for the holder of a lease: what is appended after the lease has ended is turned away. */
    public Store fencedBy(Lease lease, Leases leases) {
        return new Store() {
            @Override
            public Optional<WorkloadState> load(String workload) {
                return MemoryStore.this.load(workload);
            }

            @Override
            public Appended append(Entry entry) {
                boolean held = leases.held().stream()
                        .anyMatch(l -> l.name().equals(lease.name()) && l.token() == lease.token());
                return held
                        ? MemoryStore.this.append(entry)
                        : new Appended.Fenced(
                                "the lease of " + lease.name() + " with token " + lease.token() + " has ended");
            }
        };
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a state read back is another object, and one is kept again
    public synchronized Appended append(Entry entry) {
        if (!(answer instanceof Appended.Saved)) {
            return answer;
        }
        String workload = entry.workload();
        if (!times.add(List.of(workload, entry.decision().at().toEpochMilli()))) {
            return new Appended.Failed(
                    "a decision of " + workload + " at " + entry.decision().at() + " is kept already");
        }
        int n = states.get(workload) == entry.before() ? since.merge(workload, 1, Integer::sum) : STATE_EVERY;
        if (n >= STATE_EVERY) {
            since.put(workload, 0);
        }
        journal.add(entry);
        records.add(Recorded.of(entry, n >= STATE_EVERY));
        states.put(workload, entry.decision().state());
        return Appended.Saved.YES;
    }

    /** Every entry, in the order appended. */
    public synchronized List<Entry> journal() {
        return List.copyOf(journal);
    }

    @Override
    public synchronized List<Recorded> entries(String workload, Instant from, Instant to, int most) {
        return records.stream()
                .filter(r -> r.workload().equals(workload) && !r.at().isBefore(from) && r.at().isBefore(to))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized List<Recorded> latest(String workload, int most) {
        List<Recorded> found = new ArrayList<>();
        for (int i = records.size() - 1; i >= 0 && found.size() < most; i--) {
            if (records.get(i).workload().equals(workload)) {
                found.add(records.get(i));
            }
        }
        return found;
    }

    @Override
    public synchronized List<String> workloads() {
        return List.copyOf(new TreeSet<>(states.keySet()));
    }

    @Override
    public synchronized int forget(Instant before) {
        int size = records.size();
        records.removeIf(r -> r.at().isBefore(before));
        return size - records.size();
    }
}
