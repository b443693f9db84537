package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a gateway makes of an overload, and what happens without. */
@Command(
        name = "overload",
        description =
                "Offers a server that can do 100 requests a second ten times as many, by callers who give up after a"
                        + " second: behind a gateway, and without. All on this machine, in real time.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  headroom bench overload", "  headroom bench overload --for 10s -o json"})
final class BenchOverload implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Kept, so that its level stays. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "How long requests are offered, each time. Default: ${DEFAULT-VALUE}.")
    private String span = "60s";

    @Option(
            names = "--offered",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Requests a second that are offered. Default: ${DEFAULT-VALUE}.")
    private int offered = 1000;

    @Option(
            names = "--capacity",
            paramLabel = "N",
            defaultValue = "100",
            description = "Requests a second that the server can do. Default: ${DEFAULT-VALUE}.")
    private int capacity = 100;

    @Mixin
    private final TableOrJson output = new TableOrJson();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration time = BenchGround.span("--for", span, LONGEST);
        if (offered < 1 || offered > 5000 || capacity < 10 || capacity > 5000) {
            throw new Refusal("--offered must be from 1 to 5000, --capacity from 10 to 5000");
        }
        LIBRARY.setLevel(Level.OFF);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        Path folder = Files.createTempDirectory("headroom-bench");
        try {
            err.printf("behind a gateway, for %s …%n", span);
            err.flush();
            OverloadRun.Result with = OverloadRun.run(true, offered, capacity, time, folder);
            err.printf("without, for %s …%n", span);
            err.flush();
            OverloadRun.Result without = OverloadRun.run(false, offered, capacity, time, folder);
            if (output.json()) {
                out.println(json(with, without));
            } else {
                table(out, with, without);
            }
            out.flush();
        } finally {
            BenchGround.remove(folder);
        }
        return ExitCode.OK;
    }

    private void table(PrintWriter out, OverloadRun.Result with, OverloadRun.Result without) {
        out.printf(
                Locale.ROOT,
                "capacity %d/s, offered %d/s for %s, callers give up after 1 s%n%n%-30s %14s %14s%n",
                capacity,
                offered,
                span,
                "",
                "with gateway",
                "without");
        row(out, "answered in time", "/s", with.goodput(), without.goodput());
        row(out, "refused", "/s", with.refused() / with.seconds(), without.refused() / without.seconds());
        row(out, "given up", "/s", with.lost() / with.seconds(), without.lost() / without.seconds());
        row(out, "in time, median", "ms", with.p50(), without.p50());
        row(out, "in time, 99 % within", "ms", with.p99(), without.p99());
        row(out, "well again after", "s", with.recovery(), without.recovery());
    }

    private static void row(PrintWriter out, String name, String unit, double with, double without) {
        out.printf("%-30s %14s %14s%n", name, shown(with, unit), shown(without, unit));
    }

    private static String shown(double value, String unit) {
        return value < 0 ? "over 30 s" : Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f %s", value, unit);
    }

    private String json(OverloadRun.Result with, OverloadRun.Result without) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        root.put("capacity", capacity).put("offered", offered).put("for", span);
        put(root.putObject("gateway"), with);
        put(root.putObject("without"), without);
        return JSON.writeValueAsString(root);
    }

    private static void put(ObjectNode into, OverloadRun.Result r) {
        into.put("offered", r.offered())
                .put("inTime", r.inTime())
                .put("refused", r.refused())
                .put("givenUp", r.lost())
                .put("goodput", r.goodput())
                .put("recovery", r.recovery() < 0 ? null : (Double) r.recovery())
                .put("p50Millis", Double.isNaN(r.p50()) ? null : (Double) r.p50())
                .put("p99Millis", Double.isNaN(r.p99()) ? null : (Double) r.p99());
    }
}
