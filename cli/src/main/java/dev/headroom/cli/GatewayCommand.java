package dev.headroom.cli;

import dev.headroom.gateway.Gateway;
import dev.headroom.guard.GuardClock;
import dev.headroom.spec.GatewaySpec;
import dev.headroom.spec.Spec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** Runs the HTTP front of a spec until it is stopped. */
@Command(
        name = "gateway",
        description = {
            "Runs the HTTP front of a spec: limits, adaptive concurrency with a queue, and balancing over servers that come and go.",
            "It runs until it is stopped (Ctrl-C, SIGTERM); requests under way get 10 s to end."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom gateway headroom.yaml",
            "  curl http://127.0.0.1:8081/metrics      what it tells of itself"
        })
final class GatewayCommand implements Callable<Integer> {

    /** Kept, so that its level stays: the library's own notes on its start are of no use here. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    @Parameters(paramLabel = "SPEC", description = "The spec, such as headroom.yaml, with a gateway.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = command.commandLine().getErr();
        Spec spec = SpecFiles.load(file, err);
        GatewaySpec gateway = spec.gateway();
        if (gateway == null) {
            throw new Refusal("the spec has no gateway; add one under 'gateway', with upstreams and routes");
        }
        LIBRARY.setLevel(Level.OFF);
        Path folder = file.toAbsolutePath().normalize().getParent();
        CountDownLatch stopped = new CountDownLatch(1);
        try (GatewayLimits limits = GatewayLimits.open(gateway.redis(), System.getenv(), err::println);
                Gateway running = new Gateway(
                        gateway,
                        spec.timezone(),
                        folder == null ? Path.of(".") : folder,
                        limits.limits(),
                        GuardClock.SYSTEM,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        err::println)) {
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stopped.countDown();
                try {
                    main.join(15_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            running.start();
            command.commandLine()
                    .getOut()
                    .println(
                            "listening on " + gateway.listen() + ", metrics on http://" + gateway.admin() + "/metrics");
            stopped.await();
        } catch (IllegalStateException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
        return CommandLine.ExitCode.OK;
    }
}
