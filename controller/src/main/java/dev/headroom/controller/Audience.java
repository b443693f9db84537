package dev.headroom.controller;

import dev.headroom.controller.Console.Event;
import dev.headroom.controller.Console.Severity;
import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.model.Advice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Everybody who is told: listeners of events, and notifiers of advice. What they throw reaches no loop. */
final class Audience {

    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private final Supplier<List<Notifier>> notifiers;
    private final Timing timing;
    /** Standing advice that is repeated every turn, by workload and text, and when it was last given. */
    private final Map<String, Instant> standing = new ConcurrentHashMap<>();

    Audience(Supplier<List<Notifier>> notifiers, Timing timing) {
        this.notifiers = notifiers;
        this.timing = timing;
    }

    Runnable subscribe(Consumer<Event> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell(Event event) {
        listeners.forEach(listener -> tell(listener, event));
    }

    private static void tell(Consumer<Event> listener, Event event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            // A listener that fails is its own affair.
            return;
        }
    }

    void tell(String workload, Severity severity, String text) {
        tell(new Event.Told(timing.now(), workload, severity, text));
    }

    /** Passes advice on; what is repeated while it holds is told when it begins. */
    void advise(String workload, Advice advice) {
        Instant now = timing.now();
        if (repeats(advice)) {
            Instant before = standing.put(workload + "\n" + key(advice), now);
            if (before != null && now.isBefore(before.plusSeconds(300))) {
                return;
            }
            if (standing.size() > 100_000) {
                standing.values().removeIf(at -> at.isBefore(now.minusSeconds(300)));
            }
        }
        tell(workload, severity(advice), text(advice));
        for (Notifier notifier : notifiers.get()) {
            timing.run(() -> notifier.send(workload, advice));
        }
    }

    private static boolean repeats(Advice advice) {
        // An alert is raised every turn while the store does not take it.
        return advice instanceof Advice.Alert
                || advice instanceof Advice.ScaleFirst
                || advice instanceof Advice.ResizePool
                || advice instanceof Advice.Shed
                || advice instanceof Advice.ResizeReplica;
    }

    private static String key(Advice advice) {
        return switch (advice) {
            case Advice.ScaleFirst a -> "first " + a.workload() + " " + a.replicas();
            case Advice.ResizePool a -> "pool " + a.pool() + " " + a.each();
            case Advice.Shed a -> "shed " + a.workload();
            case Advice.ResizeReplica a -> "size " + a.cpu() + " " + a.memory();
            case Advice.Alert a -> a.key();
            case Advice.OverrideEnded a -> "ended " + a.author() + a.at();
        };
    }

    private static Severity severity(Advice advice) {
        return switch (advice) {
            case Advice.Alert a ->
                switch (a.severity()) {
                    case INFO -> Severity.INFO;
                    case WARNING -> Severity.WARNING;
                    case CRITICAL -> Severity.CRITICAL;
                };
            case Advice.Shed a -> Severity.CRITICAL;
            case Advice.ScaleFirst a -> Severity.WARNING;
            case Advice.ResizePool a -> Severity.WARNING;
            case Advice.ResizeReplica a -> Severity.INFO;
            case Advice.OverrideEnded a -> Severity.INFO;
        };
    }

    /** An advice as a sentence. */
    static String text(Advice advice) {
        return switch (advice) {
            case Advice.Alert a -> a.text();
            case Advice.ScaleFirst a -> a.workload() + " must grow to " + a.replicas() + " replicas first: " + a.why();
            case Advice.ResizePool a ->
                "the pool " + a.pool() + " is to be divided anew: " + a.each() + " for each of " + a.replicas()
                        + " replicas";
            case Advice.Shed a -> a.workload() + " is to stop: " + a.why();
            case Advice.ResizeReplica a ->
                "a better size for each replica: " + (Double.isNaN(a.cpu()) ? "" : a.cpu() + " cores ")
                        + (Double.isNaN(a.memory()) ? "" : Math.round(a.memory() / (1 << 20)) + " MiB ")
                        + (a.instance() == null ? "" : a.instance());
            case Advice.OverrideEnded a -> "the order of " + a.author() + " has ended";
        };
    }
}
