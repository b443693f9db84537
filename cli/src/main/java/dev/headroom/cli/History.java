package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
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

/** Lists recorded decisions of a running controller. */
@Command(
        name = "history",
        description = "Lists the changes of a workload's replicas, or all decisions, oldest first.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:there is no such workload, or its decisions cannot be read",
            "2:the command line is wrong",
            "3:nothing answers at the URL"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom history web",
            "  headroom history web --all --limit 500 -o json",
            "  headroom history web --from 2026-11-26T00:00:00Z --to 2026-11-26T12:00:00Z"
        })
final class History implements Callable<Integer> {

    @Parameters(paramLabel = "WORKLOAD", description = "Name of a workload in the spec.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String workload;

    @Option(names = "--from", paramLabel = "TIME", description = "The earliest time. Default: the latest decisions.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The time before which they were made. Default: now.")
    private @Nullable String to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "40",
            description = "The most that are listed, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int limit = 40;

    @Option(names = "--all", description = "List all decisions, not only those that changed something.")
    private boolean all;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        StringBuilder query = new StringBuilder("?limit=" + limit + "&changes=" + !all);
        if (from != null) {
            query.append("&from=").append(ApiClient.part(Why.instant("--from", from)));
        }
        if (to != null) {
            query.append("&to=").append(ApiClient.part(Why.instant("--to", to)));
        }
        JsonNode answer = server.client().get("/workloads/" + ApiClient.part(workload) + "/decisions" + query);
        server.print(answer, command.commandLine().getOut(), this::words);
        return CommandLine.ExitCode.OK;
    }

    private void words(JsonNode answer, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode d : answer.get("decisions")) {
            rows.add(List.of(
                    LiveText.time(d.get("at")),
                    LiveText.change(d),
                    d.get("summary").asText()));
        }
        if (rows.isEmpty()) {
            out.println(all ? "no decision was recorded" : "no change was recorded; --all lists every decision");
            return;
        }
        LiveText.table(out, List.of("time", "replicas", "why"), "", rows);
        if (!answer.get("next").isNull()) {
            out.println("there are more: --from " + answer.get("next").asText());
        }
    }
}
