package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The gateway beside nginx as a plain reverse proxy. */
@Command(
        name = "proxy",
        description =
                "Runs nginx and the gateway as plain reverse proxies before the same server on this machine, in turn,"
                        + " under wrk; the gateway with a rate limit, a bound on requests under way and metrics on. It starts all"
                        + " it needs.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom bench proxy",
            "  headroom bench proxy --connections 16 --for 20s --rounds 5 -o json",
            "",
            "It needs nginx and wrk: apt install nginx-light wrk"
        })
final class BenchProxy implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration WARM = Duration.ofSeconds(5);

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "How long each is measured in each round. Default: ${DEFAULT-VALUE}.")
    private String span = "10s";

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "Connections of wrk. Default: ${DEFAULT-VALUE}.")
    private int connections = 64;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each is measured; the median counts. Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Mixin
    private final TableOrJson output = new TableOrJson();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration time = BenchGround.span("--for", span, LONGEST);
        if (connections < 2 || connections > 2000 || rounds < 1 || rounds > 100) {
            throw new Refusal("--connections must be from 2 to 2000, --rounds from 1 to 100");
        }
        for (String program : List.of("nginx", "wrk")) {
            if (found(program) == null) {
                throw new Refusal("there is no " + program + " here; install both: apt install nginx-light wrk");
            }
        }
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        Path folder = Files.createTempDirectory("headroom-bench");
        List<ProxyRun.Seen> nginx = new ArrayList<>();
        List<ProxyRun.Seen> gateway = new ArrayList<>();
        try (ProxyRun run = new ProxyRun(folder)) {
            err.println("warming up …");
            err.flush();
            run.nginx(connections, WARM);
            run.gateway(connections, WARM.multipliedBy(2));
            for (int i = 1; i <= rounds; i++) {
                err.printf("round %d of %d …%n", i, rounds);
                err.flush();
                nginx.add(run.nginx(connections, time));
                gateway.add(run.gateway(connections, time));
            }
        } finally {
            BenchGround.remove(folder);
        }
        ProxyRun.Seen a = median(nginx);
        ProxyRun.Seen b = median(gateway);
        if (output.json()) {
            out.println(json(a, b));
        } else {
            table(out, a, b);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static @Nullable Path found(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path path = Path.of(folder, program);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        return null;
    }

    private static ProxyRun.Seen median(List<ProxyRun.Seen> all) {
        return new ProxyRun.Seen(
                median(all, ProxyRun.Seen::perSecond),
                median(all, ProxyRun.Seen::p50),
                median(all, ProxyRun.Seen::p99),
                median(all, ProxyRun.Seen::megabytes),
                all.stream().mapToLong(ProxyRun.Seen::bad).sum());
    }

    private static double median(List<ProxyRun.Seen> all, ToDoubleFunction<ProxyRun.Seen> of) {
        double[] sorted = all.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void table(PrintWriter out, ProxyRun.Seen nginx, ProxyRun.Seen gateway) {
        out.printf(
                Locale.ROOT,
                "%d connections, %d rounds of %s, medians%n%n%-14s %12s %12s %10s%n",
                connections,
                rounds,
                span,
                "",
                "nginx",
                "gateway",
                "ratio");
        row(out, "requests/s", nginx.perSecond(), gateway.perSecond());
        row(out, "p50, ms", nginx.p50(), gateway.p50());
        row(out, "p99, ms", nginx.p99(), gateway.p99());
        row(out, "memory, MB", nginx.megabytes(), gateway.megabytes());
        row(out, "bad answers", (double) nginx.bad(), (double) gateway.bad());
    }

    private static void row(PrintWriter out, String name, double nginx, double gateway) {
        out.printf(
                Locale.ROOT,
                "%-14s %12.2f %12.2f %10s%n",
                name,
                nginx,
                gateway,
                nginx == 0 ? "–" : String.format(Locale.ROOT, "%.2f", gateway / nginx));
    }

    private String json(ProxyRun.Seen nginx, ProxyRun.Seen gateway) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        root.put("connections", connections).put("rounds", rounds).put("for", span);
        put(root.putObject("nginx"), nginx);
        put(root.putObject("gateway"), gateway);
        return JSON.writeValueAsString(root);
    }

    private static void put(ObjectNode into, ProxyRun.Seen s) {
        into.put("perSecond", s.perSecond())
                .put("p50Millis", s.p50())
                .put("p99Millis", s.p99())
                .put("megabytes", s.megabytes())
                .put("bad", s.bad());
    }
}
