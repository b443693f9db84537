package dev.headroom.controller;

import dev.headroom.controller.RolloutStatus.Measured;
import dev.headroom.journal.Archive;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.Rollout;
import dev.headroom.journal.Rollout.Stage;
import dev.headroom.journal.SpecHistory;
import dev.headroom.spec.RolloutSpec;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges a stage of a roll-out by the turns of its workloads. Turns that lack data or miss the objective are compared with
 * those under the former spec in the day before (and with what the objective allows): the next spec is worse when so many bad
 * turns, or more, would come by chance in less than one of a thousand cases, were they {@code worse} more frequent than
 * before. Turns of before a restart are taken from the journal.
 */
final class Judge {

    /** Fewer turns of a workload tell nothing. */
    static final int LEAST_TURNS = 3;

    private static final double SURE = 0.001;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 20;
    /** Of more workloads the day before is not read: they are held against their objective alone. */
    private static final int MOST_COMPARED = 100;

    /** A workload in the stage. */
    private record Case(WorkloadSpec former, WorkloadSpec next, Evidence before, Evidence after) {}

    private final RolloutSpec rules;
    private final Stage stage;
    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final Map<String, WorkloadStatus> last = new LinkedHashMap<>();
    private boolean ready;

    /**
     * Judges a stage.
     *
     * @param names of workloads that both specs have, or the next one alone
     */
    Judge(RolloutSpec rules, Stage stage, InForce former, InForce next, Set<String> names) {
        this.rules = rules;
        this.stage = stage;
        for (String name : names) {
            WorkloadSpec after = next.spec().workloads().get(name);
            WorkloadSpec before = former.spec().workloads().get(name);
            if (after != null) {
                cases.put(name, made(before == null ? after : before, after));
            }
        }
    }

    Stage stage() {
        return stage;
    }

    private static Case made(WorkloadSpec former, WorkloadSpec next) {
        return new Case(former, next, new Evidence(former), new Evidence(next));
    }

    /**
     * Reads what the journal knows of the day before, and of this stage before now.
     *
     * @throws IllegalStateException if the store does not answer
     */
    void recall(Archive archive, SpecHistory specs, Rollout rollout, Instant now) {
        Map<String, Evidence> before = new LinkedHashMap<>();
        Map<String, Evidence> earlier = new LinkedHashMap<>();
        for (Map.Entry<String, Case> one : List.copyOf(cases.entrySet())) {
            if (before.size() >= MOST_COMPARED) {
                break;
            }
            String name = one.getKey();
            Instant from = rollout.begun().minus(DAY);
            for (SpecHistory.Epoch epoch : specs.epochs(name)) {
                // Under an older spec the readings are of other signals.
                boolean later = epoch.from().isAfter(from) && !epoch.from().isAfter(rollout.begun());
                from = later ? epoch.from() : from;
            }
            before.put(
                    name,
                    read(archive, name, from, rollout.begun(), one.getValue().former()));
            if (stage != Stage.SHADOW) {
                earlier.put(
                        name,
                        read(archive, name, rollout.since(), now, one.getValue().next()));
            }
        }
        synchronized (this) {
            before.forEach((name, evidence) ->
                    Objects.requireNonNull(cases.get(name)).before().add(evidence));
            earlier.forEach((name, evidence) ->
                    Objects.requireNonNull(cases.get(name)).after().add(evidence));
            ready = true;
        }
    }

    private static Evidence read(Archive archive, String name, Instant begin, Instant end, WorkloadSpec spec) {
        Evidence all = new Evidence(spec);
        Instant from = begin;
        for (int page = 0; page < MOST_PAGES && from.isBefore(end); page++) {
            List<Recorded> some = archive.entries(name, from, end, PAGE);
            some.forEach(all::take);
            if (some.size() < PAGE) {
                break;
            }
            from = some.getLast().at().plusMillis(1);
        }
        return all;
    }

