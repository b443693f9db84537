package dev.headroom.examples.sessions;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The example's commands. */
@Command(
        name = "headroom example sessions",
        description = "Carts of a shop: instances that keep nothing, behind the gateway, with sessions in Redis."
                + " Without a command: demo.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {Demo.class, ServeCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./headroom example sessions           two instances, one is killed, no cart is lost",
            "  ./headroom example sessions serve --help"
        })
final class Main {

    private Main() {}

    /** Runs a command; its exit code is 0 when all went well. */
    public static void main(String[] arguments) {
        String[] given = arguments.length == 0 ? new String[] {"demo"} : arguments;
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("example: " + (e.getMessage() == null ? e : e.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(given));
    }
}
