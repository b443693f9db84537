package dev.headroom.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Orders a running controller not to scale in. */
@Command(
        name = "freeze",
        description = "Lets a workload grow if needed, but never shrink, until the order ends or is lifted.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is in force",
            "1:the controller refused it",
            "2:the command line is wrong",
            "3:nothing answers at the URL"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  headroom freeze web --for 4h --reason \"sale\""})
final class Freeze implements Callable<Integer> {

    @Mixin
    private OrderOptions order = new OrderOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        order.give(OrderOptions.order("freeze"), command.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