    /**
     * A turn of a workload under the next spec, or beside the former one, has ended.
     *
     * @param idle whether its latencies may be without a sample
     */
    synchronized void take(WorkloadStatus turn, boolean idle) {
        Case one = cases.get(turn.name());
        if (one != null) {
            one.after().take(turn, idle);
            last.put(turn.name(), turn);
        }
    }

    /** Why the next spec is worse than the former; empty while it is not. */
    synchronized Optional<String> worse() {
        if (!ready) {
            return Optional.empty();
        }
        for (Map.Entry<String, Case> one : cases.entrySet()) {
            Evidence before = one.getValue().before();
            Evidence after = one.getValue().after();
            double lacking = known(before.lackingShare());
            if (more(after.lacking(), after.turns(), lacking)) {
                return Optional.of("'" + one.getKey() + "' lacked data or could not be scaled in " + after.lacking()
                        + " of " + after.turns() + " turns, before in " + percent(lacking));
            }
            double allowed = 1 - one.getValue().next().workload().objective().attainment();
            double missed = Math.max(allowed, known(before.missedShare()));
            if (stage != Stage.SHADOW && more(after.missed(), after.judged(), missed)) {
                return Optional.of("'" + one.getKey() + "' missed its objective in " + after.missed() + " of "
                        + after.judged() + " turns, before in " + percent(known(before.missedShare()))
                        + ", allowed are " + percent(allowed));
            }
        }
        return Optional.empty();
    }

    /** Why a stage that has lasted its time must not lead to the next; empty when it may. */
    synchronized Optional<String> tooDear() {
        Double dearer = rules.dearer();
        if (stage != Stage.SHADOW || dearer == null) {
            return Optional.empty();
        }
        double real = 0;
        double decided = 0;
        for (WorkloadStatus w : last.values()) {
            WorkloadStatus.Shadow s = w.shadow();
            if (s != null) {
                boolean priced = !Double.isNaN(s.realCost());
                real += priced ? s.realCost() : s.realHours();
                decided += priced ? s.decidedCost() : s.decidedHours();
            }
        }
        return decided > real * (1 + dearer) + 1e-9
                ? Optional.of("what it decided would have cost " + percent(decided / real - 1) + " more than what ran,"
                        + " and " + percent(dearer) + " are allowed")
                : Optional.empty();
    }

    /** What must be waited for before the stage may end; empty for nothing. */
    synchronized Optional<String> waits(Set<String> here) {
        if (!ready) {
            return Optional.of("the day before has not been read yet");
        }
        List<String> few = cases.entrySet().stream()
                .filter(one ->
                        here.contains(one.getKey()) && one.getValue().after().turns() < LEAST_TURNS)
                .map(Map.Entry::getKey)
                .limit(3)
                .toList();
        return few.isEmpty()
                ? Optional.empty()
                : Optional.of("fewer than " + LEAST_TURNS + " turns yet of " + String.join(", ", few));
    }

    private boolean more(int bad, int all, double before) {
        return Evidence.chance(bad, all, before + rules.worse()) < SURE;
    }

    private static double known(double share) {
        return Double.isNaN(share) ? 0 : share;
    }

    private static String percent(double share) {
        return java.math.BigDecimal.valueOf(Math.round(share * 10_000))
                        .movePointLeft(2)
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    synchronized List<Measured> measured() {
        List<Measured> all = new ArrayList<>();
        cases.forEach((name, one) -> {
            @Nullable WorkloadStatus w = last.get(name);
            WorkloadStatus.Shadow s = w == null ? null : w.shadow();
            all.add(new Measured(
                    name,
                    one.after().turns(),
                    one.after().lacking(),
                    stage == Stage.SHADOW ? 0 : one.after().judged(),
                    stage == Stage.SHADOW ? 0 : one.after().missed(),
                    one.before().lackingShare(),
                    one.before().missedShare(),
                    w == null ? -1 : w.desired(),
                    s == null ? Double.NaN : s.realHours(),
                    s == null ? Double.NaN : s.decidedHours()));
        });
        return all;
    }
}
