package dev.headroom.connectors.process;

import dev.headroom.engine.Workload;
import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.TargetFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Opens targets of type {@code process}, which measure themselves: sources of that type are read from them. */
public final class ProcessFactory implements TargetFactory {

    private static final String TCP = "tcp";

    @Override
    public String type() {
        return "process";
    }

    @Override
    public ScalingTarget open(Connection with, Workload of) {
        ProcessTarget target =
                ProcessTarget.open(settings(with, of), Path.of(with.state()), with.token(), with.clock());
        return new SupervisedProcesses(
                target, new ProcessSource(target, with.number("cores", 1), (long) with.number("memory", 0)));
    }

    private static ProcessSettings settings(Connection with, Workload of) {
        ReadyCheck ready = with.text("ready")
                .<ReadyCheck>map(r -> r.equals(TCP) ? ReadyCheck.Tcp.ONLY : new ReadyCheck.Http(r))
                .orElse(ReadyCheck.Running.ONLY);
        Map<String, String> environment = with.mapping("env");
        return new ProcessSettings(
                with.name(),
                with.texts("command"),
                Path.of(with.path("directory")),
                environment,
                with.count("first-port", 0),
                ready,
                of.replica().warmup(),
                with.duration("stop-timeout", Duration.ofSeconds(30)),
                with.duration("restart-pause", Duration.ofSeconds(1)),
                with.duration("longest-restart-pause", Duration.ofMinutes(1)),
                with.duration("restart-unready", Duration.ZERO),
                (long) with.number("log-size", 10 << 20));
    }
}
