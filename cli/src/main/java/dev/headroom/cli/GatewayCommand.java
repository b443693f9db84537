package dev.headroom.cli;

import dev.headroom.connectors.jdbc.Database;
import dev.headroom.connectors.jdbc.JdbcJobs;
import dev.headroom.gateway.ControllerCall;
import dev.headroom.gateway.Gateway;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.JobStore;
import dev.headroom.guard.RateLimits;
import dev.headroom.spec.GatewaySpec;
import dev.headroom.spec.Spec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the HTTP front of a spec until it is stopped. */
@Command(
        name = "gateway",
        description = {
            "Runs the HTTP front of a spec: limits, adaptive concurrency with a queue, balancing over servers that"
                    + " come and go, and requests that are queued and done later.",
            "It runs until it is stopped (Ctrl-C, SIGTERM); requests under way get 10 s to end."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom gateway headroom.yaml",
            "  headroom gateway headroom.yaml --region tokyo --zone tokyo-a",
            "  curl http://127.0.0.1:8081/metrics      what it tells of itself"
        })
final class GatewayCommand implements Callable<Integer> {

    /** Kept, so that its level stays: the library's own notes on its start are of no use here. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    @Parameters(paramLabel = "SPEC", description = "The spec, such as headroom.yaml, with a gateway.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            description = "Where this gateway runs, in place of 'place' in the spec.")
    private @Nullable String region;

    @Option(
            names = "--zone",
            paramLabel = "NAME",
            description = "The zone it runs in, in place of 'place' in the spec.")
    private @Nullable String zone;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = command.commandLine().getErr();
        Spec spec = SpecFiles.load(file, err);
        GatewaySpec gateway = here(gateway(spec));
        Path folder = file.toAbsolutePath().normalize().getParent();
        CountDownLatch stopped = new CountDownLatch(1);
        Path base = folder == null ? Path.of(".") : folder;
        try (GatewayLimits limits = GatewayLimits.open(gateway.redis(), base, System.getenv(), err::println);
                Database store = gateway.queues() ? store(gateway.queue().store(), base) : null;
                ControllerCall controller = controller(gateway, err);
                Gateway running = of(
                        gateway,
                        spec.timezone(),
                        base,
                        limits.limits(),
                        store == null ? null : new JdbcJobs(store),
                        controller == null ? upstream -> {} : controller,
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
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
        return CommandLine.ExitCode.OK;
    }

    private GatewaySpec here(GatewaySpec gateway) {
        GatewaySpec.Place written = gateway.place();
        return region == null && zone == null
                ? gateway
                : gateway.at(new GatewaySpec.Place(
                        region != null || written == null ? region : written.region(),
                        zone != null || written == null ? zone : written.zone()));
    }

    private static @Nullable ControllerCall controller(GatewaySpec gateway, PrintWriter err) {
        GatewaySpec.Controller told = gateway.controller();
        if (told == null) {
            return null;
        }
        String variable = told.tokenEnv();
        String token = variable == null ? null : System.getenv(variable);
        if (variable != null && token == null) {
            throw new Refusal("gateway.controller: the environment variable " + variable + " is not set");
        }
        return new ControllerCall(told, token, err::println);
    }

    /**
     * A gateway as a spec describes it, which does not listen yet.
     *
     * @param zone whose days limits per day are for
     * @param folder that files in the spec are relative to
     * @param limits what counts rates
     * @param jobs where requests wait that are done later; null where there are none
     * @param wanted hears of upstreams that are asked for and have no server
     */
    static Gateway of(
            GatewaySpec gateway,
            ZoneId zone,
            Path folder,
            RateLimits limits,
            @Nullable JobStore jobs,
            Consumer<String> wanted,
            Consumer<String> say) {
        LIBRARY.setLevel(Level.OFF);
        return new Gateway(
                gateway,
                zone,
                folder,
                limits,
                jobs,
                wanted,
                GuardClock.SYSTEM,
                () -> ThreadLocalRandom.current().nextDouble(),
                say);
    }

    /**
     * What a spec says of a gateway.
     *
     * @throws Refusal if it says nothing
     */
    static GatewaySpec gateway(Spec spec) {
        GatewaySpec gateway = spec.gateway();
        if (gateway == null) {
            throw new Refusal("the spec has no gateway; add one under 'gateway', with upstreams and routes");
        }
        return gateway;
    }

    /** The store of queued requests: what they hold may be secret, so its file is for nobody else. */
    private static Database store(String url, Path base) {
        String prefix = "sqlite:";
        if (!url.startsWith(prefix)) {
            return Database.open(url);
        }
        Path file = base.resolve(url.substring(prefix.length()));
        try {
            if (Files.notExists(file)
                    && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Path parent = file.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the store " + file + " cannot be made: " + e, e);
        }
        return Database.open(prefix + file);
    }
}
