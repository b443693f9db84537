package dev.headroom.controller.faults;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How an invariant came to be broken, shortened: with as few kinds of faults as still break it, and of what happened the last
 * things that concern the workload.
 *
 * @param seed of the world
 * @param faults kinds that are needed
 * @param broken the invariant that does not hold with these
 * @param events the end of the story
 * @param left events before these that are not told
 * @param spec of the world
 */
public record Story(long seed, Set<Fault> faults, Broken broken, List<Event> events, int left, String spec) {

    private static final int MOST_EVENTS = 40;

    /** Shortens the story of a world in which something did not hold. */
    public static Story of(Course course, Set<Fault> allowed, Bug bug) {
        Invariant invariant = course.broken().get(0).invariant();
        Set<Fault> needed = EnumSet.noneOf(Fault.class);
        allowed.stream().filter(course.struck()::containsKey).forEach(needed::add);
        if (!breaks(course.seed(), needed, bug, invariant)) {
            needed = EnumSet.copyOf(allowed);
        }
        for (Fault fault : Fault.values()) {
            Set<Fault> fewer = EnumSet.noneOf(Fault.class);
            fewer.addAll(needed);
            if (fewer.remove(fault) && breaks(course.seed(), fewer, bug, invariant)) {
                needed = fewer;
            }
        }
        Course told = Trial.run(course.seed(), needed, bug, true);
        Broken broken = told.broken().stream()
                .filter(b -> b.invariant() == invariant)
                .findFirst()
                .orElse(course.broken().get(0));
        List<Event> events = new ArrayList<>(told.events().stream()
                .filter(e -> e.nanos() <= broken.nanos())
                .filter(e -> e.workload().isEmpty()
                        || broken.workload().isEmpty()
                        || e.workload().equals(broken.workload()))
                .toList());
        int left = Math.max(0, events.size() - MOST_EVENTS);
        return new Story(
                course.seed(), needed, broken, List.copyOf(events.subList(left, events.size())), left, told.spec());
    }

    private static boolean breaks(long seed, Set<Fault> faults, Bug bug, Invariant invariant) {
        return Trial.run(seed, faults, bug, false).broken().stream().anyMatch(b -> b.invariant() == invariant);
    }
}
