package dev.headroom.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Orders a running controller to change nothing. */
@Command(
        name = "pause",
        description = "Leaves a workload's replicas as they are, until the order ends or is lifted.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is in force",
            "1:the controller refused it",
            "2:the command line is wrong",
            "3:nothing answers at the URL"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  headroom pause web --for 45m --reason \"database upgrade\""})
final class Pause implements Callable<Integer> {

    @Mixin
    private OrderOptions order = new OrderOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        order.give(OrderOptions.order("pause"), command.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
