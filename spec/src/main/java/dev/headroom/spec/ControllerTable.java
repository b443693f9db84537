package dev.headroom.spec;

import dev.headroom.spec.ControllerSpec.OnConflict;
import java.time.Duration;

/** How the live controller goes about its work. */
final class ControllerTable extends Table<ControllerSpec> {

    static final ControllerTable TABLE = new ControllerTable();

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Key<ControllerSpec, Duration> lease = fallback(
            "lease",
            Values.DURATION,
            "How long a controller holds its workloads without renewing that; one that dies is succeeded after that"
                    + " and a third of it at most.",
            ControllerSpec.DEFAULT.lease(),
            ControllerSpec::lease);
    private final Key<ControllerSpec, Duration> retention = fallback(
            "retention",
            Values.DURATION,
            "How long decisions are kept.",
            ControllerSpec.DEFAULT.retention(),
            ControllerSpec::retention);
    private final Key<ControllerSpec, OnConflict> onConflict = fallback(
            "on-conflict",
            Word.of("a rule", OnConflict.class, "re-assert", OnConflict.REASSERT, "respect", OnConflict.RESPECT),
            "What happens when something else scales a workload: decisions are carried out as ever, or the other's"
                    + " number is kept for a while.",
            ControllerSpec.DEFAULT.onConflict(),
            ControllerSpec::onConflict);
    private final Key<ControllerSpec, Duration> respectFor = fallback(
            "respect-for",
            Values.DURATION,
            "How long another's number is kept, with on-conflict: respect.",
            ControllerSpec.DEFAULT.respectFor(),
            ControllerSpec::respectFor);

    private final Key<ControllerSpec, RolloutSpec> rollout = optional(
            "rollout",
            new RolloutTable(),
            "A changed spec is put in force in stages, and returned when it is worse.",
            "at once",
            ControllerSpec::rollout);

    private ControllerTable() {
        super("controller", "How `headroom run` goes about its work.");
    }

    @Override
    ControllerSpec build(Fields f) {
        if (f.get(lease).compareTo(SHORTEST) < 0 || f.get(lease).compareTo(LONGEST) > 0) {
            f.at(lease).error("a lease is from 1s to 10m long", "write a duration such as 10s");
        }
        if (f.get(retention).isZero()) {
            f.at(retention)
                    .error("decisions that are kept for no time cannot be shown", "write a duration such as 14d");
        }
        return new ControllerSpec(
                f.get(lease), f.get(retention), f.get(onConflict), f.get(respectFor), f.find(rollout));
    }
}
