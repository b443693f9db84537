package dev.headroom.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.headroom.connectors.jdbc.Database;
import dev.headroom.controller.Connectors;
import dev.headroom.controller.Console.Event;
import dev.headroom.controller.Controller;
import dev.headroom.controller.LiveTiming;
import dev.headroom.controller.Parts;
import dev.headroom.engine.Workload;
import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.SourceFactory;
import dev.headroom.engine.loop.TargetFactory;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A live controller with many workloads whose sources and targets are in memory, and its store in SQLite. */
final class ControllerLoad {

    private static final int REST_SECONDS = 60;

    private ControllerLoad() {}

    private static final class Times {
        private final long from;
        private final long to;
        private final List<Long> late = new ArrayList<>();
        private final List<Long> whole = new ArrayList<>();
        private long unwell;

        Times(long from, long to) {
            this.from = from;
            this.to = to;
        }

        synchronized void take(Event.Turn turn) {
            long now = System.nanoTime();
            if (now < from || now >= to) {
                return;
            }
            late.add(turn.late().toNanos());
            whole.add(turn.late().plus(turn.took()).toNanos());
            switch (turn.workload().outcome()) {
                case HELD, SCALED -> {}
                default -> unwell++;
            }
        }
    }

    /**
     * Runs it.
     *
     * @param folder for the store
     * @return figures by name; times in milliseconds
     */
    static Map<String, Object> measure(int workloads, Duration interval, Duration span, Path folder)
            throws InterruptedException {
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        AtomicLong failures = new AtomicLong();
        try (Database database = Database.open("sqlite:" + folder.resolve("store.db"));
                LiveTiming timing = new LiveTiming(e -> failures.incrementAndGet())) {
            Connectors connectors =
                    Connectors.of(List.of(source()), List.of(target()), folder, folder, v -> null, timing::now);
            Controller.Made made = Controller.of(
                    Parts.of("bench", timing, connectors, RunCommand.vault(database)),
                    "bench.yaml",
                    folder,
                    spec(workloads, interval));
            if (!(made instanceof Controller.Made.Ready ready)) {
                throw new IllegalStateException("the spec of the benchmark is refused: " + made);
            }
            Controller controller = ready.controller();
            long begin = System.nanoTime();
            long from = begin + interval.toNanos();
            Times times = new Times(from, from + span.toNanos());
            controller.subscribe(event -> {
                if (event instanceof Event.Turn turn) {
                    times.take(turn);
                }
            });
            controller.start();
            CountDownLatch never = new CountDownLatch(1);
            never.await(from - System.nanoTime(), TimeUnit.NANOSECONDS);
            long cpu = machine.getProcessCpuTime();
            never.await(times.to - System.nanoTime(), TimeUnit.NANOSECONDS);
            double busy = (machine.getProcessCpuTime() - cpu) / (double) span.toNanos();
            Runtime runtime = Runtime.getRuntime();
            System.gc();
            long live = runtime.totalMemory() - runtime.freeMemory();
            CountDownLatch rest = new CountDownLatch(1);
            controller.stop(rest::countDown);
            boolean atRest = rest.await(REST_SECONDS, TimeUnit.SECONDS);
            synchronized (times) {
                Map<String, Object> found = new LinkedHashMap<>();
                found.put("workloads", workloads);
                found.put("turns", times.late.size());
                found.put("turns_expected", Math.round(workloads * (double) span.toNanos() / interval.toNanos()));
                found.put("turns_not_well", times.unwell);
                put(found, "late", times.late);
                put(found, "end_to_end", times.whole);
                found.put("cores_busy", busy);
                found.put("live_heap_mib", live / (double) (1 << 20));
                found.put("largest_heap_mib", runtime.maxMemory() / (double) (1 << 20));
                found.put("load_of_the_machine", machine.getSystemLoadAverage());
                found.put("failures", failures.get());
                found.put("came_to_rest", atRest);
                return found;
            }
        }
    }

    private static void put(Map<String, Object> found, String name, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        found.put(name + "_p50_ms", millis(sorted, 0.5));
        found.put(name + "_p99_ms", millis(sorted, 0.99));
        found.put(name + "_max_ms", millis(sorted, 1));
    }

    private static double millis(long[] sorted, double q) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(q * sorted.length) - 1] / 1e6;
    }

    private static String spec(int workloads, Duration interval) {
        StringBuilder text = new StringBuilder(
                "apiVersion: headroom/v1\nsources: { memory: { type: exec, command: none } }\nworkloads:\n");
        for (int i = 0; i < workloads; i++) {
            text.append("  w")
                    .append(i)
                    .append(": { interval: ")
                    .append(interval.toMillis())
                    .append("ms, target: { type: exec, observe: none, apply: none }, bounds: { min: 1, max: 50 },"
                            + " signals: { load: { source: memory, query: \"")
                    .append(i)
                    .append("\", measures: in-flight } }, policies: [ { target: { signal: load, per-replica: 10 } } ]"
                            + " }\n");
        }
        return text.toString();
    }

    private static SourceFactory source() {
        return new SourceFactory() {
            @Override
            public String type() {
                return "exec";
            }

            @Override
            public MetricSource open(Connection with) {
                return (signals, now) -> signals.stream().map(s -> read(s, now)).toList();
            }
        };
    }

    /** Each workload has a wave of its own, of a quarter of an hour, so that there is something to decide. */
    private static Reading read(Signal signal, Instant now) {
        double phase = Integer.parseInt(signal.query());
        return Reading.of(Math.rint(200 + 150 * Math.sin(phase + now.toEpochMilli() / 143_000.0)), now);
    }

    private static TargetFactory target() {
        return new TargetFactory() {
            @Override
            public String type() {
                return "exec";
            }

            @Override
            public ScalingTarget open(Connection with, Workload of) {
                return new InMemory();
            }
        };
    }

    private static final class InMemory implements ScalingTarget {
        private volatile int replicas = 10;

        @Override
        public Observed observe() {
            return new Observed.Seen(Fleet.steady(replicas));
        }

        @Override
        public Applied apply(int desired) {
            replicas = desired;
            return Applied.Accepted.YES;
        }
    }
}
