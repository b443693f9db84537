package dev.headroom.controller;

import dev.headroom.engine.loop.Notifier;
import dev.headroom.spec.NotifySpec;
import dev.headroom.spec.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The notifiers of a spec, open, and those given besides. A spec that changes takes over those it has not changed. */
final class Notifiers {

    /** A notifier and what it was made from. */
    private record Open(NotifySpec spec, Notifier notifier) {}

    private final Connectors connectors;
    private final List<Notifier> given;
    private Map<String, Open> open = Map.of();
    private volatile List<Notifier> all;

    Notifiers(Connectors connectors, List<Notifier> given) {
        this.connectors = connectors;
        this.given = given;
        this.all = given;
    }

    /** The notifiers of a spec, or why some cannot be opened. */
    static final class Opened {
        private final Map<String, Open> notifiers = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        List<String> problems() {
            return problems;
        }
    }

    /** Opens what a spec has beyond what is open; changes nothing yet. */
    synchronized Opened open(Spec spec) {
        Opened opened = new Opened();
        spec.notifiers().forEach((name, notify) -> {
            Open known = open.get(name);
            if (known != null && known.spec().equals(notify)) {
                opened.notifiers.put(name, known);
                return;
            }
            try {
                opened.notifiers.put(name, new Open(notify, connectors.notifier(name, notify)));
            } catch (IllegalArgumentException e) {
                opened.problems.add(e.getMessage());
            }
        });
        return opened;
    }

    /** Puts opened notifiers in the place of those there were, which are closed. */
    synchronized void use(Opened opened) {
        Map<String, Open> former = open;
        open = opened.notifiers;
        List<Notifier> now = new ArrayList<>(given);
        open.values().forEach(o -> now.add(o.notifier()));
        all = List.copyOf(now);
        former.values().stream().filter(o -> !open.containsValue(o)).forEach(o -> Closing.close(o.notifier()));
    }

    /** Closes what was opened and is not used. */
    synchronized void drop(Opened opened) {
        opened.notifiers.values().stream()
                .filter(o -> !open.containsValue(o))
                .forEach(o -> Closing.close(o.notifier()));
    }

    /** Closes all of the spec. */
    void close() {
        use(new Opened());
    }

    List<Notifier> all() {
        return all;
    }
}
