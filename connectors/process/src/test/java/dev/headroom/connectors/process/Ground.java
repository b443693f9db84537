package dev.headroom.connectors.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.model.Fleet;
import dev.headroom.testing.ManualTime;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A folder, a name and a time of its own for one test of real processes, and the end of all that carry the name. */
final class Ground implements AutoCloseable {
    final Path folder;
    final String name = "test-" + UUID.randomUUID();
    final ManualTime time = new ManualTime();
    private final List<ProcessTarget> open = new ArrayList<>();

    Ground(Path folder) {
        this.folder = folder;
    }

    /** A replica that notes its start and then sleeps, until it is told to end. */
    static final String SLEEPER = "echo \"$HEADROOM_REPLICA ${PORT:-}\" >> starts; exec sleep 600";

    ProcessSettings shell(String script) {
        ProcessSettings plain = ProcessSettings.of(name, List.of("/bin/sh", "-c", script), folder);
        return new ProcessSettings(
                plain.name(),
                plain.command(),
                plain.directory(),
                plain.environment(),
                0,
                plain.ready(),
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                Duration.ZERO,
                1024);
    }

    Path state() {
        return folder.resolve("state");
    }

    ProcessTarget target(ProcessSettings settings, long token) {
        return keep(ProcessTarget.open(settings, state(), token, time));
    }

    ProcessTarget keep(ProcessTarget target) {
        open.add(target);
        return target;
    }

    /** A port from which on some are free. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static Fleet fleet(ProcessTarget target) {
        return ((ScalingTarget.Observed.Seen) target.observe()).fleet();
    }

    static List<String> step(ProcessTarget target) {
        ProcessTarget.Step step = target.step();
        assertThat(step).isInstanceOf(ProcessTarget.Step.Done.class);
        return ((ProcessTarget.Step.Done) step).events();
    }

    /** Real processes take real time; the test's own time stands still meanwhile. */
    static void until(Callable<Boolean> reached) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(15))
                .atMost(Duration.ofSeconds(60))
                .until(reached);
    }

    static void stepUntil(ProcessTarget target, Callable<Boolean> reached) {
        until(() -> {
            step(target);
            return reached.call();
        });
    }

    List<String> starts() throws IOException {
        Path file = folder.resolve("starts");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Live processes of this ground. */
    List<Long> alive() {
        return Proc.marked("HEADROOM_WORKLOAD").getOrDefault(name, List.of());
    }

    @Override
    public void close() {
        open.forEach(ProcessTarget::close);
        until(() -> {
            alive().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            return alive().isEmpty();
        });
    }
}
