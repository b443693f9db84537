package dev.headroom.controller;

import dev.headroom.controller.Console.Severity;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.Store;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.SpecHistory;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Workloads decided by the next spec beside the one in force. It reads the next spec's sources and sees the fleet as the acting
 * driver saw it last; it scales nothing, records nothing and tells nobody. What it decides is measured beside what really
 * runs. Its methods are called under the lock of the crew.
 */
final class Rehearsal {

    /** A driver beside another one. */
    private record Pair(Driver acting, Driver beside) {}

    private final Parts parts;
    private final Crew crew;
    private final Sources sources;
    private final Driver.Host host;
    private final Consumer<WorkloadStatus> ended;
    private final Map<String, Pair> pairs = new HashMap<>();

    /** @param ended is told of every turn beside */
    Rehearsal(Parts parts, Crew crew, Sources sources, Driver.Host host, Consumer<WorkloadStatus> ended) {
        this.parts = parts;
        this.crew = crew;
        this.sources = sources;
        this.host = host;
        this.ended = ended;
    }

    /** Has a driver beside each acting one of these workloads, and beside no other. */
    void adjust(InForce next, Set<String> workloads) {
        pairs.entrySet().removeIf(one -> {
            Driver acting = crew.driver(one.getKey()).orElse(null);
            boolean over = !workloads.contains(one.getKey())
                    || !one.getValue().acting().equals(acting);
            if (over) {
                one.getValue().beside().retire(() -> {});
            }
            return over;
        });
        for (String name : workloads) {
            WorkloadSpec w = next.spec().workloads().get(name);
            Driver acting = crew.driver(name).orElse(null);
            if (w != null && acting != null && !pairs.containsKey(name)) {
                Driver beside = new Driver(setup(next, w, acting), new Muted());
                pairs.put(name, new Pair(acting, beside));
                beside.start(Duration.ofSeconds(1));
            }
        }
    }

    void end() {
        pairs.values().forEach(pair -> pair.beside().retire(() -> {}));
        pairs.clear();
    }

    private Setup setup(InForce next, WorkloadSpec w, Driver acting) {
        Map<String, SourceReads> reads = new HashMap<>(sources.readsBeside());
        SourceReads own = acting.own();
        if (own != null) {
            w.workload().signals().forEach(s -> reads.putIfAbsent(s.source(), own));
        }
        Setup real = acting.setup();
        return new Setup(
                w,
                next.spec().timezone(),
                real.hold(),
                new Seen(acting),
                new Passing(real.store()),
                reads,
                ControllerStatus.Mode.SHADOW,
                parts.decider(),
                real.rules(),
                next.fingerprint(),
                next.text());
    }

    /** A target as its acting driver saw it last. */
    private record Seen(Driver acting) implements ScalingTarget {
        @Override
        public Observed observe() {
            Fleet fleet = acting.status().fleet();
            return fleet == null
                    ? new Observed.Unreachable("the workload has not been seen yet")
                    : new Observed.Seen(fleet);
        }

        @Override
        public Applied apply(int desired) {
            return Applied.Accepted.YES;
        }
    }

    /** A store that begins with the states of another, and forgets its own when it is over. */
    private static final class Passing implements Store {
        private final Store begin;
        private final Map<String, WorkloadState> states = new HashMap<>();

        Passing(Store begin) {
            this.begin = begin;
        }

        @Override
        public synchronized Optional<WorkloadState> load(String workload) {
            WorkloadState state = states.get(workload);
            return state == null ? begin.load(workload) : Optional.of(state);
        }

        @Override
        public synchronized Appended append(Entry entry) {
            states.put(entry.workload(), entry.decision().state());
            return Appended.Saved.YES;
        }
    }

    /** What a driver beside sees of the controller: as any other, but nobody hears of it. */
    private final class Muted implements Driver.Host {
        @Override
        public Timing timing() {
            return host.timing();
        }

        @Override
        public Neighbours neighbours() {
            return host.neighbours();
        }

        @Override
        public SpecHistory specs() {
            return NOTHING;
        }

        @Override
        public Optional<Recorded> last(String workload) {
            return Optional.empty();
        }

        @Override
        public List<ManualOverride> orders(String workload, Instant now) {
            return host.orders(workload, now);
        }

        @Override
        public void recall(Account account, Instant before) {
            // It is measured from its begin.
        }

        @Override
        public JournalPast.Found past(Setup setup, Map<String, Duration> spans, Instant before) {
            return host.past(setup, spans, before);
        }

        @Override
        public void seen(String workload, Sight sight) {
            // The others go by what really runs.
        }

        @Override
        public void ended(WorkloadStatus status, Duration late, Duration took) {
            ended.accept(status);
        }

        @Override
        public void told(String workload, Severity severity, String text) {
            // The acting driver tells what is true of the workload.
        }

        @Override
        public void send(String workload, Advice advice) {
            // Nobody is to follow it.
        }
    }

    private static final SpecHistory NOTHING = new SpecHistory() {
        @Override
        public void begin(String workload, Instant from, String fingerprint, String text) {
            // Nothing is decided under it.
        }

        @Override
        public List<Epoch> epochs(String workload) {
            return List.of();
        }

        @Override
        public Optional<String> text(String fingerprint) {
            return Optional.empty();
        }
    };
}
