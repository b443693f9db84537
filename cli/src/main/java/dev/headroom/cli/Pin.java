package dev.headroom.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Orders a running controller to hold a number of replicas. */
@Command(
        name = "pin",
        description =
                "Holds a workload at a number of replicas, whatever its policies say, until the order ends or is lifted.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is in force",
            "1:the controller refused it",
            "2:the command line is wrong",
            "3:nothing answers at the URL"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  headroom pin web 40 --for 2h --reason \"launch at noon\""})
final class Pin implements Callable<Integer> {

    @Mixin
    private OrderOptions order = new OrderOptions();

    @Parameters(index = "1", paramLabel = "REPLICAS", description = "The replicas to hold.")
    private int replicas;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        order.give(
                OrderOptions.order("pin").put("replicas", replicas),
                command.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
