package dev.headroom.connectors.process;

import dev.headroom.connectors.process.ProcessReplica.Phase;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Processes of this machine as the replicas of a workload. {@link #apply} writes down how many are wanted; {@link #step},
 * called about once a second, starts, checks, drains, ends and restarts.
 *
 * <p>All that is known stands in a state directory. A supervisor that is killed at any instant is succeeded by opening the
 * same directory again: what runs goes on, what was begun is finished. Several supervisors may have it open; each turn is
 * taken alone, and one whose token is smaller than one seen there does nothing any more.
 *
 * <p>A replica's processes are known by the variable HEADROOM_LAUNCH of their environment; they are in a session of their
 * own, so that Ctrl-C at the supervisor does not reach them. At the end SIGTERM goes to all of them, and SIGKILL after the
 * time-out. Linux only.
 *
 * <p>Thread-safe.
 */
public final class ProcessTarget implements ScalingTarget, AutoCloseable {

    /** How a turn ended. */
    public sealed interface Step {
        /** Done; what happened, as sentences for people. */
        record Done(List<String> events) implements Step {}

        /** Another supervisor has a larger token; nothing was done, and nothing will be. */
        record Fenced(String why) implements Step {}

        /** The state directory could not be read or written, or another supervisor holds it; try again later. */
        record Failed(String why) implements Step {}
    }

    private static final int MOST_REPLICAS = 1000;
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private final ProcessSettings settings;
    private final StateDirectory state;
    private final long token;
    private final InstantSource time;
    private final Supervision supervision;
    private final Supervision.Place place;
    private final Probes probes;

    private ProcessTarget(
            ProcessSettings settings, StateDirectory state, long token, InstantSource time, Supervision.Place place) {
        this.settings = settings;
        this.state = state;
        this.token = token;
        this.time = time;
        this.place = place;
        this.supervision = new Supervision(settings, state, token, place);
        this.probes = new Probes(settings.ready());
    }

    /**
     * Opens the state of a workload, and makes it if there is none. Nothing happens to processes before the first step.
     *
     * @param folder for this workload alone
     * @param token of the lease under which orders are given; 0 or more, larger for every later holder
     * @throws IllegalStateException if the folder cannot be made, or the system has no /proc
     */
    public static ProcessTarget open(ProcessSettings settings, Path folder, long token, InstantSource time) {
        return open(settings, folder, token, time, name -> {});
    }

    static ProcessTarget open(
            ProcessSettings settings, Path folder, long token, InstantSource time, Supervision.Place place) {
        if (token < 0) {
            throw new IllegalArgumentException("a token is 0 or more, not " + token);
        }
        if (!Proc.present()) {
            throw new IllegalStateException("local processes can be scaled on Linux only: there is no /proc here");
        }
        try {
            return new ProcessTarget(settings, new StateDirectory(folder), token, time, place);
        } catch (IOException e) {
            throw new IllegalStateException("the state directory " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    @Override
    public Observed observe() {
        try {
            int desired = state.order().desired();
            return new Observed.Seen(fleet(desired, replicas(), time.instant()));
        } catch (IOException e) {
            return new Observed.Unreachable(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private Fleet fleet(int desired, List<ProcessReplica> replicas, Instant now) {
        String boot = Proc.boot();
        int ready = 0;
        int warming = 0;
        int starting = 0;
        int draining = 0;
        List<Replica> young = new ArrayList<>();
        for (ProcessReplica replica : replicas) {
            Replica.Phase phase = phase(replica, boot, now);
            switch (phase) {
                case PROVISIONING, BOOTING -> starting++;
                case WARMING -> {
                    ready++;
                    warming++;
                }
                case READY -> ready++;
                case DRAINING -> draining++;
            }
            boolean settled =
                    replica.readyAt() != null && !now.isBefore(replica.readyAt().plus(YOUNG));
            if (phase != Replica.Phase.DRAINING && !(phase == Replica.Phase.READY && settled)) {
                young.add(new Replica(phase, replica.requestedAt(), replica.readyAt()));
            }
        }
        young.sort(Comparator.comparing(Replica::requestedAt));
        return new Fleet(desired, ready, warming, starting, draining, List.copyOf(young));
    }

    private Replica.Phase phase(ProcessReplica replica, String boot, Instant now) {
        if (!replica.active()) {
            return Replica.Phase.DRAINING;
        }
        if (replica.phase() == Phase.WAITING || replica.phase() == Phase.CRASHED) {
            return Replica.Phase.PROVISIONING;
        }
        // One that has ended since the last step does not work, whatever its file says.
        if (!replica.takesWork() || !Proc.alive(replica, boot)) {
            return Replica.Phase.BOOTING;
        }
        return replica.warming(settings.warmup(), now) ? Replica.Phase.WARMING : Replica.Phase.READY;
    }

    /** Writes down how many are wanted; the next steps bring it about. */
    @Override
    public Applied apply(int desired) {
        int most = settings.firstPort() == 0 ? MOST_REPLICAS : Math.min(MOST_REPLICAS, 65_536 - settings.firstPort());
        if (desired < 0 || desired > most) {
            return new Applied.Refused(
                    settings.name() + " can have 0 to " + most + " processes on this machine, not " + desired);
        }
        try {
            return state.exclusively(token, () -> {
                StateDirectory.Order order = state.order();
                if (order.token() > token) {
                    return new Applied.Refused(fenced(order.token()));
                }
                StateDirectory.Order next = new StateDirectory.Order(desired, token);
                if (!order.equals(next)) {
                    state.order(next);
                    place.reached("order written");
                }
                return Applied.Accepted.YES;
            });
        } catch (IOException e) {
            return new Applied.Unreachable(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** One turn: looks at the replicas and brings them nearer to what is wanted. Takes two seconds at most as a rule. */
    public synchronized Step step() {
        try {
            // Looking takes its time, and needs nobody to stand still; what it says is used by launch, not by number.
            Map<String, Boolean> ready = probes.look(state.replicas());
            return state.exclusively(token, () -> {
                StateDirectory.Order order = state.order();
                if (order.token() > token) {
                    return new Step.Fenced(fenced(order.token()));
                }
                if (order.token() < token) {
                    state.order(new StateDirectory.Order(order.desired(), token));
                    place.reached("token written");
                }
                return new Step.Done(supervision.act(order.desired(), ready, time.instant()));
            });
        } catch (StateDirectory.Fenced e) {
            return new Step.Fenced(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Step.Failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private String fenced(long larger) {
        return "another controller has taken over " + settings.name() + ": its token " + larger + " is larger than "
                + token;
    }

    /**
     * The replicas as they are written down, by number; for load balancers and metrics.
     *
     * @throws IOException if the state directory cannot be read
     */
    public List<ProcessReplica> replicas() throws IOException {
        return state.replicas();
    }

    /** Ends looking. The replicas go on running; they end by {@code apply(0)} and further steps. */
    @Override
    public void close() {
        probes.close();
    }
}
