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
    private Appended answer = Appended.Saved.YES;

    @Override
    public Optional<WorkloadState> load(String workload) {
        return Optional.ofNullable(states.get(workload));
    }

    /** From now on entries are answered like this; what is not saved is not kept. */
    public void answer(Appended next) {
        answer = next;
    }

    @Override
    public Appended append(Entry entry) {
        if (!(answer instanceof Appended.Saved)) {
            return answer;
        }
        journal.add(entry);
        states.put(entry.workload(), entry.decision().state());
        return Appended.Saved.YES;
    }

    /** Every entry, in the order appended. */
    public List<Entry> journal() {
        return List.copyOf(journal);
    }
}
