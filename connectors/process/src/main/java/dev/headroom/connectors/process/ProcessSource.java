package dev.headroom.connectors.process;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What /proc tells about the replicas that take work, all processes of a replica's session counted. The queries:
 *
 * <ul>
 *   <li>{@code cpu}: processor time between the last two reads ÷ (time between them · cores of a replica), the mean over
 *       the replicas; a ratio or percent
 *   <li>{@code memory}: resident bytes, the mean over the replicas, pages that processes share counted by each; in bytes, or
 *       as a ratio or percent of a replica's memory
 *   <li>{@code threads}: the mean over the replicas; a count
 *   <li>{@code connections}: established TCP connections to the replicas' ports, their sum; a count
 * </ul>
 *
 * <p>Readings are of the time of reading, whatever time is asked about. Thread-safe.
 */
public final class ProcessSource implements MetricSource {

    /** Processor time is counted in hundredths of a second: over less than this it is too coarse. */
    private static final Duration LEAST_SPAN = Duration.ofMillis(500);

    private final ProcessTarget target;
    private final double cores;
    private final long memoryBytes;
    /** Processor time by launch, at the time of the read before. */
    private Map<String, Long> ticks = new HashMap<>();

    private Instant ticksAt = Instant.MIN;
    private Reading cpu = Reading.missing("processor time needs two reads, half a second apart");

    /**
     * The metrics of a target's replicas.
     *
     * @param cores of one replica, above 0
     * @param memoryBytes of one replica; 0 if not said, and then memory is known in bytes only
     */
    public ProcessSource(ProcessTarget target, double cores, long memoryBytes) {
        if (!(cores > 0) || memoryBytes < 0) {
            throw new IllegalArgumentException("a replica has more than 0 cores and no negative memory: " + cores
                    + " cores, " + memoryBytes + " bytes");
        }
        this.target = target;
        this.cores = cores;
        this.memoryBytes = memoryBytes;
    }

    @Override
    public synchronized List<Reading> read(List<Signal> signals, Instant now) {
        if (signals.isEmpty()) {
            return List.of();
        }
        Map<ProcessReplica, List<Proc.Stat>> running;
        try {
            running = running();
        } catch (IOException e) {
            return signals.stream()
                    .map(s -> Reading.failed(e.getMessage() == null ? e.toString() : e.getMessage()))
                    .toList();
        }
        measureCpu(running, now);
        return signals.stream().map(signal -> reading(signal, running, now)).toList();
    }

    /** The replicas that take work and run, and their processes. */
    private Map<ProcessReplica, List<Proc.Stat>> running() throws IOException {
        String boot = Proc.boot();
        Map<Long, List<Proc.Stat>> sessions = new HashMap<>();
        for (Proc.Stat stat : Proc.all()) {
            sessions.computeIfAbsent(stat.session(), s -> new ArrayList<>()).add(stat);
        }
        Map<ProcessReplica, List<Proc.Stat>> running = new HashMap<>();
        for (ProcessReplica replica : target.replicas()) {
            if (replica.takesWork() && Proc.alive(replica, boot)) {
                running.put(replica, sessions.getOrDefault(replica.pid(), List.of()));
            }
        }
        return running;
    }

    private void measureCpu(Map<ProcessReplica, List<Proc.Stat>> running, Instant now) {
        boolean first = ticksAt.equals(Instant.MIN);
        if (!first && Duration.between(ticksAt, now).compareTo(LEAST_SPAN) < 0) {
            return;
        }
        Map<String, Long> counted = new HashMap<>();
        running.forEach((replica, processes) -> counted.put(
                replica.launch(),
                processes.stream().mapToLong(Proc.Stat::cpuTicks).sum()));
        if (!first) {
            double capacity = Duration.between(ticksAt, now).toNanos() / 1e9 * Proc.TICKS_A_SECOND * cores;
            double sum = 0;
            int sampled = 0;
            for (Map.Entry<String, Long> replica : counted.entrySet()) {
                Long before = ticks.get(replica.getKey());
                if (before != null) {
                    sum += Math.max(0, replica.getValue() - before) / capacity;
                    sampled++;
                }
            }
            cpu = sampled == 0
                    ? Reading.missing("no replica took work at both of the last two reads")
                    : Reading.of(sum / sampled, now, sampled);
        }
        ticks = counted;
        ticksAt = now;
    }

