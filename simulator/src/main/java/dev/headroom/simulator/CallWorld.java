package dev.headroom.simulator;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests each an event, like {@link RequestWorld}, that have a history: callers who fail may come again, and requests
 * may call other tiers when their own work is done, holding their slot until all are answered. A request keeps its number
 * from its first attempt until it is answered or given up. Its response time counts from the first attempt; its timeout and
 * its wait count from the attempt at hand.
 */
final class CallWorld extends EventWorld {
    /** Stands for the moment at which the first one in the line has waited for the timeout. */
    private static final int DEADLINE = EventHeap.MAX_PAYLOAD;

    /** How an attempt ended. */
    enum End {
        SERVED,
        REJECTED,
        TIMED_OUT
    }

    /** In the order of their attempts; of a database, those that read. */
    private final WaitingLine line = new WaitingLine();
    /** Those that write. */
    private final WaitingLine writers = new WaitingLine();

    private final double writes;
    private final Rng writeRng;
    /** Does the writes of a database; null when there is no replica, or it is no database. */
    private @Nullable SimReplica primary;

    private boolean[] isWrite = new boolean[256];
    private final long queueLimit;
    private final long timeout;
    private final Retries retries;
    private final Rng retryRng;
    private boolean deadlineSet;
    private int away;

    // Requests by number.
    private long[] firstAt = new long[256];
    private long[] attemptAt = new long[256];
    /** Attempts made; 0 for a number not in use. */
    private int[] attempts = new int[256];

    /** Who waits for the answer, and with which of its jobs; null for one from outside. */
    private @Nullable CallWorld[] caller = new CallWorld[256];

    private int[] callerJob = new int[256];
    private int[] unused = new int[256];
    private int unusedCount;
    private int numbered;

    private List<Outlet> waits = List.of();
    /** Calls a job has decided on. */
    private int[] stage = new int[256];

    private double connections = Double.POSITIVE_INFINITY;
    private List<Outlet> callers = List.of();

    CallWorld(Scenario s, Service.Requests service, EventHeap heap, boolean scrapesLatency) {
        super(s, heap, scrapesLatency);
        queueLimit = service.queueLimit();
        timeout = ReplicaPool.nanos(service.timeoutSeconds());
        retries = service.retries();
        writes = service.writes();
        writeRng = new Rng(s.seed(), Rng.Stream.WRITE);
        retryRng = new Rng(s.seed(), Rng.Stream.RETRY);
        for (long i = 0; i < s.backlogAtStart(); i++) {
            n.arrived++;
            int c = number(0);
            lineOf(c).add(c);
        }
        n.waiting(waitingCount());
        watch();
    }

    private int number(long now) {
        int c;
        if (unusedCount > 0) {
            c = unused[--unusedCount];
        } else {
            c = numbered++;
            if (c == firstAt.length) {
                firstAt = Arrays.copyOf(firstAt, c * 2);
                attemptAt = Arrays.copyOf(attemptAt, c * 2);
                attempts = Arrays.copyOf(attempts, c * 2);
                caller = Arrays.copyOf(caller, c * 2);
                callerJob = Arrays.copyOf(callerJob, c * 2);
                unused = Arrays.copyOf(unused, c * 2);
                isWrite = Arrays.copyOf(isWrite, c * 2);
            }
        }
        firstAt[c] = now;
        attemptAt[c] = now;
        attempts[c] = 1;
        isWrite[c] = writes > 0 && writeRng.uniform() < writes;
        return c;
    }

    @Override
    void calls(List<Outlet> waitedFor, List<Outlet> handedOn) {
        super.calls(waitedFor, handedOn);
        waits = waitedFor;
    }

    /** Limits the connections to each ready replica; {@code from} are all who call. */
    void connections(double perReplica, List<Outlet> from) {
        connections = perReplica;
        callers = from;
    }

    @Override
    int waitingCount() {
        return line.size() + writers.size();
    }

    private WaitingLine lineOf(int c) {
        return isWrite[c] ? writers : line;
    }

    /** A replica with a free slot for one that writes, or for one that reads; null when there is none. */
    private @Nullable SimReplica freeFor(boolean write) {
        SimReplica p = primary;
        if (p == null) {
            return freeReplica();
        }
        if (write) {
            return isFree(p) ? p : null;
        }
        return pool.ready() > 1 ? freeReplica(p) : freeReplica();
    }

    @Override
    void joined(SimReplica r) {
        if (writes > 0 && primary == null) {
            primary = r;
        }
    }

    @Override
    void left(SimReplica r, long now) {
        if (writes > 0) {
            if (r == primary) {
                primary = pool.oldestReady();
            }
            dispatch(now); // the primary may have writes or reads to take over
        }
    }

    @Override
    boolean keeps(SimReplica r) {
        return r == primary;
    }

    @Override
    void arrived(long now) {
        attempt(number(now), now);
    }

    /** A job of another tier calls, and waits to be told through {@link #answered}. */
    private void call(CallWorld from, int job, long now) {
        advance(now);
        n.events++;
        n.arrived++;
        int c = number(now);
        caller[c] = from;
        callerJob[c] = job;
        attempt(c, now);
    }

    /** Whether a connection more is refused: calls beyond the limit, and those of pools beyond it by their share. */
    private boolean unconnected() {
        double most = connections * pool.ready();
        double pools = 0;
        for (Outlet o : callers) {
            pools += o.open();
        }
        if (pools > most) {
            return retryRng.uniform() >= most / pools;
        }
        return waitingCount() + inService() >= most;
    }

