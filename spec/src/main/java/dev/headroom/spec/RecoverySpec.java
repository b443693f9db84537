package dev.headroom.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a component of the stack comes back after a failure, and what is asked of it.
 *
 * @param strategy how it comes back
 * @param copies how many there are
 * @param needed copies that carry the load
 * @param zones they are spread over
 * @param detection until the failure is known
 * @param promotion until a standby is the primary, or traffic goes elsewhere
 * @param start until machines run that did not
 * @param scaleUp until a smaller copy has its full size
 * @param restore until a backup is loaded
 * @param dns until clients follow a changed name
 * @param lag by which copies follow
 * @param interval between backups; null where none are made
 * @param backup how long a backup takes
 * @param availability of one copy; null when not known
 * @param rto most time until it serves again; null for any
 * @param rpo most time whose data may be lost; null for any
 */
public record RecoverySpec(
        Strategy strategy,
        int copies,
        int needed,
        int zones,
        Duration detection,
        Duration promotion,
        Duration start,
        Duration scaleUp,
        Duration restore,
        Duration dns,
        Duration lag,
        @Nullable Duration interval,
        Duration backup,
        @Nullable Double availability,
        @Nullable Duration rto,
        @Nullable Duration rpo) {

    /** How a component comes back. */
    public enum Strategy {
        ACTIVE_ACTIVE,
        HOT_STANDBY,
        WARM_STANDBY,
        COLD_STANDBY,
        BACKUP
    }
}
