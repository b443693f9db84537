package dev.headroom.connectors.process;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One replica, as its file in the state directory keeps it.
 *
 * @param number of the replica, from 0; free again once it is gone
 * @param phase where it is in its life
 * @param launch unique to one start of it; in the environment of its processes as HEADROOM_LAUNCH
 * @param pid its process; 0 while {@link Phase#WAITING}
 * @param bornTicks when the process began, in ticks since the machine did: with the pid, it is that process and no later one
 * @param boot the machine's start the ticks count from
 * @param port 0 without ports
 * @param requestedAt when it was asked for
 * @param readyAt when it first showed that it is ready; null before
 * @param serving whether it shows it at present
 * @param until while waiting, not started before; while stopping or draining, killed after; while running and not ready any
 *     more, killed and started again after, or null for never; else null
 * @param crashes ends in a row that nobody asked for
 * @param note how it last ended, empty at first
 * @param token of the controller that last acted on it
 */
public record ProcessReplica(
        int number,
        Phase phase,
        String launch,
        long pid,
        long bornTicks,
        String boot,
        int port,
        Instant requestedAt,
        @Nullable Instant readyAt,
        boolean serving,
        @Nullable Instant until,
        int crashes,
        String note,
        long token) {

    /** The life of a replica. */
    public enum Phase {
        /** Not running: about to be started, or pausing before it is started again. */
        WAITING,
        /** On record, and about to be let run. */
        STARTING,
        /** Running. */
        RUNNING,
        /** Ended unasked; what it left behind is being killed. */
        CRASHED,
        /** About to be told to end. */
        STOPPING,
        /** Told to end. */
        DRAINING
    }

    static ProcessReplica wanted(int number, int port, Instant now, long token) {
        return new ProcessReplica(number, Phase.WAITING, "", 0, 0, "", port, now, null, false, now, 0, "", token);
    }

    /** A process for it, which waits at the gate. */
    ProcessReplica starting(String launched, long process, long born, String bootId, long by) {
        return new ProcessReplica(
                number,
                Phase.STARTING,
                launched,
                process,
                born,
                bootId,
                port,
                requestedAt,
                null,
                false,
                null,
                crashes,
                note,
                by);
    }

    /** The process was let run. */
    ProcessReplica running(long by) {
        return to(Phase.RUNNING, readyAt, serving, null, crashes, note, by);
    }

    /** It shows that it is ready, or does not; not for so long as {@code hung} after it once was, unless that is zero. */
    ProcessReplica shown(boolean ready, Duration hung, Instant now, long by) {
        Instant limit = ready || readyAt == null || hung.isZero() ? null : now.plus(hung);
        return to(phase, ready && readyAt == null ? now : readyAt, ready, limit, crashes, note, by);
    }

    /** It is not wanted any more. */
    ProcessReplica stopping(Instant kill, long by) {
        return to(Phase.STOPPING, readyAt, false, kill, crashes, note, by);
    }

    /** It has been told. */
    ProcessReplica draining(long by) {
        return to(Phase.DRAINING, readyAt, false, until, crashes, note, by);
    }

    /** It ended and nobody had asked it to. */
    ProcessReplica crashed(String how, int inARow, long by) {
        return to(Phase.CRASHED, readyAt, false, null, inARow, how, by);
    }

    /** To be started, not before {@code start}. */
    ProcessReplica waiting(Instant start, int inARow, String how, long by) {
        return new ProcessReplica(
                number, Phase.WAITING, "", 0, 0, "", port, requestedAt, null, false, start, inARow, how, by);
    }

    private ProcessReplica to(
            Phase next,
            @Nullable Instant ready,
            boolean serves,
            @Nullable Instant limit,
            int inARow,
            String how,
            long by) {
        return new ProcessReplica(
                number, next, launch, pid, bornTicks, boot, port, requestedAt, ready, serves, limit, inARow, how, by);
    }

    /** Whether it counts towards what is wanted. */
    public boolean active() {
        return phase != Phase.STOPPING && phase != Phase.DRAINING;
    }

    /** Whether it takes work. */
    public boolean takesWork() {
        return phase == Phase.RUNNING && serving;
    }

    /** Whether it takes work, and has for less than {@code warmup}. */
    boolean warming(Duration warmup, Instant now) {
        return takesWork() && readyAt != null && now.isBefore(readyAt.plus(warmup));
    }
}
