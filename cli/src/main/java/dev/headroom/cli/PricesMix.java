package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.spec.PurchaseSpec;
import dev.headroom.spec.Spec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the cheapest instance types and the cheapest way to pay for them. */
@Command(
        name = "mix",
        description =
                "Finds, for every purchase of a spec, the cheapest instance type and the cheapest mix of commitments,"
                        + " on demand and spot.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom prices mix headroom.yaml",
            "  headroom prices mix headroom.yaml --only workers --derive --years 3",
            "  headroom prices mix headroom.yaml -o json"
        })
final class PricesMix implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Parameters(paramLabel = "SPEC", description = "The spec, with a section 'purchases'.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Option(names = "--only", paramLabel = "NAME", description = "Only this purchase. Default: all.")
    private @Nullable String only;

    @Option(names = "--years", paramLabel = "N", defaultValue = "1", description = "Years of the total. Default: 1.")
    private int years = 1;

    @Option(names = "--derive", description = "Show every level of demand and why it is bought as it is.")
    private boolean derive;

    @Mixin
    private final TableOrJson output = new TableOrJson();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = command.commandLine().getOut();
        if (years < 1 || years > 30) {
            throw Refusal.ofUsage("--years: " + years + " is not from 1 to 30");
        }
        Spec spec = SpecFiles.load(file, command.commandLine().getErr());
        Map<String, Object> json = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        for (String name : chosen(spec)) {
            PurchaseSpec wanted = Objects.requireNonNull(spec.purchases().get(name));
            PurchaseOutput shown = new PurchaseOutput(
                    Purchases.of(name, wanted, spec.prices()), Purchases.jobHours(wanted), years, derive);
            json.put(name, shown.fields());
            text.append(text.isEmpty() ? "" : "\n").append(shown.text());
        }
        if (output.json()) {
            out.println(JSON.writeValueAsString(json));
        } else {
            out.print(text);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private List<String> chosen(Spec spec) {
        if (spec.purchases().isEmpty()) {
            throw new Refusal("the spec has nothing to be bought; add 'purchases' to it");
        }
        if (only == null) {
            return List.copyOf(spec.purchases().keySet());
        }
        if (!spec.purchases().containsKey(only)) {
            throw new Refusal("the spec has no purchase '" + only + "'; it has: "
                    + String.join(", ", spec.purchases().keySet()));
        }
        return List.of(only);
    }
}
