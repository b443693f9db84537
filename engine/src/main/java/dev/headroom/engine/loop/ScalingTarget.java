package dev.headroom.engine.loop;

import dev.headroom.engine.model.Fleet;

/** What is scaled. */
public interface ScalingTarget {

    /** What the target answered when it was looked at. */
    sealed interface Observed {
        /** The fleet as it is. */
        record Seen(Fleet fleet) implements Observed {}

        /** The target did not answer. */
        record Unreachable(String why) implements Observed {}
    }

    /** What the target answered to an order. */
    sealed interface Applied {
        /** It will do so. */
        record Accepted() implements Applied {
            /** The one value there is. */
            public static final Accepted YES = new Accepted();
        }

        /** It will not: a quota, a right, a rule of its own. */
        record Refused(String why) implements Applied {}

        /** It did not answer; the order may or may not have arrived. */
        record Unreachable(String why) implements Applied {}
    }

    /** The fleet as it is. */
    Observed observe();

    /** Asks for {@code desired} replicas. Asking again for the same number changes nothing. */
    Applied apply(int desired);
}
