package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what a running controller sees and does. */
@Command(
        name = "status",
        description = "Shows what a running controller sees and does: each workload, and the budgets.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the controller refused it, or there is no such workload",
            "2:the command line is wrong",
            "3:nothing answers at the URL"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom status",
            "  headroom status -o json | jq '.workloads[] | {name, desired}'",
            "  headroom status --url https://headroom.example:8484"
        })
final class Status implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        ApiClient client = server.client();
        ObjectNode all = (ObjectNode) client.get("/workloads");
        all.set("controller", client.get("/controller"));
        all.set("rollout", client.get("/rollout"));
        all.set("budgets", client.get("/budgets").get("budgets"));
        server.print(all, command.commandLine().getOut(), Status::words);
        return CommandLine.ExitCode.OK;
    }

    private static void words(JsonNode all, PrintWriter out) {
        JsonNode c = all.get("controller");
        out.println("controller " + c.get("holder").asText() + ", version "
                + c.get("version").asText() + ": " + c.get("mode").asText() + ", "
                + (c.get("ready").booleanValue() ? "ready" : "not ready") + ", holds "
                + c.get("held").asText() + " of " + c.get("workloads").asText() + " workloads, since "
                + LiveText.time(c.get("started")));
        if (!c.get("refusal").asText().isEmpty()) {
            out.println("a later spec was refused: " + c.get("refusal").asText());
        }
        if (!all.get("rollout").get("ends").isNull()) {
            out.println(RolloutCommand.sentence(all.get("rollout")));
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (JsonNode w : all.get("workloads")) {
            rows.add(row(w));
            notes(w, notes);
        }
        out.println();
        LiveText.table(
                out,
                List.of("workload", "ready", "wanted", "bounds", "state", "demand", "kept", "cost/h", "mode"),
                "rrlr",
                rows);
        if (!all.get("budgets").isEmpty()) {
            out.println();
            List<List<String>> budgets = new ArrayList<>();
            all.get("budgets").forEach(b -> budgets.add(budget(b)));
            LiveText.table(
                    out, List.of("budget", "an hour", "of", "today", "of", "this month", "of"), "rrrrrr", budgets);
        }
        if (!notes.isEmpty()) {
            out.println();
            notes.forEach(out::println);
        }
    }

    private static List<String> row(JsonNode w) {
        JsonNode first = w.get("signals").path(0);
        return List.of(
                w.get("name").asText(),
                w.get("fleet").isNull() ? "–" : w.get("fleet").get("ready").asText(),
                w.get("desired").isNull() ? "–" : w.get("desired").asText(),
                w.get("min").asText() + "–" + w.get("max").asText(),
                w.get("outcome").asText(),
                first.isMissingNode() ? "–" : first.get("name").asText() + " " + LiveText.value(first),
                LiveText.share(w.get("attainment")),
                LiveText.money(w.get("perHour"), w.get("currency")),
                w.get("mode").asText());
    }

    private static List<String> budget(JsonNode b) {
        JsonNode currency = b.get("currency");
        return List.of(
                b.get("name").asText(),
                LiveText.money(b.get("perHour"), currency),
                LiveText.money(b.get("hourly"), currency),
                LiveText.money(b.get("today"), currency),
                LiveText.money(b.get("daily"), currency),
                LiveText.money(b.get("month"), currency),
                LiveText.money(b.get("monthly"), currency));
    }

    private static void notes(JsonNode w, List<String> notes) {
        String name = w.get("name").asText() + ": ";
        if (!w.get("why").asText().isEmpty()) {
            notes.add(name + w.get("why").asText());
        }
        if (!w.get("conflict").asText().isEmpty()) {
            notes.add(name + "also scaled by " + w.get("conflict").asText());
        }
        w.get("overrides").forEach(o -> notes.add(name + LiveText.order(o)));
        for (JsonNode s : w.get("signals")) {
            if (!s.get("status").asText().equals("ok")) {
                notes.add(name + "signal " + s.get("name").asText() + " "
                        + s.get("status").asText() + ": " + s.get("detail").asText());
            }
        }
    }
}
