package dev.headroom.planner.recovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All components of a stack, each of which it needs to serve.
 *
 * @param recoveries of every component, in order
 */
public record Stack(List<Recovery> recoveries) {

    public Stack {
        recoveries = List.copyOf(recoveries);
        Set<String> names = new HashSet<>();
        for (Recovery r : recoveries) {
            if (!names.add(r.component().name())) {
                throw new IllegalArgumentException(
                        "two components are called '" + r.component().name() + "'");
            }
        }
    }

    /** The stack of these components. */
    public static Stack of(List<Component> components) {
        return new Stack(components.stream().map(Recovery::of).toList());
    }

    /**
     * Something whose single failure stops the stack until it has recovered.
     *
     * @param component its name
     * @param what fails: {@code one copy} or {@code one zone}
     * @param why the counts
     * @param mend what would be enough
     */
    public record SinglePoint(String component, String what, String why, String mend) {}

    /** The component that takes longest to recover; all recover side by side, so the stack takes as long. Null without any. */
    public @Nullable Recovery slowest() {
        return recoveries.stream().max(Comparator.comparing(Recovery::rto)).orElse(null);
    }

    /** Time until the stack serves again when everything fails at once, and all recover side by side. */
    public Duration rto() {
        Recovery slowest = slowest();
        return slowest == null ? Duration.ZERO : slowest.rto();
    }

    /** The most data lost by any component. */
    public Duration rpo() {
        return recoveries.stream()
                .map(Recovery::rpo)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Components whose objective is missed. */
    public List<Recovery> gaps() {
        return recoveries.stream().filter(r -> !r.isMet()).toList();
    }

    /** Single points of failure: first those that one copy takes down, then those that one zone does. */
    public List<SinglePoint> singlePoints() {
        List<SinglePoint> copies = new ArrayList<>();
        List<SinglePoint> zones = new ArrayList<>();
        for (Recovery each : recoveries) {
            Component c = each.component();
            Redundancy r = c.redundancy();
            String counts = r.copies() + (r.copies() == 1 ? " copy, " : " copies, ") + r.needed() + " needed";
            if (!r.survivesCopy()) {
                copies.add(new SinglePoint(c.name(), "one copy", counts, "have " + (r.needed() + 1) + " copies (n+1)"));
            }
            if (!r.survivesZone()) {
                int over = Math.max(2, r.zones());
                int enough = Redundancy.copiesToSurviveZone(r.needed(), over);
                zones.add(new SinglePoint(
                        c.name(),
                        "one zone",
                        counts + ", "
                                + (r.zones() == 1
                                        ? "all in one zone"
                                        : r.inFullestZone() + " in the fullest of " + r.zones() + " zones"),
                        "have " + enough + " copies over " + over + " zones"));
            }
        }
        copies.addAll(zones);
        return copies;
    }
}
