package dev.headroom.planner.purchase;

/** What is to be done. */
public sealed interface Work {

    /** The most instances that are looked at. */
    int MOST_INSTANCES = 10_000;

    /**
     * An amount of work with a deadline.
     *
     * @param items above 0
     * @param deadlineHours time there is for it, above 0
     * @param bootHours time from launch until an instance works, paid for; at least 0 and less than the deadline
     */
    record Job(double items, double deadlineHours, double bootHours) implements Work {
        public Job {
            if (!(items > 0) || Double.isInfinite(items) || !(deadlineHours > 0) || Double.isInfinite(deadlineHours)) {
                throw new IllegalArgumentException("a job has items and a deadline above 0");
            }
            if (!(bootHours >= 0 && bootHours < deadlineHours)) {
                throw new IllegalArgumentException("an instance that boots for " + bootHours
                        + " h does no work before a deadline of " + deadlineHours + " h");
            }
        }

        /** A job of instances that work at once. */
        public static Job of(double items, double deadlineHours) {
            return new Job(items, deadlineHours, 0);
        }
    }

    /**
     * Work that comes all the time.
     *
     * @param itemsPerHour at least 0
     */
    record Steady(double itemsPerHour) implements Work {
        public Steady {
            if (!(itemsPerHour >= 0) || Double.isInfinite(itemsPerHour)) {
                throw new IllegalArgumentException("a steady rate is not negative, not " + itemsPerHour + " an hour");
            }
        }
    }
}
