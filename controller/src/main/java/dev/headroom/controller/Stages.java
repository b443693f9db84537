package dev.headroom.controller;

import dev.headroom.journal.Rollout;
import dev.headroom.journal.Rollout.Stage;
import dev.headroom.spec.RolloutSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The stages of a roll-out: which there are, what follows which, and what each is about. */
final class Stages {

    private Stages() {}

    /** The first stage from one on that lasts some time, and has something in it. */
    static Stage from(Stage from, RolloutSpec rules, Changes changes, String first) {
        if (changes.all().isEmpty()) {
            return Stage.DONE;
        }
        if (from == Stage.SHADOW && !rules.shadow().isZero() && !changes.both().isEmpty()) {
            return Stage.SHADOW;
        }
        if (from.compareTo(Stage.FIRST) <= 0 && !rules.first().isZero() && !first.isEmpty()) {
            return Stage.FIRST;
        }
        return from.compareTo(Stage.ALL) <= 0 && !rules.watch().isZero() ? Stage.ALL : Stage.DONE;
    }

    /** What follows the present stage. */
    static Stage after(Rollout r, RolloutSpec rules, Changes changes) {
        Stage next = r.stage() == Stage.SHADOW ? Stage.FIRST : r.stage() == Stage.FIRST ? Stage.ALL : Stage.DONE;
        return from(next, rules, changes, r.first());
    }

    /** When the present stage ends, if nothing is against it. */
    static Instant ends(Rollout r, RolloutSpec rules) {
        Duration lasts = switch (r.stage()) {
            case SHADOW -> rules.shadow();
            case FIRST -> rules.first();
            default -> rules.watch();
        };
        return r.since().plus(lasts);
    }

    /** The workloads that a stage is judged by. */
    static Set<String> judged(Stage stage, Changes changes, String first) {
        return switch (stage) {
            case SHADOW -> changes.both();
            case FIRST -> Set.of(first);
            default -> changes.decided();
        };
    }

    /** What the present stage means for the next spec. */
    static String words(Rollout r) {
        return switch (r.stage()) {
            case SHADOW -> "it decides beside it, and acts on nothing";
            case FIRST -> "it decides for '" + r.first() + "', before the others";
            case ALL -> "it decides for all workloads, which are watched";
            case DONE -> "it is in force";
            case RETURNED -> "it was returned: " + r.why();
        };
    }

    /** Where a roll-out is, as a sentence. */
    static String sentence(Rollout r, InForce former, InForce next) {
        return "spec " + next.fingerprint() + " in place of " + former.fingerprint() + ": " + words(r);
    }
}
