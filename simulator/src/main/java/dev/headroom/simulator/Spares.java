package dev.headroom.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The warm pool: spares that wait, and those being prepared. */
final class Spares {
    private final WarmPool config;
    private final int mostReplicas;
    private final List<SimReplica> waiting = new ArrayList<>();
    private final List<SimReplica> preparing = new ArrayList<>();

    Spares(WarmPool config, int mostReplicas) {
        this.config = config;
        this.mostReplicas = mostReplicas;
    }

    /** How many more spares there should be with so many replicas desired; negative when there are too many. */
    int missing(int desired) {
        return config.size(desired, mostReplicas) - waiting.size() - preparing.size();
    }

    boolean reuse() {
        return config.reuse();
    }

    /** Whether the spares hold machines. */
    boolean run() {
        return config.state() == WarmPool.State.RUNNING;
    }

    void prepares(SimReplica r) {
        preparing.add(r);
    }

    /** A spare waits from now on. */
    void waits(SimReplica r) {
        preparing.remove(r);
        waiting.add(r);
    }

    /** Whether a spare waits. */
    boolean any() {
        return !waiting.isEmpty();
    }

    /** Takes the spare that has waited longest; null when none waits. */
    @Nullable
    SimReplica take() {
        return waiting.isEmpty() ? null : waiting.remove(0);
    }

    /** A spare, or one being prepared, is lost. */
    void lose(SimReplica r) {
        waiting.remove(r);
        preparing.remove(r);
    }

    /** Gives up the spare that is the least loss, of which there must be one: the last to be prepared, else the newest. */
    SimReplica drop() {
        return preparing.isEmpty() ? waiting.remove(waiting.size() - 1) : preparing.remove(preparing.size() - 1);
    }
}
