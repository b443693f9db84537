package dev.headroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An order to a running controller: for which workload, for how long, and why. */
final class OrderOptions {

    @Parameters(index = "0", paramLabel = "WORKLOAD", description = "Name of a workload in the spec.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String workload;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "How long it lasts, such as 45m or 2h; at most 30d. Default: ${DEFAULT-VALUE}.")
    private String lasting = "1h";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for those who wonder later.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String reason;

    @Mixin
    private ServerOptions server = new ServerOptions();

    /** A new order of a kind. */
    static ObjectNode order(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }

    /** Gives an order, and prints what is in force then. */
    void give(ObjectNode order, PrintWriter out) {
        order.put("for", lasting).put("reason", reason);
        server.print(
                server.client().post("/workloads/" + ApiClient.part(workload) + "/overrides", order),
                out,
                (answer, words) -> words.println(answer.get("done").asText()));
    }
}
