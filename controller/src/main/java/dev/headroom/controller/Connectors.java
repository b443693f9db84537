package dev.headroom.controller;

import dev.headroom.engine.Workload;
import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.loop.NotifierFactory;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.SourceFactory;
import dev.headroom.engine.loop.TargetFactory;
import dev.headroom.spec.NotifySpec;
import dev.headroom.spec.SourceSpec;
import dev.headroom.spec.Spec;
import dev.headroom.spec.TargetSpec;
import dev.headroom.spec.WorkloadSpec;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The types of sources, targets and notifiers that can be opened here, and what they are opened with. */
public final class Connectors {

    private final Map<String, SourceFactory> sources = new TreeMap<>();
    private final Map<String, TargetFactory> targets = new TreeMap<>();
    private final Map<String, NotifierFactory> notifiers = new TreeMap<>();
    private final Path state;
    private final Path base;
    private final Connection.Environment environment;
    private final InstantSource clock;

    private Connectors(
            List<SourceFactory> sources,
            List<TargetFactory> targets,
            Path state,
            Path base,
            Connection.Environment environment,
            InstantSource clock) {
        TargetFactory recommend = new RecommendTarget.Factory();
        this.targets.put(recommend.type(), recommend);
        sources.forEach(f -> this.sources.put(f.type(), f));
        targets.forEach(f -> this.targets.put(f.type(), f));
        this.state = state;
        this.base = base;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * All that are on the classpath.
     *
     * @param state folder in which each connector gets one of its own
     * @param base folder that relative paths of the spec start from
     */
    public static Connectors found(Path state, Path base, Connection.Environment environment, InstantSource clock) {
        return of(
                        StreamSupport.stream(
                                        ServiceLoader.load(SourceFactory.class).spliterator(), false)
                                .toList(),
                        StreamSupport.stream(
                                        ServiceLoader.load(TargetFactory.class).spliterator(), false)
                                .toList(),
                        state,
                        base,
                        environment,
                        clock)
                .notifying(ServiceLoader.load(NotifierFactory.class));
    }

    /** The same with these types of notifiers. */
    public Connectors notifying(Iterable<NotifierFactory> these) {
        Connectors more = new Connectors(
                List.copyOf(sources.values()), List.copyOf(targets.values()), state, base, environment, clock);
        these.forEach(f -> more.notifiers.put(f.type(), f));
        return more;
    }

    /** These, and {@code recommend}. */
    public static Connectors of(
            List<SourceFactory> sources,
            List<TargetFactory> targets,
            Path state,
            Path base,
            Connection.Environment environment,
            InstantSource clock) {
        return new Connectors(sources, targets, state, base, environment, clock);
    }

    /** Whether the replicas of a target type may measure themselves, so that a source of the type needs no factory. */
    boolean isTarget(String type) {
        return targets.containsKey(type);
    }

    boolean isSource(String type) {
        return sources.containsKey(type);
    }

    /** @throws IllegalArgumentException if it cannot be opened, and why */
    MetricSource source(String name, SourceSpec spec) {
        SourceFactory factory = sources.get(spec.type());
        if (factory == null) {
            throw new IllegalArgumentException("source '" + name + "': sources of type " + spec.type()
                    + " cannot be read here; there are " + String.join(", ", sources.keySet()));
        }
        try {
            return factory.open(connection(name, "source-" + name, spec.options(), 0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("source '" + name + "': " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if it cannot be opened, and why */
    ScalingTarget target(Workload workload, TargetSpec spec, long token) {
        TargetFactory factory = targets.get(spec.type());
        if (factory == null) {
            throw new IllegalArgumentException("workload '" + workload.name() + "': targets of type " + spec.type()
                    + " cannot be scaled here; there are " + String.join(", ", targets.keySet()));
        }
        try {
            return factory.open(
                    connection(workload.name(), "target-" + workload.name(), spec.options(), token), workload);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException("workload '" + workload.name() + "': " + e.getMessage(), e);
        }
    }

    /** Everything that keeps the targets of a spec from being opened. */
    List<String> problems(Spec spec) {
        List<String> problems = new ArrayList<>();
        for (WorkloadSpec w : spec.workloads().values()) {
            try {
                Closing.close(target(w.workload(), w.target(), 0));
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    /** @throws IllegalArgumentException if it cannot be opened, and why */
    Notifier notifier(String name, NotifySpec spec) {
        NotifierFactory factory = notifiers.get(spec.type());
        if (factory == null) {
            throw new IllegalArgumentException("notify '" + name + "': nobody can be told by " + spec.type()
                    + " here; there are " + String.join(", ", notifiers.keySet()));
        }
        try {
            return factory.open(connection(name, "notify-" + name, spec.options(), 0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("notify '" + name + "': " + e.getMessage(), e);
        }
    }

    private Connection connection(String name, String folder, Map<String, Object> options, long token) {
        return new Connection(
                name, options, token, state.resolve(folder).toString(), base.toString(), environment, clock);
    }
}
