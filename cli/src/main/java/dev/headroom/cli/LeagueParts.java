package dev.headroom.cli;

import dev.headroom.simulator.Trace;
import dev.headroom.simulator.league.Parts;
import dev.headroom.simulator.league.Parts.Outcome;
import dev.headroom.simulator.league.Parts.Variant;
import dev.headroom.simulator.league.Setting;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The table of what each part and each constant of the automatic policy is worth, as Markdown. */
final class LeagueParts {

    private LeagueParts() {}

    private record Turn(Variant variant, Parts.Game game) {}

    /**
     * Plays and prints it.
     *
     * @param word only variants that have it in their names; empty for all
     */
    static void print(
            List<Setting> settings,
            List<Trace> recorded,
            boolean full,
            String word,
            long seed,
            PrintWriter out,
            PrintWriter err)
            throws Exception {
        List<Variant> variants =
                Parts.variants().stream().filter(v -> v.name().contains(word)).toList();
        if (variants.isEmpty()) {
            throw new Refusal("--parts: no part or constant has '" + word + "' in its name");
        }
        List<Parts.Game> games = new ArrayList<>();
        for (Setting s : settings) {
            Parallel.each(recorded, t -> game(s, t, full, err)).forEach(games::addAll);
        }
        List<Turn> turns = new ArrayList<>();
        variants.forEach(v -> games.forEach(g -> turns.add(new Turn(v, g))));
        List<Outcome> outcomes = Parallel.withBar(
                "playing",
                turns.size(),
                err,
                steps -> Parallel.each(turns, t -> {
                    Outcome o = t.game().play(t.variant(), seed);
                    steps.accept(1);
                    return o;
                }));
        out.println(
                "What the parts and constants of auto are worth: geometric mean of cost ÷ the clairvoyant optimum,");
        out.println("and how many traces were kept. First halves, scored on their second halves. Seed " + seed + ".");
        out.println();
        out.print("| |");
        settings.forEach(s -> out.print(" `" + s.name() + "` |"));
        out.println();
        out.println("| --- |" + " --- |".repeat(settings.size()));
        for (Variant v : variants) {
            out.print("| " + v.name() + " |");
            for (Setting s : settings) {
                out.print(" " + score(turns, outcomes, v, s) + " |");
            }
            out.println();
        }
    }

    private static List<Parts.Game> game(Setting s, Trace t, boolean full, PrintWriter err) {
        try {
            return List.of(new Parts.Game(s, t, full, BenchAutoscale::optimum));
        } catch (IllegalArgumentException e) {
            err.println("left out: " + e.getMessage());
            return List.of();
        }
    }

    private static String score(List<Turn> turns, List<Outcome> outcomes, Variant v, Setting s) {
        double logarithms = 0;
        int known = 0;
        int all = 0;
        int kept = 0;
        for (int i = 0; i < turns.size(); i++) {
            Turn t = turns.get(i);
            if (!Objects.equals(t.variant(), v) || !t.game().setting().equals(s)) {
                continue;
            }
            Outcome o = outcomes.get(i);
            all++;
            kept += o.keeps() ? 1 : 0;
            if (o.costOverOptimum() > 0) {
                logarithms += Math.log(o.costOverOptimum());
                known++;
            }
        }
        return known == 0 ? "–" : String.format(Locale.ROOT, "%.3f, %d of %d", Math.exp(logarithms / known), kept, all);
    }
}
