package dev.headroom.cli;

import dev.headroom.spec.JsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of specs, for editors. */
@Command(
        name = "schema",
        description =
                "Prints the JSON Schema of headroom.yaml or traffic.yaml; editors complete and check specs with it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom schema > headroom.schema.json",
            "  headroom schema traffic > traffic.schema.json",
            "",
            "Then, in the first line of a spec:",
            "  # yaml-language-server: $schema=headroom.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {

    /** The kinds of files. */
    enum Kind {
        SPEC,
        TRAFFIC
    }

    @Parameters(
            paramLabel = "spec|traffic",
            defaultValue = "spec",
            description = "Of headroom.yaml, or of traffic.yaml. Default: ${DEFAULT-VALUE}.")
    private Kind kind = Kind.SPEC;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(kind == Kind.SPEC ? JsonSchema.generate() : JsonSchema.traffic());
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
