package dev.headroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
            PlanCommand.class,
            Simulate.class,
            RunCommand.class,
            Status.class,
            Why.class,
            History.class,
            Pin.class,
            Pause.class,
            Freeze.class,
            Lift.class,
            RolloutCommand.class,
            TokenCommand.class,
            ReplayCommand.class,
            Analyze.class,
            Generate.class,
            ForecastCommand.class,
            Tune.class,
            Export.class,
            Import.class,
            Bench.class,
            Prices.class,
            RecoveryCommand.class,
            SchemaCommand.class,
            GatewayCommand.class,
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
        Told out = new Told(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        int code = run(new PrintWriter(out, true, System.out.charset()), err, args);
        String lost = out.lost();
        if (lost != null) {
            err.println("headroom: the output could not be written: " + lost);
        }
        System.exit(code == CommandLine.ExitCode.OK && lost != null ? CommandLine.ExitCode.SOFTWARE : code);
    }

    /** Runs one command line, writing to the given streams, and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    /** The command with its subcommands, as parsed and as completed by the shell. */
    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main())
                .setUsageHelpWidth(HELP_WIDTH)
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(Main::report)
                .registerConverter(long.class, Main::wholeNumber);
        readWords(command);
        return command;
    }

    /** Arguments that are one of several words take them in any case, in every command. */
    private static void readWords(CommandLine command) {
        for (ArgSpec argument : command.getCommandSpec().args()) {
            if (argument.type().isEnum()) {
                readWords(command, argument.type().asSubclass(Enum.class));
            }
        }
        command.getSubcommands().values().forEach(Main::readWords);
    }

    /** Unlike picocli's own message, this one names the words as the help does. */
    @SuppressWarnings("rawtypes") // the type of an argument is known at run time only
    private static <E extends Enum> void readWords(CommandLine command, Class<E> type) {
        command.registerConverter(type, written -> {
            StringJoiner known = new StringJoiner(", ");
            for (E one : type.getEnumConstants()) {
                if (one.name().equalsIgnoreCase(written)) {
                    return one;
                }
                known.add(one.name().toLowerCase(Locale.ROOT));
            }
            throw new TypeConversionException("'" + written + "' is none of " + known);
        });
    }

    private static long wholeNumber(String written) {
        try {
            return Long.parseLong(written);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(
                    "'" + written + "' is not a whole number from -9223372036854775808 to 9223372036854775807");
        }
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
        return failure instanceof Refusal r ? r.exitCode() : CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
