package dev.headroom.bench;

import dev.headroom.engine.Workload;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.engine.policy.LearningConstant;
import dev.headroom.engine.policy.LearningConstants;
import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.TraceReader;
import dev.headroom.simulator.league.Contender;
import dev.headroom.simulator.league.Contenders;
import dev.headroom.simulator.league.Demand;
import dev.headroom.simulator.league.Setting;
import dev.headroom.simulator.optimum.Clairvoyant;
import dev.headroom.simulator.optimum.Optimum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What each part and each constant of the automatic policy is worth: the league's worlds without a part, and with a constant
 * halved and doubled. By default on the first halves of the traces, scored on their second half, so that nothing that is judged on
 * the whole league has been looked at.
 */
public final class AutoSensitivity {

    private static final double OBJECTIVE = 0.999;
    /** What the Kubernetes HPA keeps replicas for. */
    private static final double FIVE_MINUTES = 300;

    private static final int WINDOW = 1;

    /** The league's trace in one world. */
    private record Game(Contender auto, Setting setting, Trace trace, long from, double optimum) {}

    /** A policy that differs in something; a window of NaN is the one it ships with. */
    private record Variant(String name, LearningConstants constants, boolean forecasts, double window) {}

    private AutoSensitivity() {}

    /**
     * Prints the tables as Markdown.
     *
     * @param arguments the folder of traces; then the worlds, separated by commas, {@code web} when absent; then {@code second}
     *     for the second halves; then a word, for the rows that have it in their name only
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("usage: AutoSensitivity FOLDER [web,jvm-slow,serverless] [first|second] [WORD]");
            System.exit(2);
        }
        String worlds = arguments.length > 1 ? arguments[1] : "web";
        boolean second = arguments.length > 2 && arguments[2].equals("second");
        String word = arguments.length > 3 ? arguments[3] : "";
        List<Trace> traces = traces(Path.of(arguments[0]));
        List<List<Game>> games = new ArrayList<>();
        System.out.print("| |");
        for (String world : worlds.split(",", -1)) {
            Setting setting = Setting.ALL.stream()
                    .filter(s -> s.name().equals(world))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no world '" + world + "'"));
            games.add(traces.stream().map(t -> game(setting, t, second)).toList());
            System.out.print(" `" + world + "` |");
        }
        System.out.println("\n| --- |" + " --- |".repeat(games.size()));
        for (Variant variant : variants()) {
            if (!variant.name().contains(word)) {
                continue;
            }
            System.out.print("| " + variant.name() + " |");
            for (List<Game> of : games) {
                System.out.print(" " + score(of, variant) + " |");
                System.out.flush();
            }
            System.out.println();
        }
    }

    private static List<Variant> variants() {
        LearningConstants ships = LearningConstants.STANDARD;
        LearningConstants unlearnt = ships.with(LearningConstant.HALF, Double.POSITIVE_INFINITY);
        LearningConstants unspending = ships.with(LearningConstant.GENEROUS, 1)
                .with(LearningConstant.THRIFTY, 1)
                .with(LearningConstant.EASED, 0);
        List<Variant> all = new ArrayList<>();
        all.add(new Variant("as it ships", ships, true, Double.NaN));
        all.add(new Variant("without forecasts", ships, false, Double.NaN));
        all.add(new Variant("without learned margins", unlearnt, true, Double.NaN));
        all.add(new Variant("without a budget of what was late", unspending, true, Double.NaN));
        all.add(new Variant(
                "without lateness that is meant", ships.with(LearningConstant.CAUTION, 1e9), true, Double.NaN));
        all.add(new Variant("without ski rental: kept for 5 minutes, as the HPA does", ships, true, FIVE_MINUTES));
        all.add(new Variant("without ski rental: let go at once", ships, true, 0));
        for (LearningConstant c : LearningConstant.values()) {
            for (double factor : new double[] {0.5, 2}) {
                all.add(new Variant(
                        "`" + c.name().toLowerCase(Locale.ROOT).replace('_', '-') + "` " + c.standard() + " × "
                                + factor,
                        ships.with(c, factor * c.standard()),
                        true,
                        Double.NaN));
            }
        }
        return all;
    }

    private static Game game(Setting setting, Trace recorded, boolean second) {
        double each = setting.service().concurrency() / setting.service().time().mean();
        Trace whole = Demand.of(recorded, false, Setting.REPLICAS * each);
        Trace trace = second ? whole : Demand.firstHalf(whole);
        Trace scored = Demand.secondHalf(trace);
        Contender auto = Contenders.in(setting, Demand.firstHalf(trace), List.of(Contenders.AUTO))
                .get(0);
        Optimum best = Clairvoyant.solve(auto.scenario(auto.standard(), setting, scored, 1, Scenario.EVERYTHING));
        return new Game(auto, setting, trace, scored.startMillis(), best.cost());
    }

    private static String score(List<Game> games, Variant variant) {
        double logarithms = 0;
        int kept = 0;
        for (Game g : games) {
            List<Double> values = new ArrayList<>(g.auto().standard());
            if (!Double.isNaN(variant.window())) {
                values.set(WINDOW, variant.window());
            }
            Result r = Simulator.run(
                    turned(g.auto().scenario(values, g.setting(), g.trace(), 1, g.from()), variant), Progress.NONE);
            logarithms += Math.log(r.cost() / g.optimum());
            kept += r.attainment() >= OBJECTIVE ? 1 : 0;
        }
        return String.format(Locale.ROOT, "%.3f, %d", Math.exp(logarithms / games.size()), kept);
    }

    private static Scenario turned(Scenario s, Variant variant) {
        Workload w = s.workload();
        List<Workload.Weighted> policies = w.policies().stream()
                .map(p -> p.policy() instanceof CapacityModel m
                        ? new Workload.Weighted(
                                new CapacityModel(
                                        m.fallbackUtilisation(), m.burst(), m.minConfidence(), variant.constants()),
                                p.weight())
                        : p)
                .toList();
        Workload turned = new Workload(
                w.name(),
                w.interval(),
                w.replica(),
                w.objective(),
                w.signals(),
                policies,
                w.combiner(),
                w.guardrails());
        return new Scenario(
                        s.policy(),
                        turned,
                        s.decider(),
                        s.service(),
                        s.lifecycle(),
                        s.initialReplicas(),
                        s.trace(),
                        s.measurement(),
                        s.billing(),
                        s.mode(),
                        s.backlogAtStart(),
                        s.seed(),
                        s.supply(),
                        s.scoreFromMillis())
                .foreseeing(variant.forecasts() ? s.foresight() : null);
    }

    private static List<Trace> traces(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(
                            p -> p.toString().endsWith(".csv") || p.toString().endsWith(".csv.gz"))
                    .sorted()
                    .toList();
        }
        List<Trace> traces = new ArrayList<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            try (InputStream in = Files.newInputStream(file)) {
                Trace t = TraceReader.read(name, in, TraceReader.Options.ALL).trace();
                traces.add(name.contains("_events") ? Demand.counted(t) : t);
            }
        }
        return traces;
    }
}
