package dev.headroom.testing;

import dev.headroom.journal.Rollout;
import dev.headroom.journal.Rollouts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The record of a roll-out in memory. Thread-safe. */
public final class MemoryRollouts implements Rollouts {
    private @Nullable Rollout kept;

    @Override
    public synchronized long version() {
        return kept == null ? 0 : kept.version();
    }

    @Override
    public synchronized Optional<Rollout> current() {
        return Optional.ofNullable(kept);
    }

    @Override
    public synchronized boolean put(Rollout next) {
        if (next.version() != version() + 1) {
            return false;
        }
        kept = next;
        return true;
    }
}
