package dev.headroom.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code headroom} command: reads its arguments and runs one subcommand.
 *
 * <p>Exit codes: 0 done, 1 the command found a problem in what it was given or could not finish, 2 the command line itself
 * is wrong.
 */
@Command(
        name = "headroom",
        description = "Plans, proves and runs capacity: one spec, one decision engine.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            Demo.class,
            Validate.class,
            Simulate.class,
            Tune.class,
            Bench.class,
            SchemaCommand.class,
            Completion.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a problem was found, or the command could not finish",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom demo",
            "  headroom validate headroom.yaml",
            "  headroom simulate headroom.yaml --trace traffic.csv.gz --compare hpa,keda --report report.html",
            "  source <(headroom completion)          complete commands with the Tab key"
        })
public final class Main implements Runnable {

    /** Wide enough for the examples, which would otherwise break in the middle. */
    private static final int HELP_WIDTH = 110;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before run()
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(writer(System.out), writer(System.err), args));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /** Runs one command line, writing to the given streams, and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    /** The command with its subcommands, as parsed and as completed by the shell. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(Main::report);
    }

    /** What is wrong with the command line, and where to read how it is right; the help itself only where nothing was said. */
    private static int wrongUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println("headroom: " + wrong.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr()) && args.length == 0) {
            command.usage(command.getErr());
        } else {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** A failure is one line for the user; the stack trace is there for who asks with HEADROOM_DEBUG. */
    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        String message = failure.getMessage();
        command.getErr().println("headroom: " + (message == null ? failure.toString() : message));
        if (System.getenv("HEADROOM_DEBUG") != null) {
            failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
