package dev.headroom.gateway;

import java.time.Duration;

/**
 * What is known of how well a server is, as a value: from the answers it gives (failures in a row eject it for a while, longer
 * each time) and from active checks (three failures take it out, two successes bring it back). Times are monotonic nanoseconds.
 *
 * @param failures in a row
 * @param ejections so far; one is forgotten with every success after it came back
 * @param ejected whether it is left out until {@code until}
 * @param until when it may be tried again
 * @param checkedOut whether active checks took it out
 * @param streak checks in a row that say otherwise than {@code checkedOut}
 */
record ReplicaHealth(int failures, int ejections, boolean ejected, long until, boolean checkedOut, int streak) {

    static final ReplicaHealth NEW = new ReplicaHealth(0, 0, false, 0, false, 0);

    private static final int CHECKS_OUT = 3;
    private static final int CHECKS_IN = 2;
    private static final int LONGEST = 10;

    /** Whether requests may go to it. */
    boolean isWell(long now) {
        return !checkedOut && (!ejected || now - until >= 0);
    }

    /**
     * An answer came, or none.
     *
     * @param failed no answer, or one with a status of 502, 503 or 504, or 500
     * @param most failures in a row that eject it
     * @param time of the first ejection
     */
    ReplicaHealth answered(boolean failed, int most, Duration time, long now) {
        if (!failed) {
            return failures == 0 && !ejected
                    ? this
                    : new ReplicaHealth(0, ejected ? Math.max(0, ejections - 1) : ejections, false, 0, checkedOut, streak);
        }
        boolean again = ejected && now - until >= 0;
        if (failures + 1 < most && !again) {
            return new ReplicaHealth(failures + 1, ejections, ejected, until, checkedOut, streak);
        }
        if (ejected && !again) {
            return this; // answers of before it was left out
        }
        int times = Math.min(LONGEST, ejections + 1);
        return new ReplicaHealth(0, times, true, now + time.multipliedBy(times).toNanos(), checkedOut, streak);
    }

    /** A check ended. */
    ReplicaHealth checked(boolean well) {
        if (well != checkedOut) {
            return streak == 0 ? this : new ReplicaHealth(failures, ejections, ejected, until, checkedOut, 0);
        }
        boolean turn = streak + 1 >= (checkedOut ? CHECKS_IN : CHECKS_OUT);
        return new ReplicaHealth(failures, ejections, ejected, until, turn != checkedOut, turn ? 0 : streak + 1);
    }
}
