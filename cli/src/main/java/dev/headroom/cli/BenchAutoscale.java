package dev.headroom.cli;

import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.league.Contenders;
import dev.headroom.simulator.league.Demand;
import dev.headroom.simulator.league.League;
import dev.headroom.simulator.league.Row;
import dev.headroom.simulator.league.Setting;
import dev.headroom.simulator.optimum.Clairvoyant;
import dev.headroom.simulator.optimum.Optimum;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The league table: every policy on every trace of a folder. */
@Command(
        name = "autoscale",
        description =
                "Plays every policy on every trace of a folder: as it ships, tuned on the first half of the trace, and"
                        + " swept over its main parameter. Scores are of the second half.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom bench autoscale --traces ../shared/data/traces --scenario web",
            "  headroom bench autoscale --traces traces --scenario queue --policies auto,keda -o json",
            "  headroom bench autoscale --scenario web,jvm-slow --parts",
            "",
            "Traces are scaled so that their 99.9th percentile needs 40 replicas. Metrics are taken every 15 s and"
                    + " seen 30 s",
            "late, replicas are billed by the second and for 60 s at least, and 99.9 %% are to be in time."
        })
final class BenchAutoscale implements Callable<Integer> {

    @Option(
            names = "--traces",
            paramLabel = "DIR",
            defaultValue = "../shared/data/traces",
            description = "Folder of .csv and .csv.gz traces, or one of them. Default: ${DEFAULT-VALUE}.")
    private Path traces = Path.of("../shared/data/traces");

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            split = ",",
            description = "The worlds: ${COMPLETION-CANDIDATES}. Default: all.",
            completionCandidates = Scenarios.class)
    private List<String> scenarios = new ArrayList<>();

    @Option(
            names = "--policies",
            paramLabel = "LIST",
            split = ",",
            description = "Who plays: ${COMPLETION-CANDIDATES}. Default: all.",
            completionCandidates = Policies.class)
    private List<String> policies = new ArrayList<>();

    @Option(names = "--full", description = "Run all of each trace, not only its busiest 28 days.")
    private boolean full;

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            defaultValue = "32",
            description = "Trials of each tuning; 0 leaves tuning out. Default: ${DEFAULT-VALUE}.")
    private int evaluations = 32;

    @Option(
            names = "--parts",
            paramLabel = "WORD",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Instead, what each part and each constant of auto is worth: without it, halved and doubled. With a"
                            + " word only those that have it in their name, such as 'without'.")
    private @Nullable String parts;

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|csv",
            defaultValue = "table",
            description = "How to print the results. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    /** The names of the scenarios, for completion and help. */
    static final class Scenarios extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Scenarios() {
            super(Setting.ALL.stream().map(Setting::name).toList());
        }
    }

    /** The names of the policies, for completion and help. */
    static final class Policies extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Policies() {
            super(Contenders.names());
        }
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (evaluations < 0) {
            throw new Refusal("--evaluations: a number of trials cannot be negative");
        }
        List<String> players = checked("--policies", policies, new Policies());
        List<Setting> settings = checked("--scenario", scenarios, new Scenarios()).stream()
                .map(name -> Setting.ALL.stream()
                        .filter(s -> s.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
        List<Trace> recorded = recorded(err);
        if (parts != null) {
            if (format != Format.TABLE || !policies.isEmpty()) {
                throw Refusal.ofUsage("--parts prints a table about auto; leave out -o and --policies");
            }
            LeagueParts.print(settings, recorded, full, parts, seed.value(), out, err);
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        List<League.Game> games = new ArrayList<>();
        for (List<League.Game> of : Parallel.each(pairs(settings, recorded), p -> games(p, players, err))) {
            games.addAll(of);
        }
        if (games.isEmpty()) {
            throw new Refusal("none of these policies can play in these scenarios");
        }
        long halves = games.stream().mapToLong(League.Game::halves).sum();
        List<Row> rows =
                Parallel.withBar("playing", halves, err, steps -> Parallel.each(games, g -> g.play(steps::accept)))
                        .stream()
                        .flatMap(List::stream)
                        .toList();
        switch (format) {
            case JSON -> out.println(LeagueOutput.json(rows));
            case CSV -> out.print(LeagueOutput.csv(rows));
            case TABLE -> LeagueOutput.table(rows, settings, seed.value(), out);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private record Pair(Setting setting, Trace trace) {}

    private static List<Pair> pairs(List<Setting> settings, List<Trace> recorded) {
        List<Pair> pairs = new ArrayList<>();
        settings.forEach(s -> recorded.forEach(t -> pairs.add(new Pair(s, t))));
        return pairs;
    }

    private List<League.Game> games(Pair pair, List<String> players, PrintWriter err) {
        try {
            return new League(pair.setting, players, full, evaluations, seed.value(), BenchAutoscale::optimum)
                    .games(pair.trace);
        } catch (IllegalArgumentException e) {
            err.println("left out: " + e.getMessage());
            return List.of();
        }
    }

    /** The cost of the clairvoyant optimum; NaN when no plan keeps the objective. */
    static double optimum(Scenario s) {
        Optimum o = Clairvoyant.solve(s);
        return o.feasible() ? o.cost() : Double.NaN;
    }

    private static List<String> checked(String option, List<String> asked, List<String> known) {
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new Refusal(option + ": there is no '" + name + "'; there are: " + String.join(", ", known));
            }
        }
        return asked.isEmpty() ? known : List.copyOf(new LinkedHashSet<>(asked));
    }

    private List<Trace> recorded(PrintWriter err) throws IOException {
        List<Path> files;
        if (Files.isRegularFile(traces)) {
            files = List.of(traces);
        } else {
            try (Stream<Path> all = Files.list(traces)) {
                files = all.filter(BenchAutoscale::isTrace).sorted().toList();
            } catch (NoSuchFileException | NotDirectoryException e) {
                throw new Refusal(traces + ": there is no such folder; name one with --traces");
            }
        }
        if (files.isEmpty()) {
            throw new Refusal(traces + ": there is no .csv or .csv.gz file in it");
        }
        List<Trace> all = new ArrayList<>();
        for (Path file : files) {
            Trace read = read(file, err);
            if (read != null) {
                all.add(read);
            }
        }
        if (all.isEmpty()) {
            throw new Refusal(traces + ": none of its files could be read");
        }
        return all;
    }

    private static boolean isTrace(Path file) {
        String name = file.toString();
        return name.endsWith(".csv") || name.endsWith(".csv.gz");
    }

    private static @Nullable Trace read(Path file, PrintWriter err) {
        String name = String.valueOf(file.getFileName());
        try {
            Trace t = Traces.read(file, null, null, null, ZoneOffset.UTC, new ArrayList<>(), err);
            Trace named = t.named(name.replaceFirst("\\.csv(\\.gz)?$", ""));
            return name.contains("_events") ? Demand.counted(named) : named;
        } catch (Refusal e) {
            err.println("left out: " + e.getMessage());
            return null;
        }
    }
}
