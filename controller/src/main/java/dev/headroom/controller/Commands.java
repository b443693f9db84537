package dev.headroom.controller;

import dev.headroom.controller.Console.Answer;
import dev.headroom.controller.Console.Change;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.Orders;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** People's orders: checked, kept in the store, noted with their author, and at hand for every turn. */
final class Commands {

    /** Longer orders are forgotten about, and then surprise. */
    private static final Duration LONGEST = Duration.ofDays(31);

    private final Orders orders;
    private final Timing timing;
    private final Consumer<Change> changed;
    private volatile Map<String, List<ManualOverride>> known = Map.of();

    Commands(Orders orders, Timing timing, Consumer<Change> changed) {
        this.orders = orders;
        this.timing = timing;
        this.changed = changed;
    }

    /** @throws IllegalStateException if the store does not answer; what was known stays */
    void refresh() {
        Map<String, List<ManualOverride>> all = new HashMap<>();
        for (Orders.Given g : orders.inForce(timing.now())) {
            all.computeIfAbsent(g.workload(), w -> new ArrayList<>()).add(g.order());
        }
        known = all;
    }

    List<ManualOverride> inForce(String workload, Instant now) {
        List<ManualOverride> all = known.get(workload);
        return all == null
                ? List.of()
                : all.stream().filter(o -> o.until().isAfter(now)).toList();
    }

    Answer give(String name, @Nullable WorkloadSpec workload, ManualOverride order) {
        if (workload == null) {
            return new Answer.Unknown(name);
        }
        Instant now = timing.now();
        List<String> problems = new ArrayList<>();
        var bounds = workload.workload().guardrails().bounds();
        if (order.author().isBlank()) {
            problems.add("the order has no author; say who gives it");
        }
        if (!order.until().isAfter(now)) {
            problems.add("the order would have ended already, at " + order.until() + "; give a time after " + now);
        } else if (order.until().isAfter(now.plus(LONGEST))) {
            problems.add("an order ends within 31 days, not at " + order.until());
        }
        if (order.kind() == ManualOverride.Kind.PIN
                && (order.replicas() < bounds.min() || order.replicas() > bounds.max())) {
            problems.add("'" + name + "' has " + bounds.min() + " to " + bounds.max() + " replicas by its bounds, so it"
                    + " cannot be pinned at " + order.replicas());
        }
        if (!problems.isEmpty()) {
            return new Answer.Refused(problems);
        }
        String what = words(name, order);
        return kept(
                name,
                order.author(),
                what + (order.why().isBlank() ? "" : ": " + order.why()),
                () -> orders.give(name, order));
    }

    Answer lift(String name, boolean exists, String author) {
        if (!exists) {
            return new Answer.Unknown(name);
        }
        if (author.isBlank()) {
            return new Answer.Refused(List.of("the order has no author; say who gives it"));
        }
        int ended = inForce(name, timing.now()).size();
        if (ended == 0) {
            return new Answer.Done("no order is in force for '" + name + "'");
        }
        return kept(
                name,
                author,
                (ended == 1 ? "the order" : "all " + ended + " orders") + " for '" + name + "' ended",
                () -> orders.lift(name));
    }

    private Answer kept(String workload, String author, String what, Runnable keep) {
        try {
            keep.run();
            note(workload, author, what);
            refresh();
            return new Answer.Done(what);
        } catch (IllegalStateException e) {
            return new Answer.Refused(
                    List.of("the store does not answer, so the order is not in force: " + e.getMessage()));
        }
    }

    /** @throws IllegalStateException if the store does not answer */
    void note(String workload, String author, String what) {
        Orders.Note note = new Orders.Note(timing.now(), author, workload, what);
        orders.note(note);
        changed.accept(change(note));
    }

    List<Change> audit(int most) {
        return orders.notes(most).stream().map(Commands::change).toList();
    }

    private static Change change(Orders.Note n) {
        return new Change(n.at(), n.author(), n.workload(), n.what());
    }

    private static String words(String name, ManualOverride order) {
        Instant until = order.until().truncatedTo(ChronoUnit.SECONDS);
        return switch (order.kind()) {
            case PIN -> "'" + name + "' is pinned at " + order.replicas() + " replicas until " + until;
            case PAUSE -> "'" + name + "' is paused until " + until;
            case FREEZE_IN -> "'" + name + "' is not scaled in until " + until;
        };
    }
}
