package dev.headroom.cli;

import dev.headroom.connectors.jdbc.Database;
import dev.headroom.connectors.jdbc.JdbcLeases;
import dev.headroom.connectors.jdbc.JdbcOrders;
import dev.headroom.connectors.jdbc.JdbcRollouts;
import dev.headroom.connectors.jdbc.JdbcSpecs;
import dev.headroom.connectors.jdbc.JdbcStore;
import dev.headroom.controller.Connectors;
import dev.headroom.controller.Controller;
import dev.headroom.controller.ControllerStatus.Mode;
import dev.headroom.controller.LiveTiming;
import dev.headroom.controller.Parts;
import dev.headroom.controller.Vault;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.api.ApiSettings;
import dev.headroom.controller.traces.Traces;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Controls the workloads of a spec until it is told to stop. */
@Command(
        name = "run",
        description = "Controls the workloads of a spec: observes, decides, acts, records and explains, until Ctrl-C or"
                + " SIGTERM. What is scaled stays as it is then.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom run headroom.yaml",
            "  headroom run headroom.yaml --dry-run --once        one decision for each workload, nothing changed",
            "  headroom run headroom.yaml --shadow                beside what scales them today",
            "  headroom run headroom.yaml --tokens tokens          with orders from the page and the command",
            "  headroom run headroom.yaml --store postgresql://headroom@db/headroom",
            "",
            "A change of the spec's file is put in force as it is saved; a bad one is refused, and the former stays.",
            "Several controllers with the same --store share the workloads."
        })
final class RunCommand implements Callable<Integer> {

    private static final int STOP_SECONDS = 20;
    private static final int ONCE_SECONDS = 120;

    @Parameters(paramLabel = "SPEC", description = "The spec, such as headroom.yaml.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Option(
            names = "--store",
            paramLabel = "URL",
            description = "Where decisions, orders and leases are kept: sqlite:FILE or postgresql://user@host/name."
                    + " Default: sqlite in the state folder.")
    private @Nullable String store;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Folder of what is kept on this machine, such as the processes that run."
                    + " Default: .headroom/NAME beside the spec.")
    private @Nullable Path state;

    @Option(names = "--dry-run", description = "Decide, record and show, but change nothing.")
    private boolean dryRun;

    @Option(names = "--shadow", description = "As --dry-run, and measure it beside what really runs.")
    private boolean shadow;

    @Option(names = "--once", description = "End after one turn of each workload.")
    private boolean once;

    @Option(
            names = "--log",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Shape of the lines that are printed. Default: ${DEFAULT-VALUE}.")
    private LogLines.Shape log = LogLines.Shape.TEXT;

    @Mixin
    private Interface served = new Interface();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (dryRun && shadow) {
            throw Refusal.ofUsage("--dry-run and --shadow exclude each other: shadow mode changes nothing either");
        }
        String text = read(file);
        SpecFiles.load(file, err);
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path kept = state == null ? besides(file) : state.toAbsolutePath();
        ApiSettings settings = served.settings(System::getenv, folder);
        LogLines lines = new LogLines(out, log);
        Optional<Traces> traces = traces(trouble -> lines.warn(Instant.now(), trouble));
        try (Database database = Database.open(store == null ? "sqlite:" + kept.resolve("store.db") : store);
                LiveTiming timing = new LiveTiming(e -> err.println("headroom: " + e))) {
            Parts parts = Parts.of(
                            holder(),
                            timing,
                            Connectors.found(kept, folder == null ? Path.of("") : folder, System::getenv, timing::now),
                            vault(database))
                    .in(shadow ? Mode.SHADOW : dryRun ? Mode.DRY_RUN : Mode.ACTING)
                    .versioned(Version.number());
            Controller controller =
                    made(Controller.of(parts, file.toString(), folder == null ? Path.of("") : folder, text), err);
            traces.ifPresent(controller::subscribe);
            return control(controller, timing, lines, text, settings);
        } finally {
            traces.ifPresent(Traces::close);
        }
    }

    private static Optional<Traces> traces(Consumer<String> trouble) {
        try {
            return Traces.of(System.getenv(), Version.number(), trouble);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    static Controller made(Controller.Made made, PrintWriter err) {
        return switch (made) {
            case Controller.Made.Ready ready -> ready.controller();
            case Controller.Made.Refused refused -> {
                refused.problems().forEach(err::println);
                int n = refused.problems().size();
                throw new Refusal(
                        n == 1
                                ? "the spec has a problem, shown above"
                                : "the spec has " + n + " problems, shown above");
            }
        };
    }

    private int control(Controller controller, LiveTiming timing, LogLines lines, String text, ApiSettings settings)
            throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        controller.subscribe(lines);
        Thread hook = new Thread(() -> {
            told.countDown();
            await(ended);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        var status = controller.controller();
        lines.say(
                timing.now(),
                "controller " + status.holder() + " begins with " + status.workloads() + " workload"
                        + (status.workloads() == 1 ? "" : "s") + " of " + file + mode(status.mode()));
        Runnable unserve = once ? () -> {} : served.serve(controller, settings, line -> lines.say(timing.now(), line));
        controller.start();
        new SpecWatch(file, text, controller, timing).start();
        boolean all = true;
        if (once) {
            all = turned(controller);
        } else {
            told.await();
        }
        CountDownLatch rest = new CountDownLatch(1);
        controller.stop(rest::countDown);
        boolean atRest = rest.await(STOP_SECONDS, TimeUnit.SECONDS);
        unserve.run();
        lines.say(
                timing.now(),
                atRest
                        ? "the controller has stopped; what it scales stays as it is"
                        : "the controller stops in the middle of a turn, which does not end");
        ended.countDown();
        forget(hook);
        return all && atRest ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Waits until each workload has had a turn; whether all turns went well. */
    private static boolean turned(Controller controller) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Runnable end = controller.subscribe(event -> {
            if (controller.workloads().stream().allMatch(w -> w.at() != null)) {
                done.countDown();
            }
        });
        boolean all = done.await(ONCE_SECONDS, TimeUnit.SECONDS);
        end.run();
        return all
                && controller.workloads().stream()
                        .allMatch(w -> w.outcome() == WorkloadStatus.Outcome.HELD
                                || w.outcome() == WorkloadStatus.Outcome.SCALED
                                || w.outcome() == WorkloadStatus.Outcome.SHOWN);
    }

    private static String mode(Mode mode) {
        return switch (mode) {
            case ACTING -> "";
            case DRY_RUN -> "; a dry run, nothing is changed";
            case SHADOW -> "; in shadow mode, nothing is changed";
        };
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(STOP_SECONDS + 5, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            return;
        }
    }

    static Vault vault(Database database) {
        JdbcStore journal = new JdbcStore(database);
        return new Vault(
                journal::fencedBy,
                journal,
                new JdbcOrders(database),
                new JdbcSpecs(database),
                new JdbcRollouts(database),
                new JdbcLeases(database));
    }

    /** The state folder of a spec unless another is named. */
    static Path besides(Path spec) {
        Path whole = spec.toAbsolutePath().normalize();
        String name = String.valueOf(whole.getFileName()).replaceFirst("\\.ya?ml$", "");
        return whole.resolveSibling(".headroom").resolve(name);
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Refusal("cannot read '" + file + "': "
                    + (e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.getMessage()));
        }
    }

    /** A name that is unique to this run, and tells where it is. */
    private static String holder() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return host + "-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 4);
    }
}