    private Reading reading(Signal signal, Map<ProcessReplica, List<Proc.Stat>> running, Instant now) {
        return switch (signal.query()) {
            case "cpu" -> cpu.status() == Reading.Status.OK ? share(signal, cpu.value(), cpu.at(), cpu.sampled()) : cpu;
            case "memory" -> memory(signal, running, now);
            case "threads" ->
                mean(
                        signal,
                        running,
                        now,
                        running.values().stream()
                                .flatMap(List::stream)
                                .mapToLong(Proc.Stat::threads)
                                .sum());
            case "connections" -> connections(signal, running, now);
            default ->
                Reading.failed(
                        "processes have no '" + signal.query() + "'; there are cpu, memory, threads and connections");
        };
    }

    private Reading memory(Signal signal, Map<ProcessReplica, List<Proc.Stat>> running, Instant now) {
        long bytes = 0;
        for (List<Proc.Stat> processes : running.values()) {
            for (Proc.Stat process : processes) {
                bytes += Proc.residentBytes(process.pid()).orElse(0L);
            }
        }
        if (signal.unit() == Unit.BYTES) {
            return mean(signal, running, now, bytes);
        }
        if (running.isEmpty()) {
            return nobody();
        }
        return memoryBytes == 0
                ? Reading.failed("how much memory a replica has is not said, so its share is not known; use bytes")
                : share(signal, (double) bytes / running.size() / memoryBytes, now, running.size());
    }

    private static Reading connections(Signal signal, Map<ProcessReplica, List<Proc.Stat>> running, Instant now) {
        Set<Integer> ports = new HashSet<>();
        running.keySet().forEach(replica -> ports.add(replica.port()));
        if (ports.contains(0)) {
            return Reading.failed("the replicas have no ports, so their connections cannot be told");
        }
        Optional<List<Integer>> connected = Proc.connectedPorts();
        if (connected.isEmpty()) {
            return Reading.failed("the connections of this machine cannot be read from /proc/net/tcp");
        }
        long count = connected.get().stream().filter(ports::contains).count();
        return unit(signal, Unit.COUNT)
                .orElseGet(() -> running.isEmpty() ? nobody() : Reading.of((double) count, now, running.size()));
    }

    private static Reading mean(Signal signal, Map<ProcessReplica, List<Proc.Stat>> running, Instant now, long total) {
        return unit(signal, signal.query().equals("memory") ? Unit.BYTES : Unit.COUNT)
                .orElseGet(() -> running.isEmpty()
                        ? nobody()
                        : Reading.of((double) total / running.size(), now, running.size()));
    }

    private static Reading nobody() {
        return Reading.missing("no replica takes work");
    }

    private static Reading share(Signal signal, double ratio, Instant at, int sampled) {
        return switch (signal.unit()) {
            case RATIO -> Reading.of(ratio, at, sampled);
            case PERCENT -> Reading.of(ratio * 100, at, sampled);
            default ->
                Reading.failed("'" + signal.query() + "' is a ratio or percent, not "
                        + signal.unit().name().toLowerCase(java.util.Locale.ROOT));
        };
    }

    private static Optional<Reading> unit(Signal signal, Unit needed) {
        return signal.unit() == needed
                ? Optional.empty()
                : Optional.of(Reading.failed("'" + signal.query() + "' is in "
                        + needed.name().toLowerCase(java.util.Locale.ROOT) + ", not "
                        + signal.unit().name().toLowerCase(java.util.Locale.ROOT)));
    }
}
