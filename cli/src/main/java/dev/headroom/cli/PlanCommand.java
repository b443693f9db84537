package dev.headroom.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.planner.Plan;
import dev.headroom.planner.Planner;
import dev.headroom.planner.Unplannable;
import dev.headroom.spec.Problem;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sizes and prices the services of a spec. */
@Command(
        name = "plan",
        description =
                "Says how much capacity the services of a spec need, what it costs, and where every number comes from.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom plan headroom.yaml",
            "  headroom plan headroom.yaml --derive orchestrator.tasks",
            "  headroom plan headroom.yaml --what-if peak-sessions=40000 --what-if cache-hits=20%%",
            "  headroom plan headroom.yaml --years 3 -o json"
        })
final class PlanCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int MOST_YEARS = 30;

    /** Shapes of the answer. */
    enum Shape {
        TABLE,
        JSON,
        MARKDOWN
    }

    @Parameters(paramLabel = "SPEC", description = "The spec, such as headroom.yaml.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|markdown",
            defaultValue = "table",
            description = "How to print the plan. Default: ${DEFAULT-VALUE}.")
    private Shape shape = Shape.TABLE;

    @Option(
            names = "--derive",
            paramLabel = "NAME",
            description = "Print where this quantity comes from instead, as a tree of formulas.")
    private @Nullable String derive;

    @Option(
            names = "--what-if",
            paramLabel = "NAME=VALUE",
            description = "Plan with another value of a quantity. May be given several times.")
    private Map<String, String> whatIf = new LinkedHashMap<>();

    @Option(
            names = "--years",
            paramLabel = "N",
            defaultValue = "1",
            description = "Years of growth and cost to look at. Default: ${DEFAULT-VALUE}.")
    private int years = 1;

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Random draws when inputs are uncertain. Default: ${DEFAULT-VALUE}.")
    private int draws = 10_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Fixes every random draw; the same seed gives the same output. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (years < 1 || years > MOST_YEARS) {
            throw new Refusal("--years: from 1 to " + MOST_YEARS + " years can be planned");
        }
        if (draws < 100 || draws > 1_000_000) {
            throw new Refusal("--draws: from 100 to 1000000 draws can be made");
        }
        Spec spec = SpecFiles.load(file, err);
        if (!Plans.has(spec)) {
            throw new Refusal("the spec has nothing to plan; add 'demand' and 'services' to it");
        }
        Plan plan = plan(spec, err);
        if (derive != null) {
            new Derivation(plan).print(derive, out);
            return CommandLine.ExitCode.OK;
        }
        switch (shape) {
            case JSON -> {
                Map<String, Object> root = new LinkedHashMap<>();
                root.put("spec", file.toString());
                root.putAll(new PlanJson(plan).tree());
                out.println(JSON.writeValueAsString(root));
            }
            case TABLE -> {
                new PlanTable(plan, false).print(out);
                out.println("Where a number comes from: headroom plan " + file + " --derive NAME");
            }
            case MARKDOWN -> new PlanTable(plan, true).print(out);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private Plan plan(Spec spec, PrintWriter err) {
        try {
            return Plans.of(spec, new Planner.Options(years, draws, seed, whatIf));
        } catch (Unplannable e) {
            SpecText text = SpecText.read(file);
            List<Problem> problems = Plans.problems(e, text);
            problems.forEach(p -> err.println(p.render()));
            throw new Refusal(
                    problems.size() == 1
                            ? "the plan has a problem, shown above"
                            : "the plan has " + problems.size() + " problems, shown above");
        }
    }
}
