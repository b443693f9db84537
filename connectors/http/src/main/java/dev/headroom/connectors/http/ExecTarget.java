package dev.headroom.connectors.http;

import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.model.Fleet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two programs as a target. One prints how many replicas are asked for and, after white space, how many are ready if that may
 * be fewer. The other gets the number that shall be as its last argument; asked again for the same number it must change
 * nothing. Both get the workload's name as variable HEADROOM_WORKLOAD and, as
 * HEADROOM_LEASE, a number that is larger for every later controller that has the workload.
 *
 * <p>Thread-safe.
 */
public final class ExecTarget implements ScalingTarget {
    private final Program observe;
    private final Program apply;
    private final Map<String, String> variables;

    /**
     * A target.
     *
     * @param workload its name
     * @param observe prints the number of replicas
     * @param apply gets the number of replicas
     * @param timeout longest run of each
     * @param lease token of the lease under which orders are given
     * @throws IllegalArgumentException if a command is empty or the time-out not positive
     */
    public ExecTarget(String workload, List<String> observe, List<String> apply, Duration timeout, long lease) {
        this.observe = new Program(observe, timeout);
        this.apply = new Program(apply, timeout);
        this.variables = Map.of("HEADROOM_WORKLOAD", workload, "HEADROOM_LEASE", Long.toString(lease));
    }

    @Override
    public Observed observe() {
        return switch (observe.run(List.of(), variables)) {
            case Program.Run.Printed(String out) ->
                fleet(out)
                        .<Observed>map(Observed.Seen::new)
                        .orElseGet(() -> new Observed.Unreachable(
                                "the program printed what is no number of replicas: " + Exchange.excerpt(out)));
            case Program.Run.Complained no -> new Observed.Unreachable(no.why());
            case Program.Run.Ended no -> new Observed.Unreachable(no.why());
        };
    }

    private static Optional<Fleet> fleet(String out) {
        String[] words = out.split("\\s+", -1);
        if (words.length > 2 || !List.of(words).stream().allMatch(w -> w.matches("[0-9]{1,6}"))) {
            return Optional.empty();
        }
        int desired = Integer.parseInt(words[0]);
        return Optional.of(fleet(desired, words.length == 2 ? Integer.parseInt(words[1]) : desired));
    }

    /** The fleet that is known by two numbers. */
    static Fleet fleet(int desired, int ready) {
        return new Fleet(desired, ready, 0, Math.max(0, desired - ready), 0, List.of());
    }

    @Override
    public Applied apply(int desired) {
        if (desired < 0) {
            return new Applied.Refused("a fleet cannot have " + desired + " replicas");
        }
        return switch (apply.run(List.of(Integer.toString(desired)), variables)) {
            case Program.Run.Printed ok -> Applied.Accepted.YES;
            case Program.Run.Complained no -> new Applied.Refused(no.why());
            case Program.Run.Ended no -> new Applied.Unreachable(no.why());
        };
    }
}
