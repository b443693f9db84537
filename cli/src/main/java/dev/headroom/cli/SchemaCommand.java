package dev.headroom.cli;

import dev.headroom.spec.JsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of specs, for editors. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of headroom.yaml; editors complete and check specs with it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom schema > headroom.schema.json",
            "",
            "Then, in the first line of a spec:",
            "  # yaml-language-server: $schema=headroom.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(JsonSchema.generate());
        return CommandLine.ExitCode.OK;
    }
}
