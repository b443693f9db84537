package dev.headroom.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.planner.Plan;
import dev.headroom.planner.Planner;
import dev.headroom.planner.Unplannable;
import dev.headroom.planner.sizer.Service;
import dev.headroom.spec.Problem;
import dev.headroom.spec.PurchaseSpec;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
            "  headroom plan headroom.yaml --years 3 --report plan.html",
            "  headroom plan headroom.yaml --apply"
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

    @Option(
            names = "--report",
            paramLabel = "OUT.html",
            description = "Write the plan with its charts and all derivations as a page of its own.")
    private @Nullable Path report;

    @Option(names = "--workload", paramLabel = "W", description = "Only the services that this workload runs.")
    private @Nullable String workload;

    @Option(
            names = "--apply",
            description = "Write the plan's replicas into the bounds of the spec's workloads: the least is what the"
                    + " sustained rate needs, the most what the peak needs. Shows the difference and asks first.")
    private boolean apply;

    @Option(names = "--yes", description = "With --apply: do not ask.")
    private boolean yes;

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
        if (report != null) {
            Output.check(report);
        }
        Spec spec = SpecFiles.load(file, err);
        if (!Plans.has(spec)) {
            throw new Refusal("the spec has nothing to plan; add 'demand' and 'services' to it");
        }
        Plan whole = plan(spec, err);
        Plan plan = workload == null ? whole : only(spec, whole, workload);
        if (apply) {
            return apply(spec, plan, out);
        }
        if (derive != null) {
            new Derivation(plan).print(derive, out);
            return CommandLine.ExitCode.OK;
        }
        switch (shape) {
            case JSON -> {
                Map<String, Object> root = new LinkedHashMap<>();
                root.put("spec", file.toString());
                root.putAll(new PlanJson(plan).tree());
                if (!spec.purchases().isEmpty()) {
                    Map<String, Object> purchases = new LinkedHashMap<>();
                    spec.purchases()
                            .forEach((name, p) ->
                                    purchases.put(name, purchase(name, p, spec).fields()));
                    root.put("purchases", purchases);
                }
                if (!spec.recovery().isEmpty()) {
                    root.put("recovery", Recoveries.fields(spec.recovery()));
                }
                out.println(JSON.writeValueAsString(root));
            }
            case TABLE -> {
                new PlanTable(plan, false).print(out);
                spec.purchases()
                        .forEach(
                                (name, p) -> out.println(purchase(name, p, spec).text()));
                if (!spec.recovery().isEmpty()) {
                    out.println(Recoveries.text(spec.recovery()));
                }
                out.println("Where a number comes from: headroom plan " + file + " --derive NAME");
            }
            case MARKDOWN -> new PlanTable(plan, true).print(out);
        }
        out.flush();
        if (report != null) {
            Output.write(report, new PlanPage(plan, file.toString()).html());
            err.println("report: " + report);
        }
        return CommandLine.ExitCode.OK;
    }

    private PurchaseOutput purchase(String name, PurchaseSpec wanted, Spec spec) {
        return new PurchaseOutput(Purchases.of(name, wanted, spec.prices()), Purchases.jobHours(wanted), years, false);
    }

    private static Plan only(Spec spec, Plan plan, String workload) {
        List<Service> services = plan.services().stream()
                .filter(s -> workload.equals(s.workload()))
                .toList();
        if (services.isEmpty()) {
            throw new Refusal(
                    spec.workloads().containsKey(workload)
                            ? "no service names workload '" + workload + "'; add 'workload: " + workload + "' to one"
                            : "the spec has no workload '" + workload + "'; it has: "
                                    + String.join(", ", spec.workloads().keySet()));
        }
        return plan.of(services);
    }

    private int apply(Spec spec, Plan plan, PrintWriter out) throws IOException {
        SpecText text = SpecText.read(file);
        Bounded bounded = Bounded.of(spec, plan, text, file.toString());
        if (bounded.changes().isEmpty()) {
            out.println(
                    plan.services().stream().allMatch(s -> s.workload() == null)
                            ? "no service names the workload that runs it; add 'workload: NAME' to one"
                            : "the bounds are those of the plan already");
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        out.print(bounded.diff());
        bounded.changes().forEach(out::println);
        out.flush();
        if (!yes && !agreed(out)) {
            throw new Refusal("nothing was written");
        }
        if (!SpecText.read(file).text().equals(bounded.before())) {
            throw new Refusal("'" + file + "' has changed meanwhile; nothing was written");
        }
        Output.write(file, bounded.after());
        out.println("written: " + file);
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private boolean agreed(PrintWriter out) throws IOException {
        out.print("Write this to " + file + "? [y/N] ");
        out.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return answer != null && answer.strip().matches("(?i)y|yes");
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
