package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.spec.Spec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** Says what is to be expected when a component fails. */
@Command(
        name = "recovery",
        description =
                "Holds the recovery to be expected of every component against its objective, and names single points of"
                        + " failure.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  headroom recovery headroom.yaml", "  headroom recovery headroom.yaml -o json"})
final class RecoveryCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Parameters(paramLabel = "SPEC", description = "The spec, with a section 'recovery'.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Mixin
    private final TableOrJson output = new TableOrJson();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = command.commandLine().getOut();
        Spec spec = SpecFiles.load(file, command.commandLine().getErr());
        if (spec.recovery().isEmpty()) {
            throw new Refusal("the spec says nothing of recovery; add 'recovery' to it");
        }
        if (output.json()) {
            out.println(JSON.writeValueAsString(Recoveries.fields(spec.recovery())));
        } else {
            out.print(Recoveries.text(spec.recovery()));
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
