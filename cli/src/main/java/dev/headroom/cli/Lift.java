package dev.headroom.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends the orders for a workload of a running controller. */
@Command(
        name = "lift",
        description = "Ends all orders for a workload (pin, pause, freeze): its policies decide again.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no order is in force",
            "1:the controller refused it",
            "2:the command line is wrong",
            "3:nothing answers at the URL"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  headroom lift web"})
final class Lift implements Callable<Integer> {

    @Parameters(paramLabel = "WORKLOAD", description = "Name of a workload in the spec.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String workload;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        server.print(
                server.client().delete("/workloads/" + ApiClient.part(workload) + "/overrides"),
                command.commandLine().getOut(),
                (answer, out) -> out.println(answer.get("done").asText()));
        return CommandLine.ExitCode.OK;
    }
}
