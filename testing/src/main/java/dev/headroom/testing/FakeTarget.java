package dev.headroom.testing;

import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.model.Fleet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target whose replicas are ready when the test says so, and which can be unreachable or refuse. */
public final class FakeTarget implements ScalingTarget {
    private int desired;
    private int ready;
    private int orders;
    private @Nullable String unreachable;
    private @Nullable String refusal;

    /** A target at rest. */
    public FakeTarget(int replicas) {
        this.desired = replicas;
        this.ready = replicas;
    }

    @Override
    public Observed observe() {
        if (unreachable != null) {
            return new Observed.Unreachable(unreachable);
        }
        return new Observed.Seen(new Fleet(desired, ready, 0, Math.max(0, desired - ready), 0, List.of()));
    }

    @Override
    public Applied apply(int wanted) {
        if (unreachable != null) {
            return new Applied.Unreachable(unreachable);
        }
        if (refusal != null) {
            return new Applied.Refused(refusal);
        }
        if (wanted < 0) {
            return new Applied.Refused("a fleet cannot have " + wanted + " replicas");
        }
        orders++;
        desired = wanted;
        ready = Math.min(ready, desired);
        return Applied.Accepted.YES;
    }

    /** All desired replicas become ready. */
    public void settle() {
        ready = desired;
    }

    /** From now on nobody answers; null ends that. */
    public void unreachable(@Nullable String why) {
        unreachable = why;
    }

    /** From now on orders are refused; null ends that. */
    public void refuse(@Nullable String why) {
        refusal = why;
    }

    /** Orders accepted so far. */
    public int orders() {
        return orders;
    }

    /** Replicas last asked for. */
    public int desired() {
        return desired;
    }
}
