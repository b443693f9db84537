package dev.headroom.examples.files;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The example's commands. */
@Command(
        name = "headroom example file-indexing",
        description =
                "Indexes PDFs and scanned images on one machine, with a queue, a controller and workers. Without a"
                        + " command: demo.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            DemoCommand.class,
            CorpusCommand.class,
            QueueCommand.class,
            SendCommand.class,
            WorkCommand.class,
            SearchCommand.class,
            BenchCommand.class,
            SoakCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./headroom example file-indexing                  everything: files, queue, controller, workers, proof",
            "  ./headroom example file-indexing demo --files 300 --keep /tmp/demo",
            "  ./headroom example file-indexing search --index /tmp/demo/index some words"
        })
final class Main {
    /** Held, or its level would be forgotten: it recommends an incubating module of the JDK. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private Main() {}

    /** Runs a command; its exit code is 0 when all went well. */
    public static void main(String[] arguments) {
        LUCENE.setLevel(Level.SEVERE);
        String[] given = arguments.length == 0 ? new String[] {"demo"} : arguments;
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("error: " + (e.getMessage() == null ? e : e.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        });
        int code = line.execute(given);
        System.exit(code);
    }
}
