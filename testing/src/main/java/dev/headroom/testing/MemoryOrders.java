package dev.headroom.testing;

import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.Orders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Orders and their audit in memory. Thread-safe. */
public final class MemoryOrders implements Orders {
    private final List<Given> orders = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    @Override
    public synchronized List<Given> inForce(Instant now) {
        return orders.stream().filter(g -> g.order().until().isAfter(now)).toList();
    }

    @Override
    public synchronized void give(String workload, ManualOverride order) {
        orders.add(new Given(workload, order));
    }

    @Override
    public synchronized void lift(String workload) {
        orders.removeIf(g -> g.workload().equals(workload));
    }

    @Override
    public synchronized void note(Note change) {
        notes.add(change);
    }

    @Override
    public synchronized List<Note> notes(int most) {
        return notes.reversed().stream().limit(most).toList();
    }
}
