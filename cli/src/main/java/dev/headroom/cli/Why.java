package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains a decision of a running controller. */
@Command(
        name = "why",
        description = "Explains why a workload has as many replicas as it has: every step of a decision.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:there is no such workload or decision",
            "2:the command line is wrong",
            "3:nothing answers at the URL"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  headroom why web", "  headroom why web --at 2026-11-26T08:00:00Z", "  headroom why web -o yaml"})
final class Why implements Callable<Integer> {

    @Parameters(paramLabel = "WORKLOAD", description = "Name of a workload in the spec.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String workload;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "The decision in force at this time, such as 2026-11-26T08:00:00Z. Default: the latest.")
    private @Nullable String at;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        String query = at == null ? "" : "?at=" + ApiClient.part(instant("--at", at));
        JsonNode answer = server.client().get("/workloads/" + ApiClient.part(workload) + "/why" + query);
        server.print(answer, command.commandLine().getOut(), Why::words);
        return CommandLine.ExitCode.OK;
    }

    /** Checks a time of the command line. */
    static String instant(String option, String text) {
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeException e) {
            throw Refusal.ofUsage(option + ": a time such as 2026-11-26T08:00:00Z is needed, not '" + text + "'");
        }
    }

    private static void words(JsonNode d, PrintWriter out) {
        out.println(d.get("workload").asText() + " at " + LiveText.time(d.get("at")) + ": " + LiveText.change(d));
        out.println(d.get("summary").asText());
        out.println();
        List<List<String>> steps = new ArrayList<>();
        int deciding = d.get("deciding").intValue();
        int i = 0;
        for (JsonNode r : d.get("reasons")) {
            steps.add(List.of(
                    (i == deciding ? "* " : "  ") + r.get("stage").asText(),
                    r.get("rule").asText(),
                    r.get("before").asText() + " → " + r.get("after").asText(),
                    r.get("text").asText()));
            i++;
        }
        LiveText.table(out, List.of("  stage", "rule", "replicas", "what (* set the number)"), "", steps);
        List<List<String>> seen = new ArrayList<>();
        JsonNode fleet = d.get("fleet");
        seen.add(List.of(
                "replicas",
                fleet.get("ready").asText() + " ready",
                fleet.get("starting").asText() + " starting, "
                        + fleet.get("draining").asText() + " draining"));
        for (JsonNode s : d.get("signals")) {
            seen.add(List.of(
                    s.get("name").asText(),
                    LiveText.value(s),
                    s.get("status").asText().equals("ok")
                            ? "at " + LiveText.time(s.get("at"))
                            : s.get("status").asText() + ": " + s.get("detail").asText()));
        }
        out.println();
        LiveText.table(out, List.of("seen", "value", ""), "r", seen);
        d.get("overrides").forEach(o -> out.println("order: " + LiveText.order(o)));
        d.get("advice").forEach(a -> out.println("asked of others: " + a.asText()));
    }
}