    private void attempt(int c, long now) {
        attemptAt[c] = now;
        if (connections < Double.POSITIVE_INFINITY && unconnected()) {
            failed(c, End.REJECTED, now);
            return;
        }
        SimReplica r = freeFor(isWrite[c]);
        if (r != null) {
            waited(0);
            begin(r, law.draw(serviceRng), c, now);
            return;
        }
        if (waitingCount() >= queueLimit) {
            failed(c, End.REJECTED, now);
        } else {
            lineOf(c).add(c);
            n.waiting(waitingCount());
            watch();
        }
    }

    /** Sees to it that there is an event when the first one in the line loses patience. */
    private void watch() {
        if (!deadlineSet && waitingCount() > 0 && timeout < Long.MAX_VALUE / 2) {
            deadlineSet = true;
            heap.add(firstAttempt() + timeout, Simulation.WORLD, Simulation.VISIBLE, DEADLINE);
        }
    }

    /** When the one that has waited longest began to; of those that wait there must be one. */
    private long firstAttempt() {
        long first = Long.MAX_VALUE;
        if (line.size() > 0) {
            first = attemptAt[(int) line.get(0)];
        }
        if (writers.size() > 0) {
            first = Math.min(first, attemptAt[(int) writers.get(0)]);
        }
        return first;
    }

    /** An attempt has failed: another one follows, or the request has failed. */
    private void failed(int c, End end, long now) {
        if (retries.any() && attempts[c] < retries.attempts() && retryRng.uniform() < retries.share()) {
            double pause = retries.pause(attempts[c]) * (1 - retries.jitter() * retryRng.uniform());
            n.failedAgain++;
            away++;
            heap.add(now + ReplicaPool.nanos(pause), Simulation.WORLD, Simulation.VISIBLE, c);
            return;
        }
        if (end == End.REJECTED) {
            n.rejected++;
        } else {
            n.timedOut++;
        }
        n.lastLeft = now;
        ended(c, end, now);
    }

    /** A request is over; whoever waits for it is told. */
    private void ended(int c, End end, long now) {
        attempts[c] = 0;
        unused[unusedCount++] = c;
        CallWorld from = caller[c];
        if (from != null) {
            caller[c] = null;
            from.answered(callerJob[c], end, now);
        }
    }

    /** A call has been answered, or has failed, and its job with it. */
    private void answered(int job, End end, long now) {
        SimReplica r = replicaOf(job);
        if (r == null) {
            forget(job);
            return;
        }
        advance(now);
        if (end == End.SERVED) {
            proceed(job, r, now);
            return;
        }
        int c = (int) jobValue[job];
        release(job, r, now);
        failed(c, end, now);
        dispatch(now);
    }

    /** Makes the next call of a job, or ends it when there is none. */
    private void proceed(int job, SimReplica r, long now) {
        while (stage[job] < waits.size()) {
            Outlet o = waits.get(stage[job]++);
            if (o.calls(now) && o.to instanceof CallWorld to) {
                to.call(this, job, now);
                return;
            }
        }
        int c = (int) jobValue[job];
        served((now - firstAt[c]) * 1e-9, now);
        release(job, r, now);
        ended(c, End.SERVED, now);
        dispatch(now);
    }

    /** One comes again, or those who have waited for the timeout leave. */
    @Override
    void visible(int payload, long now) {
        n.events++;
        advance(now);
        if (payload != DEADLINE) {
            away--;
            n.again++;
            attempts[payload]++;
            attempt(payload, now);
            return;
        }
        deadlineSet = false;
        expire(line, now);
        expire(writers, now);
        watch();
    }

    private void expire(WaitingLine waiting, long now) {
        while (waiting.size() > 0 && now - attemptAt[(int) waiting.get(0)] >= timeout) {
            n.maxAge = Math.max(n.maxAge, timeout * 1e-9);
            failed((int) waiting.remove(), End.TIMED_OUT, now);
        }
    }

    @Override
    void dispatch(long now) {
        dispatch(writers, true, now);
        dispatch(line, false, now);
    }

    private void dispatch(WaitingLine waiting, boolean write, long now) {
        while (waiting.size() > 0) {
            SimReplica r = freeFor(write);
            if (r == null) {
                return;
            }
            int c = (int) waiting.remove();
            waited((now - attemptAt[c]) * 1e-9);
            begin(r, law.draw(serviceRng), c, now);
        }
    }

    @Override
    void complete(int job, long now) {
        n.events++;
        SimReplica r = replicaOf(job);
        if (r == null) {
            forget(job);
            return;
        }
        advance(now);
        if (job >= stage.length) {
            stage = Arrays.copyOf(stage, Math.max(job + 1, stage.length * 2));
        }
        stage[job] = 0;
        proceed(job, r, now);
    }

    @Override
    void lost(int job, long now) {
        failed((int) jobValue[job], End.TIMED_OUT, now);
    }

    @Override
    double away() {
        return away;
    }

    @Override
    double oldestAge(long now) {
        return waitingCount() == 0 ? 0 : (now - firstAttempt()) * 1e-9;
    }

    @Override
    double inSystem() {
        double count = waitingCount() + (double) away;
        for (int job = 0; job < jobNumbers(); job++) {
            if (replicaOf(job) != null) {
                count++;
            }
        }
        return count;
    }

    @Override
    double overdue(long end) {
        double count = 0;
        for (int c = 0; c < numbered; c++) {
            if (attempts[c] > 0 && late(firstAt[c], end)) {
                count++;
            }
        }
        return count;
    }
}
