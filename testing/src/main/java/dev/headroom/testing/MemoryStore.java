package dev.headroom.testing;

import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store that keeps everything in memory. */
public final class MemoryStore implements Store {
    private final Map<String, WorkloadState> states = new HashMap<>();
    private final List<Entry> journal = new ArrayList<>();

    @Override
    public Optional<WorkloadState> load(String workload) {
        return Optional.ofNullable(states.get(workload));
    }

    @Override
    public void append(Entry entry) {
        journal.add(entry);
        states.put(entry.workload(), entry.decision().state());
    }

    /** Every entry, in the order appended. */
    public List<Entry> journal() {
        return List.copyOf(journal);
    }
}
