package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.headroom.controller.RolloutStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how a changed spec is rolled out by a running controller, and lets it go on or return. */
@Command(
        name = "rollout",
        description = "Shows how far a changed spec has come with a running controller, and what was seen of its"
                + " workloads; with an order, lets it go on or return.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the controller refused it",
            "2:the command line is wrong",
            "3:nothing answers at the URL"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom rollout",
            "  headroom rollout advance      its next stage begins now",
            "  headroom rollout finish       the changed spec is in force now, without more stages",
            "  headroom rollout abort        the former spec is in force again",
            "  headroom rollout retry        what was returned is rolled out once more",
            "",
            "A spec comes in stages where the one before it has 'controller: { rollout: … }'."
        })
final class RolloutCommand implements Callable<Integer> {

    private static final List<String> ORDERS = Arrays.stream(RolloutStatus.Order.values())
            .map(order -> order.name().toLowerCase(Locale.ROOT))
            .toList();

    @Parameters(
            arity = "0..1",
            paramLabel = "advance|finish|abort|retry",
            description = "The order; without one the roll-out is only shown.")
    private @Nullable String order;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        if (order != null && !ORDERS.contains(order)) {
            throw Refusal.ofUsage("'" + order + "' cannot be ordered; write one of " + String.join(", ", ORDERS));
        }
        if (order == null) {
            server.print(server.client().get("/rollout"), out, RolloutCommand::words);
        } else {
            server.print(
                    server.client()
                            .post(
                                    "/rollout",
                                    JsonNodeFactory.instance.objectNode().put("order", order)),
                    out,
                    (answer, words) -> words.println(answer.get("done").asText()));
        }
        return CommandLine.ExitCode.OK;
    }

    /** The roll-out as a sentence; empty when there never was one. */
    static String sentence(JsonNode r) {
        String what = "spec " + r.get("next").asText() + " in place of "
                + r.get("former").asText() + ", by " + r.get("author").asText();
        String why = r.get("why").asText();
        String ends = r.get("ends").isNull() ? "" : ", until " + LiveText.time(r.get("ends"));
        return switch (r.get("stage").asText()) {
            case "none" -> "";
            case "done" -> "rolled out: " + what + ", done " + LiveText.time(r.get("since"));
            case "returned" -> "returned: " + what + ", " + LiveText.time(r.get("since")) + ": " + why;
            case "shadow" -> "roll-out, stage shadow: " + what + ends + waiting(why);
            case "first" ->
                "roll-out, stage first ('" + r.get("first").asText() + "' before the others): " + what + ends
                        + waiting(why);
            default -> "roll-out, stage all (watched): " + what + ends + waiting(why);
        };
    }

    private static String waiting(String why) {
        return why.isEmpty() ? "" : "; waits: " + why;
    }

    private static void words(JsonNode r, PrintWriter out) {
        String sentence = sentence(r);
        out.println(sentence.isEmpty() ? "no spec was rolled out in stages yet" : sentence);
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode m : r.get("measured")) {
            boolean shadow = !m.get("decidedHours").isNull();
            rows.add(List.of(
                    m.get("workload").asText(),
                    m.get("turns").asText(),
                    m.get("lacking").asText(),
                    LiveText.share(m.get("lackingBefore")),
                    m.get("judged").asInt() == 0
                            ? "–"
                            : m.get("missed").asText() + " of "
                                    + m.get("judged").asText(),
                    LiveText.share(m.get("missedBefore")),
                    m.get("desired").isNull() ? "–" : m.get("desired").asText(),
                    shadow ? hours(m.get("decidedHours")) + " for " + hours(m.get("realHours")) : "–"));
        }
        if (!rows.isEmpty()) {
            out.println();
            LiveText.table(
                    out,
                    List.of("workload", "turns", "lacking", "before", "missed", "before", "wanted", "replica hours"),
                    "rrrrrrr",
                    rows);
        }
    }

    private static String hours(JsonNode hours) {
        return String.format(Locale.ROOT, "%.2f", hours.asDouble());
    }
}
