package dev.headroom.testing;

import dev.headroom.journal.SpecHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which spec was in force when, in memory. Thread-safe. */
public final class MemorySpecHistory implements SpecHistory {
    private final Map<String, List<Epoch>> epochs = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    @Override
    public synchronized void begin(String workload, Instant from, String fingerprint, String text) {
        texts.put(fingerprint, text);
        List<Epoch> all = epochs.computeIfAbsent(workload, w -> new ArrayList<>());
        if (all.isEmpty() || !all.getLast().fingerprint().equals(fingerprint)) {
            all.add(new Epoch(from, fingerprint));
        }
    }

    @Override
    public synchronized List<Epoch> epochs(String workload) {
        return List.copyOf(epochs.getOrDefault(workload, List.of()));
    }

    @Override
    public synchronized Optional<String> text(String fingerprint) {
        return Optional.ofNullable(texts.get(fingerprint));
    }
}
