package dev.headroom.controller;

import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.model.Fleet;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A target as a turn may touch it: not at all but in acting mode, and only while the lease holds. It knows what it has asked
 * for, and tells when something else has scaled the target.
 */
final class Hands implements ScalingTarget {

    /** Targets may show the number before an order for a while. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    private static final int UNKNOWN = -1;

    private final Setup setup;
    private final Timing timing;
    private final boolean watches;
    private @Nullable Fleet fleet;
    private int asked = UNKNOWN;
    private int before = UNKNOWN;
    private long askedAt;
    private String conflict = "";

    Hands(Setup setup, Timing timing) {
        this.setup = setup;
        this.timing = timing;
        this.watches = setup.acts() && !(setup.target() instanceof RecommendTarget);
    }

    @Override
    public Observed observe() {
        conflict = "";
        Observed observed = setup.target().observe();
        if (!(observed instanceof Observed.Seen seen)) {
            return observed;
        }
        fleet = seen.fleet();
        int there = seen.fleet().desired();
        boolean settling = timing.nanos() - askedAt < SETTLING.toNanos();
        if (watches && asked != UNKNOWN && there != asked && !(settling && there == before)) {
            conflict = "something else set " + there + " replicas where " + asked + " were asked for";
        }
        asked = there;
        before = UNKNOWN;
        return observed;
    }

    @Override
    public Applied apply(int desired) {
        if (!setup.acts()) {
            return Applied.Accepted.YES;
        }
        if (!setup.hold().valid(timing.nanos())) {
            return new Applied.Unreachable("the lease on the workload ended before the order was given");
        }
        Applied applied = setup.target().apply(desired);
        askedAt = timing.nanos();
        switch (applied) {
            case Applied.Accepted ok -> {
                before = asked;
                asked = desired;
            }
            case Applied.Refused no -> {}
            case Applied.Unreachable no -> asked = UNKNOWN; // the order may have arrived
        }
        return applied;
    }

    /** The fleet as last seen; null before. */
    @Nullable
    Fleet fleet() {
        return fleet;
    }

    /** What was seen of somebody else's hands in the last look; empty for nothing. */
    Optional<String> conflict() {
        return conflict.isEmpty() ? Optional.empty() : Optional.of(conflict);
    }
}
