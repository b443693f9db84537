package dev.headroom.connectors.process;

import dev.headroom.connectors.process.ProcessReplica.Phase;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings the replicas nearer to what is wanted. Every act is written down before it is done and after, and every turn begins
 * with what is written and with what /proc says, never with what this supervisor remembers: whoever comes after a kill goes
 * on from there.
 *
 * <p>The one act that can happen twice is SIGTERM, when the supervisor is killed between sending it and writing that down.
 */
final class Supervision {

    /** Told of every place between two acts, by name; tests end the supervisor there. */
    interface Place {
        void reached(String name);
    }

    static final String LAUNCH = "HEADROOM_LAUNCH";
    /** Ports of others that are passed over before giving up. */
    private static final int MOST_PASSED_OVER = 1000;

    private final ProcessSettings settings;
    private final StateDirectory state;
    private final Launcher launcher;
    private final long token;
    private final Place place;
    private final String boot = Proc.boot();
    /** Children of this supervisor, by launch: only a parent learns the status with which a process ended. */
    private final Map<String, Process> children = new HashMap<>();

    Supervision(ProcessSettings settings, StateDirectory state, long token, Place place) {
        this.settings = settings;
        this.state = state;
        this.launcher = new Launcher(settings);
        this.token = token;
        this.place = place;
    }

    /**
     * One turn. The caller holds the state directory.
     *
     * @param ready what the probes saw, by launch; a replica that started since is not in it
     * @return what happened, for people
     */
    List<String> act(int desired, Map<String, Boolean> ready, Instant now) throws IOException {
        Turn turn = new Turn(now);
        for (ProcessReplica replica : state.replicas()) {
            turn.advance(replica, ready.get(replica.launch()));
        }
        turn.scale(desired);
        turn.start();
        List<ProcessReplica> replicas = state.replicas();
        Set<String> launches = new HashSet<>();
        for (ProcessReplica replica : replicas) {
            launches.add(replica.launch());
            Launcher.turnOver(state.log(replica.number()), settings.logBytes());
        }
        children.keySet().retainAll(launches);
        state.fence(token);
        state.targets(settings.name(), replicas);
        place.reached("targets written");
        return turn.events;
    }

    /** What one turn sees and says. */
    private final class Turn {
        private final Instant now;
        private final List<String> events = new ArrayList<>();
        private @Nullable Map<String, List<Long>> marked;

        Turn(Instant now) {
            this.now = now;
        }

        void advance(ProcessReplica replica, @Nullable Boolean ready) throws IOException {
            switch (replica.phase()) {
                case WAITING -> {}
                case STARTING -> {
                    // A supervisor died at the gate: before it opened, and the process has ended with it, or after.
                    if (Proc.alive(replica, boot)) {
                        save(replica.running(token), "adopted");
                    } else {
                        save(replica.waiting(now, replica.crashes(), replica.note(), token), "start taken back");
                    }
                }
                case RUNNING -> {
                    if (!Proc.alive(replica, boot)) {
                        crash(replica);
                    } else if (ready != null && ready != replica.serving()) {
                        save(replica.shown(ready, settings.hung(), now, token), "shown");
                        say(replica, ready ? "is ready" : "is not ready any more");
                    } else if (replica.until() != null && !now.isBefore(replica.until())) {
                        fail(replica, "was not ready for " + settings.hung().toSeconds() + " s and is killed");
                    }
                }
                case CRASHED -> clear(replica);
                case STOPPING -> tell(replica);
                case DRAINING -> drain(replica);
            }
        }

        private void crash(ProcessReplica replica) throws IOException {
            fail(replica, "ended by itself" + status(children.get(replica.launch())));
        }

        /** It is of no use any more: it is cleared away, and started again. */
        private void fail(ProcessReplica replica, String how) throws IOException {
            boolean healthy =
                    replica.readyAt() != null && !now.isBefore(replica.readyAt().plus(settings.longestBackoff()));
            ProcessReplica crashed = replica.crashed(how, healthy ? 1 : replica.crashes() + 1, token);
            save(crashed, "crash written");
            say(crashed, how + "; see " + state.log(replica.number()));
            clear(crashed);
        }

        /** Kills what a crashed replica left behind, then lets it wait for its next start. */
        private void clear(ProcessReplica replica) throws IOException {
            List<Long> left = members(replica);
            if (left.isEmpty()) {
                Instant start = now.plus(settings.pause(replica.crashes()));
                save(replica.waiting(start, replica.crashes(), replica.note(), token), "restart written");
            } else {
                state.fence(token);
                signal(left, true);
                place.reached("remains killed");
            }
        }

        private void tell(ProcessReplica replica) throws IOException {
            List<Long> members = members(replica);
            state.fence(token);
            signal(members, false);
            place.reached("told to end");
            save(replica.draining(token), "draining written");
        }

        private void drain(ProcessReplica replica) throws IOException {
            List<Long> left = members(replica);
            if (left.isEmpty()) {
                forget(replica);
                say(replica, "has ended");
            } else if (replica.until() == null || !now.isBefore(replica.until())) {
                state.fence(token);
                signal(left, true);
                place.reached("killed");
                say(replica, "did not end within " + settings.stopTimeout().toSeconds() + " s and was killed");
            }
        }

