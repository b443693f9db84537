package dev.headroom.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.controller.Console.Event;
import dev.headroom.engine.Workload;
import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.SourceFactory;
import dev.headroom.engine.loop.TargetFactory;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.testing.FakeSource;
import dev.headroom.testing.FakeTarget;
import dev.headroom.testing.MemoryLeases;
import dev.headroom.testing.MemoryOrders;
import dev.headroom.testing.MemoryRollouts;
import dev.headroom.testing.MemorySpecHistory;
import dev.headroom.testing.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A world in memory in which controllers run on a time that passes when told to. */
final class World {

    static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    final VirtualTiming time;
    final MemoryStore store = new MemoryStore();
    final MemoryOrders orders = new MemoryOrders();
    final MemorySpecHistory specs = new MemorySpecHistory();
    final MemoryRollouts rollouts = new MemoryRollouts();
    final MemoryLeases leases;
    final Map<String, FakeTarget> targets = new TreeMap<>();
    final Map<String, FakeSource> sources = new HashMap<>();
    final List<Event> events = new ArrayList<>();
    /** Reads of each source: how many signals each asked for. */
    final Map<String, List<Integer>> reads = new HashMap<>();
    /** Every order that reached a target: when, at which, under which token. */
    final List<Acted> acted = new ArrayList<>();

    record Acted(Instant at, String workload, String holder, long token, int desired) {}

    World() {
        this(1);
    }

    World(long seed) {
        time = new VirtualTiming(START, seed);
        leases = new MemoryLeases(time::now);
    }

    /** The process of one controller: it can be killed and paused. */
    final class Life implements Timing {
        private final Deque<Runnable> held = new ArrayDeque<>();
        private boolean dead;
        private boolean paused;

        void kill() {
            dead = true;
        }

        /** As SIGSTOP: time goes on, and nothing is done. */
        void pause() {
            paused = true;
        }

        void resume() {
            paused = false;
            while (!held.isEmpty()) {
                Runnable next = held.poll();
                time.run(() -> live(next));
            }
        }

        private void live(Runnable task) {
            if (paused) {
                held.add(task);
            } else if (!dead) {
                task.run();
            }
        }

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public Pending after(Duration delay, Runnable task) {
            return time.after(delay, () -> live(task));
        }

        @Override
        public void run(Runnable task) {
            time.run(() -> live(task));
        }
    }

    FakeTarget target(String workload) {
        return targets.computeIfAbsent(workload, w -> new FakeTarget(2));
    }

    FakeSource source(String name) {
        return sources.computeIfAbsent(name, n -> new FakeSource());
    }

    Vault vault() {
        return new Vault(lease -> store.fencedBy(lease, leases), store, orders, specs, rollouts, leases);
    }

    /** Parts of a controller: sources of type prometheus and targets of type exec are fakes. */
    Parts parts(String holder, Timing life) {
        SourceFactory source = new SourceFactory() {
            @Override
            public String type() {
                return "prometheus";
            }

            @Override
            public MetricSource open(Connection with) {
                return new MetricSource() {
                    @Override
                    public List<Reading> read(List<Signal> signals, Instant now) {
                        reads.computeIfAbsent(with.name(), n -> new ArrayList<>())
                                .add(signals.size());
                        return source(with.name()).read(signals, now);
                    }
                };
            }
        };
        TargetFactory target = new TargetFactory() {
            @Override
            public String type() {
                return "exec";
            }

            @Override
            public ScalingTarget open(Connection with, Workload of) {
                FakeTarget fake = target(of.name());
                return new ScalingTarget() {
                    @Override
                    public Observed observe() {
                        return fake.observe();
                    }

                    @Override
                    public Applied apply(int desired) {
                        acted.add(new Acted(time.now(), of.name(), holder, with.token(), desired));
                        return fake.apply(desired);
                    }
                };
            }
        };
        Connectors connectors =
                Connectors.of(List.of(source), List.of(target), Path.of("state"), Path.of("."), v -> null, time::now);
        return Parts.of(holder, life, connectors, vault());
    }

    Controller controller(String spec) {
        return started(parts("a", time), spec);
    }

    Controller started(Parts parts, String spec) {
        Controller controller = made(parts, spec);
        controller.subscribe(events::add);
        controller.start();
        return controller;
    }

    static Controller made(Parts parts, String spec) {
        Controller.Made made = Controller.of(parts, "headroom.yaml", Path.of("."), spec);
        assertThat(made).isInstanceOf(Controller.Made.Ready.class);
        return ((Controller.Made.Ready) made).controller();
    }

    /** Time passes, and replicas become ready as they are asked for. */
    void pass(Duration span) {
        long step = 1000;
        for (long left = span.toMillis(); left > 0; left -= step) {
            time.pass(Duration.ofMillis(Math.min(step, left)));
            targets.values().forEach(FakeTarget::settle);
        }
    }

    List<Event.Turn> turns(String workload) {
        return events.stream()
                .filter(e -> e instanceof Event.Turn t && t.workload().name().equals(workload))
                .map(Event.Turn.class::cast)
                .toList();
    }

    List<String> told() {
        return events.stream()
                .filter(Event.Told.class::isInstance)
                .map(e -> ((Event.Told) e).workload() + ": " + ((Event.Told) e).text())
                .toList();
    }

    /** How many signals were asked for with each read of a source. */
    List<Integer> reads(String source) {
        return reads.getOrDefault(source, List.of());
    }

    /** A spec of workloads that hold ten requests in flight a replica, each with its own signal at the source {@code m}. */
    static String spec(String... workloads) {
        StringBuilder text = new StringBuilder("""
                apiVersion: headroom/v1
                sources:
                  m: { type: prometheus, url: "http://m:9090" }
                workloads:
                """);
        for (String w : workloads) {
            text.append(workload(w, "m", ""));
        }
        return text.toString();
    }

    static String workload(String name, String source, String more) {
        return "  " + name + ":\n"
                + "    target: { type: exec, observe: [\"true\"], apply: [\"true\"] }\n"
                + "    replica: { boot: 30s, concurrency: 10, price: 0.1 USD/h }\n"
                + "    bounds: { min: 1, max: 50 }\n"
                + "    signals: { " + name + ": { source: " + source + ", query: " + name
                + ", measures: in-flight, max-age: 1m } }\n"
                + "    policies: [ { target: { signal: " + name + ", per-replica: 10 } } ]\n"
                + more;
    }
}
