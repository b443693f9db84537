package dev.headroom.interop;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.guardrail.Guardrails;
import java.util.List;
import java.util.Set;

/** The limits of a spec that most other systems know nothing of. */
final class Limits {

    static final Gap COMBINER = new Gap("combine", "of several wishes the largest counts there", "it does so here");
    static final Gap TIER = new Gap("bounds.tier", "no other workload's replicas are known there", "left out");
    static final Gap DEPENDENCY = new Gap(
            "guardrails.connections, guardrails.dependencies",
            "limits from what a workload depends on are unknown there",
            "lower the maximum by hand");
    static final Gap COOLDOWN =
            new Gap("guardrails.cooldown", "there is no cooldown there", "left out; stabilisation windows come near");
    static final Gap STABILISATION =
            new Gap("guardrails.stabilisation", "there are no stabilisation windows there", "left out");
    static final Gap RATE = new Gap("guardrails.rate", "changes are not limited per period there", "left out");
    static final Gap FLAPPING = new Gap("guardrails.flapping", "direction changes are not watched there", "left out");
    static final Gap BUDGET = new Gap("budgets", "money is unknown there", "left out");
    static final Gap FREEZE = new Gap("guardrails.freeze", "there are no freeze windows there", "left out");
    static final Gap BLAST =
            new Gap("guardrails.blast-radius", "how much is removed at once is not limited there", "left out");
    static final Gap OBJECTIVE =
            new Gap("objective", "what is promised is unknown there", "the prometheus format makes alerts of it");

    private static final List<Gap> ALL =
            List.of(COMBINER, TIER, DEPENDENCY, COOLDOWN, STABILISATION, RATE, FLAPPING, BUDGET, FREEZE, BLAST);

    private Limits() {}

    /** All of them but those that a format can say. */
    static List<Gap> but(Gap... said) {
        Set<Gap> known = Set.of(said);
        return ALL.stream().filter(g -> !known.contains(g)).toList();
    }

    /** Tells the losses of a workload, of those gaps that a format has. */
    static void tell(Subject w, List<Gap> gaps) {
        Guardrails g = w.guardrails();
        for (Gap gap : gaps) {
            if (gap.equals(COMBINER)
                    && w.spec().workload().policies().size() > 1
                    && w.spec().workload().combiner() != Combiner.MAXIMUM) {
                w.lost(gap, "");
            } else if (gap.equals(TIER) && g.bounds().tier() != null) {
                w.lost(gap, g.bounds().tier().workload());
            } else if (gap.equals(DEPENDENCY)) {
                g.dependencies().forEach(d -> w.lost(gap, d.name()));
            } else if (gap.equals(COOLDOWN)
                    && g.cooldown() != null
                    && g.cooldown().up().plus(g.cooldown().down()).isPositive()) {
                w.lost(gap, "");
            } else if (gap.equals(STABILISATION)
                    && g.stabilisation().up().plus(g.stabilisation().down()).isPositive()) {
                w.lost(gap, "");
            } else if (gap.equals(RATE)
                    && !(g.rates().up().isEmpty() && g.rates().down().isEmpty())) {
                w.lost(gap, "");
            } else if (gap.equals(FLAPPING)
                    && g.cooldown() != null
                    && g.cooldown().maxChangesPerHour() > 0) {
                w.lost(gap, "");
            } else if (gap.equals(BUDGET) && g.budget() != null) {
                w.lost(gap, "");
            } else if (gap.equals(FREEZE)) {
                g.freezes().forEach(f -> w.lost(gap, f.name()));
            } else if (gap.equals(BLAST) && g.blast().share() < 1) {
                w.lost(gap, "");
            }
        }
    }
}
