package dev.headroom.planner.recovery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of a stack, and what happens when it fails. No time is negative.
 *
 * @param name as the user calls it
 * @param strategy how it comes back
 * @param redundancy how many copies there are and are needed
 * @param times how long each step takes
 * @param loss what data can be lost
 * @param objective what is asked of it
 */
public record Component(
        String name, Strategy strategy, Redundancy redundancy, Times times, Loss loss, Objective objective) {

    /**
     * How long the steps of a recovery take; zero for one that is not there.
     *
     * @param detection until the failure is known
     * @param promotion until a standby has become the primary, or the balancer sends traffic elsewhere
     * @param start until machines run that did not
     * @param scaleUp until a smaller copy has its full size
     * @param restore until a backup is loaded
     * @param dns until clients follow a changed name: its time to live
     */
    public record Times(
            Duration detection, Duration promotion, Duration start, Duration scaleUp, Duration restore, Duration dns) {

        /** No step takes time. */
        public static final Times NONE =
                new Times(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

        public Times {
            for (Duration d : new Duration[] {detection, promotion, start, scaleUp, restore, dns}) {
                notNegative(d);
            }
        }
    }

    /**
     * What data can be lost.
     *
     * @param lag by which copies follow; null where none does
     * @param interval between the begins of two backups; null where none is made
     * @param backup how long a backup takes: what changes meanwhile is in the next one
     */
    public record Loss(@Nullable Duration lag, @Nullable Duration interval, Duration backup) {

        /** No data: nothing to lose. */
        public static final Loss STATELESS = new Loss(Duration.ZERO, null, Duration.ZERO);

        public Loss {
            notNegative(backup);
            if (lag != null) {
                notNegative(lag);
            }
            if (interval != null && (interval.isNegative() || interval.isZero())) {
                throw new IllegalArgumentException("backups are made at an interval above 0, not " + interval);
            }
        }

        /** Copies that follow by a lag; zero when every write waits for them. */
        public static Loss following(Duration lag) {
            return new Loss(lag, null, Duration.ZERO);
        }

        /** Backups at an interval. */
        public static Loss backups(Duration interval, Duration takes) {
            return new Loss(null, interval, takes);
        }
    }

    /**
     * What is asked.
     *
     * @param rto most time until it serves again; null for any
     * @param rpo most time whose data may be lost; null for any
     */
    public record Objective(
            @Nullable Duration rto, @Nullable Duration rpo) {

        /** Nothing is asked. */
        public static final Objective NONE = new Objective(null, null);

        public Objective {
            if (rto != null) {
                notNegative(rto);
            }
            if (rpo != null) {
                notNegative(rpo);
            }
        }
    }

    public Component {
        boolean backup = strategy == Strategy.BACKUP;
        if (backup && loss.interval() == null) {
            throw new IllegalArgumentException(name + ": a backup strategy needs the interval of the backups");
        }
        if (!backup && loss.lag() == null) {
            throw new IllegalArgumentException(name + ": the copies of " + strategy.words()
                    + " need the lag they follow by; 0s when every write waits for them, or when there are no data");
        }
        if (strategy == Strategy.ACTIVE_ACTIVE && redundancy.copies() < 2) {
            throw new IllegalArgumentException(name + ": active-active needs two copies, not " + redundancy.copies());
        }
    }

    private static void notNegative(Duration d) {
        if (d.isNegative()) {
            throw new IllegalArgumentException("a duration is not negative, as " + d + " is");
        }
    }
}