        void scale(int desired) throws IOException {
            List<ProcessReplica> active = new ArrayList<>(
                    state.replicas().stream().filter(ProcessReplica::active).toList());
            // Those that do no work yet go first, then the youngest numbers.
            active.sort(Comparator.comparing(ProcessReplica::takesWork)
                    .thenComparing(ProcessReplica::number, Comparator.reverseOrder()));
            for (int i = 0; i < active.size() - desired; i++) {
                ProcessReplica last = active.get(i);
                if (last.phase() == Phase.WAITING) {
                    forget(last);
                } else {
                    ProcessReplica stopping = last.stopping(now.plus(settings.stopTimeout()), token);
                    save(stopping, "stopping written");
                    say(stopping, "is told to end");
                    tell(stopping);
                }
            }
            for (int i = active.size(); i < desired; i++) {
                if (!want(now)) {
                    return;
                }
            }
        }

        /** Puts a new replica down, under the first number that is free and whose port is. */
        private boolean want(Instant requested) throws IOException {
            Set<Integer> taken = new HashSet<>();
            state.replicas().forEach(replica -> taken.add(replica.number()));
            int most = taken.size() + MOST_PASSED_OVER;
            for (int number = 0; number <= most; number++) {
                int port = settings.port(number);
                if (port < 0) {
                    break;
                }
                if (!taken.contains(number) && (port == 0 || Launcher.free(port))) {
                    save(ProcessReplica.wanted(number, port, requested, token), "wish written");
                    return true;
                }
            }
            events.add("no port is free for another replica of " + settings.name() + " from " + settings.firstPort()
                    + " on");
            return false;
        }

        void start() throws IOException {
            for (ProcessReplica replica : state.replicas()) {
                if (replica.phase() != Phase.WAITING || (replica.until() != null && now.isBefore(replica.until()))) {
                    continue;
                }
                if (replica.port() > 0 && !Launcher.free(replica.port())) {
                    forget(replica);
                    place.reached("forgotten");
                    say(replica, "gives up port " + replica.port() + ", which another process has taken");
                    // The one under another number is started in the next turn.
                    want(replica.requestedAt());
                } else {
                    launch(replica);
                }
            }
        }

        private void launch(ProcessReplica replica) throws IOException {
            String launch = UUID.randomUUID().toString();
            Launcher.Gate opened;
            try {
                opened = launcher.gate(replica, launch, state.log(replica.number()));
            } catch (IOException e) {
                int failures = replica.crashes() + 1;
                String how = "could not be started: " + e.getMessage();
                save(replica.waiting(now.plus(settings.pause(failures)), failures, how, token), "failure written");
                say(replica, how);
                return;
            }
            try (Launcher.Gate gate = opened) {
                place.reached("gate made");
                long pid = gate.process().pid();
                long born = Proc.stat(pid).map(Proc.Stat::bornTicks).orElse(-1L);
                ProcessReplica starting = replica.starting(launch, pid, born, boot, token);
                save(starting, "start written");
                children.put(launch, gate.process());
                state.fence(token);
                try {
                    gate.open();
                } catch (IOException e) {
                    // The shell has ended by itself, before its word.
                    save(starting.crashed("could not be let run", replica.crashes() + 1, token), "crash written");
                    say(starting, "could not be let run: " + e.getMessage());
                    return;
                }
                place.reached("gate opened");
                save(starting.running(token), "running written");
                say(starting, "started as process " + pid + (replica.port() > 0 ? " on port " + replica.port() : ""));
            }
        }

        /** All processes of a replica: those that carry its mark, whatever became of their parents. */
        private List<Long> members(ProcessReplica replica) {
            if (marked == null) {
                marked = Proc.marked(LAUNCH);
            }
            List<Long> members = new ArrayList<>(marked.getOrDefault(replica.launch(), List.of()));
            if (!members.contains(replica.pid()) && Proc.alive(replica, boot)) {
                members.add(replica.pid());
            }
            return members;
        }

        private void save(ProcessReplica replica, String name) throws IOException {
            state.fence(token);
            state.save(replica);
            place.reached(name);
        }

        private void forget(ProcessReplica replica) throws IOException {
            state.fence(token);
            state.forget(replica);
            place.reached("forgotten");
        }

        private void say(ProcessReplica replica, String what) {
            events.add("replica " + replica.number() + " of " + settings.name() + " " + what);
        }
    }

    /** The status of a child that has ended; the JVM may learn of it a moment after /proc does. */
    private static String status(@Nullable Process child) {
        try {
            return child != null && child.waitFor(1, TimeUnit.SECONDS) ? " with status " + child.exitValue() : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static void signal(List<Long> pids, boolean kill) {
        for (long pid : pids) {
            ProcessHandle.of(pid).ifPresent(process -> {
                if (kill) {
                    process.destroyForcibly();
                } else {
                    process.destroy();
                }
            });
        }
    }
}
