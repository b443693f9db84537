package dev.headroom.spec;

import dev.headroom.engine.Workload.Weighted;
import dev.headroom.engine.guardrail.BlastRadius;
import dev.headroom.engine.guardrail.Cooldown;
import dev.headroom.engine.guardrail.DependencyLimit;
import dev.headroom.engine.guardrail.FreezeWindow;
import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.Stabilisation;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Recurrence;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.policy.CapacityModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of a workload but for its bounds and budgets, which stand elsewhere. */
final class GuardrailsTable extends Table<GuardrailsTable.Part> {

    static final GuardrailsTable TABLE = new GuardrailsTable();

    /** The table's values. */
    record Part(
            List<DependencyLimit> dependencies,
            @Nullable Stabilisation stabilisation,
            RateLimits rate,
            @Nullable Cooldown cooldown,
            List<FreezeWindow> freeze,
            BlastRadius blast) {}

    /** What limits a workload whose spec says nothing of it. */
    static final Part DEFAULT = new Part(List.of(), null, RateLimits.NONE, null, List.of(), BlastRadius.DEFAULT);

    private final Key<Part, List<DependencyTable.Part>> connections = optional(
            "connections",
            ListForm.orOne(new DependencyTable("connections", "connections of a database")),
            "Connections of a database that replicas share.",
            "none",
            p -> null);
    private final Key<Part, List<DependencyTable.Part>> dependencies = optional(
            "dependencies",
            ListForm.orOne(new DependencyTable("dependency", "units of something shared, such as quota or addresses")),
            "Limits that come from what replicas share.",
            "none",
            p -> p.dependencies().isEmpty()
                    ? null
                    : p.dependencies().stream().map(DependencyTable.Part::of).toList());
    private final Key<Part, Stabilisation> stabilisation = optional(
            "stabilisation",
            new StabilisationTable(),
            "Windows whose least (up) or highest (down) recommendation counts.",
            "5m down; with nothing but `capacity`, as long as a replica takes to come: boot, warm-up and 30s; none for a deadline of three times that",
            Part::stabilisation);
    private final Key<Part, RateLimits> rate =
            fallback("rate", new RateTable(), "Limits of change per period.", RateLimits.NONE, Part::rate);
    private final Key<Part, CooldownTable.Quiet> cooldown = optional(
            "cooldown",
            new CooldownTable(),
            "Quiet times after actions.",
            "none",
            p -> CooldownTable.Quiet.of(p.cooldown()));
    private final Key<Part, CooldownTable.Flapping> flapping = optional(
            "flapping",
            new CooldownTable.FlappingTable(),
            "Direction changes that freeze scaling in.",
            "not watched",
            p -> CooldownTable.Flapping.of(p.cooldown()));
    private final Key<Part, List<FreezeWindow>> freeze =
            fallback("freeze", ListForm.of(new Freeze()), "Windows in which nothing changes.", List.of(), Part::freeze);
    private final Key<Part, BlastRadius> blast =
            fallback("blast-radius", new Blast(), "How much may be removed at once.", BlastRadius.DEFAULT, Part::blast);

    /** The windows of a workload whose spec tells none. */
    static Stabilisation standard(List<Weighted> policies, ReplicaSpec replica, Objective objective) {
        return policies.stream().allMatch(w -> w.policy() instanceof CapacityModel)
                ? Stabilisation.ofRestart(replica, objective)
                : Stabilisation.DEFAULT;
    }

    private GuardrailsTable() {
        super("guardrails", "Limits on what policies may do, in force live and in simulation.");
    }

    @Override
    Part build(Fields f) {
        List<DependencyLimit> limits = new ArrayList<>();
        for (Key<Part, List<DependencyTable.Part>> key : List.of(connections, dependencies)) {
            List<DependencyTable.Part> parts = f.find(key);
            if (parts != null) {
                parts.forEach(p -> p.limit(f.reading(), f.at(key), limits));
            }
        }
        return new Part(
                List.copyOf(limits),
                f.find(stabilisation),
                f.get(rate),
                CooldownTable.join(f.find(cooldown), f.find(flapping)),
                f.get(freeze),
                f.get(blast));
    }

    private static final class StabilisationTable extends Table<Stabilisation> {
        private final Key<Stabilisation, Duration> up =
                fallback("up", Values.DURATION, "Window on the way up.", Duration.ZERO, Stabilisation::up);
        private final Key<Stabilisation, Duration> down = fallback(
                "down", Values.DURATION, "Window on the way down.", Duration.ofMinutes(5), Stabilisation::down);

        StabilisationTable() {
            super("stabilisation", "Stabilisation windows.");
        }

        @Override
        Stabilisation build(Fields f) {
            return new Stabilisation(f.get(up), f.get(down));
        }
    }

    private static final class Freeze extends Table<FreezeWindow> {
        private final Key<FreezeWindow, String> name =
                optional("name", Values.TEXT, "How explanations call it.", "its cron or date", FreezeWindow::name);
        private final When<FreezeWindow> when = new When<>(this, FreezeWindow::start);
        private final Key<FreezeWindow, Duration> length =
                required("for", Values.DURATION, "How long it lasts.", FreezeWindow::length);
        private final Key<FreezeWindow, Boolean> onlyIn =
                fallback("only-in", Values.BOOL, "Whether only scaling in is frozen.", false, FreezeWindow::onlyIn);

        Freeze() {
            super("freeze", "A window in which nothing changes, or nothing downwards.");
        }

        @Override
        @Nullable
        FreezeWindow build(Fields f) {
            Recurrence start = when.build(f);
            if (f.get(length).isZero()) {
                f.at(length).error("a freeze of 0 freezes nothing", "write a duration such as 2h");
            }
            String called = f.find(name);
            return start == null
                    ? null
                    : new FreezeWindow(called == null ? start.text() : called, start, f.get(length), f.get(onlyIn));
        }
    }

    private static final class Blast extends Table<BlastRadius> {
        private final Key<BlastRadius, Double> share = fallback(
                "share",
                Values.POSITIVE_SHARE,
                "Share of the fleet that may be removed within the period.",
                BlastRadius.DEFAULT.share(),
                BlastRadius::share);
        private final Key<BlastRadius, Duration> period =
                fallback("period", Values.DURATION, "The period.", BlastRadius.DEFAULT.period(), BlastRadius::period);
        private final Key<BlastRadius, Duration> disbelieve = fallback(
                "disbelieve-zero",
                Values.DURATION,
                "How long a demand that falls to zero at once is taken for an outage of its source.",
                BlastRadius.DEFAULT.disbelieveZero(),
                BlastRadius::disbelieveZero);

        Blast() {
            super("blast-radius", "How much may be removed at once, and when a sudden silence is not believed.");
        }

        @Override
        BlastRadius build(Fields f) {
            return new BlastRadius(f.get(share), f.get(period), f.get(disbelieve));
        }
    }
}
