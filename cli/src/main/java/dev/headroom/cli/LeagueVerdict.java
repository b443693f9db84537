package dev.headroom.cli;

import dev.headroom.simulator.league.Contenders;
import dev.headroom.simulator.league.Row;
import dev.headroom.simulator.league.Row.Tuned;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the automatic policy stands against all values of all peers, shipped, tuned and swept: pair by pair of trace and scenario, and
 * in sum.
 *
 * <p>It is on the frontier where no peer, with any value, had as much in time, to a millionth, for less.
 */
final class LeagueVerdict {

    private static final double SAME_SHARE = 1e-6;
    private static final double SAME_COST = 1e-6;
    private static final String HPA = "hpa";

    private LeagueVerdict() {}

    /** One trace of a scenario. */
    private record Pair(Row auto, List<Row> peers) {

        /** The cheapest of the peers that had as much in time for less. */
        Optional<Row> cheaper() {
            return peers.stream()
                    .filter(r -> r.attainment() >= auto.attainment() - SAME_SHARE
                            && r.cost() < auto.cost() * (1 - SAME_COST))
                    .min(Comparator.comparingDouble(Row::cost));
        }

        Optional<Row> hpa() {
            return peers.stream()
                    .filter(r -> r.policy().equals(HPA) && r.tuned() == Tuned.DEFAULT)
                    .findFirst();
        }

        boolean hpaKeeps() {
            return hpa().filter(Row::keeps).isPresent();
        }
    }

    /** Prints it for the rows of one scenario; nothing without the automatic policy or without peers. */
    static void print(List<Row> rows, PrintWriter out) {
        List<Pair> pairs = rows.stream()
                .filter(r -> r.policy().equals(Contenders.AUTO) && r.tuned() == Tuned.DEFAULT)
                .map(a -> new Pair(
                        a,
                        rows.stream()
                                .filter(r -> r.trace().equals(a.trace())
                                        && !r.policy().equals(Contenders.AUTO))
                                .toList()))
                .filter(p -> !p.peers().isEmpty())
                .toList();
        if (pairs.isEmpty()) {
            return;
        }
        out.println("auto as it ships against every value of every peer:");
        for (Pair p : pairs) {
            out.printf(Locale.ROOT, "  %-34s %s%n", p.auto().trace(), verdict(p));
        }
        List<Pair> possible = pairs.stream()
                .filter(p -> p.auto().keeps() || p.peers().stream().anyMatch(Row::keeps))
                .toList();
        out.printf(
                Locale.ROOT,
                "  on the frontier on %d of %d; keeps the objective on %d of %d where anybody does%n",
                pairs.stream().filter(p -> p.cheaper().isEmpty()).count(),
                pairs.size(),
                possible.stream().filter(p -> p.auto().keeps()).count(),
                possible.size());
        hpa(pairs, out);
        out.println();
    }

    private static String verdict(Pair p) {
        String late = p.auto().keeps() ? "" : p.peers().stream().anyMatch(Row::keeps) ? ", late" : ", late as all";
        return p.cheaper()
                .map(r -> String.format(
                        Locale.ROOT,
                        "%s is %.1f %% cheaper with %s%s",
                        r.policy(),
                        100 * (1 - r.cost() / p.auto().cost()),
                        r.parameter().split(" ", 2)[0],
                        late))
                .orElse("on the frontier" + late);
    }

    /** Where the HPA as it ships keeps the objective: what both cost. */
    private static void hpa(List<Pair> pairs, PrintWriter out) {
        List<Pair> kept = pairs.stream()
                .filter(p -> p.hpaKeeps() && Double.isFinite(p.auto().costOverOptimum()))
                .toList();
        if (kept.isEmpty()) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "  where hpa as it ships keeps the objective (%d): mean cost of auto %.3f, of hpa %.3f%n",
                kept.size(),
                kept.stream()
                        .mapToDouble(p -> p.auto().costOverOptimum())
                        .average()
                        .orElse(Double.NaN),
                kept.stream()
                        .mapToDouble(p -> p.hpa().map(Row::costOverOptimum).orElse(Double.NaN))
                        .average()
                        .orElse(Double.NaN));
    }
}
