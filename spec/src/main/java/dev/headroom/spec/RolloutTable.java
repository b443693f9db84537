package dev.headroom.spec;

import java.time.Duration;

/** How a changed spec takes the place of the one in force. */
final class RolloutTable extends Table<RolloutSpec> {

    private static final RolloutSpec USUAL = RolloutSpec.DEFAULT;

    private final Key<RolloutSpec, Duration> shadow = fallback(
            "shadow",
            Values.DURATION,
            "How long the changed spec decides beside the one in force, and acts on nothing.",
            USUAL.shadow(),
            RolloutSpec::shadow);
    private final Key<RolloutSpec, Duration> first = fallback(
            "first",
            Values.DURATION,
            "How long one workload is under the changed spec before the others.",
            USUAL.first(),
            RolloutSpec::first);
    private final Key<RolloutSpec, Duration> watch = fallback(
            "watch",
            Values.DURATION,
            "How long all workloads are watched under the changed spec before the roll-out is done.",
            USUAL.watch(),
            RolloutSpec::watch);
    private final Key<RolloutSpec, String> workload = optional(
            "workload",
            Reference.WORKLOAD,
            "The one workload that is first.",
            "the changed one with the fewest replicas",
            RolloutSpec::workload);
    private final Key<RolloutSpec, Double> worse = fallback(
            "worse",
            Values.SHARE,
            "Share of turns by which the objective may be missed, or data be lacking, more often than before; beyond it"
                    + " and beyond chance the former spec returns.",
            USUAL.worse(),
            RolloutSpec::worse);
    private final Key<RolloutSpec, Double> dearer = optional(
            "dearer",
            Values.FACTOR,
            "Share by which the replicas that are decided in the shadow stage may cost more than those that run.",
            "any cost",
            RolloutSpec::dearer);

    RolloutTable() {
        super("rollout", "How a changed spec takes the place of the one in force, in stages.");
    }

    @Override
    RolloutSpec build(Fields f) {
        if (f.get(shadow).isZero() && f.get(first).isZero() && f.get(watch).isZero()) {
            f.table()
                    .errorAtName(
                            "a roll-out without any stage changes nothing",
                            "give shadow, first or watch some time, or leave 'rollout' out");
        }
        return new RolloutSpec(
                f.get(shadow), f.get(first), f.get(watch), f.find(workload), f.get(worse), f.find(dearer));
    }
}
