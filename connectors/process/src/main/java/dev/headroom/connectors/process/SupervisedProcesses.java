package dev.headroom.connectors.process;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.Tended;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A process target with its metrics, looked after once a second. */
final class SupervisedProcesses implements ScalingTarget, MetricSource, Tended, AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final ProcessTarget target;
    private final ProcessSource source;

    SupervisedProcesses(ProcessTarget target, ProcessSource source) {
        this.target = target;
        this.source = source;
    }

    @Override
    public Observed observe() {
        return target.observe();
    }

    @Override
    public Applied apply(int desired) {
        return target.apply(desired);
    }

    @Override
    public List<Reading> read(List<Signal> signals, Instant now) {
        return source.read(signals, now);
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Care tend() {
        return switch (target.step()) {
            case ProcessTarget.Step.Done done -> new Care.Done(done.events());
            case ProcessTarget.Step.Fenced fenced -> new Care.Fenced(fenced.why());
            case ProcessTarget.Step.Failed failed -> new Care.Failed(failed.why());
        };
    }

    @Override
    public void close() {
        target.close();
    }
}
