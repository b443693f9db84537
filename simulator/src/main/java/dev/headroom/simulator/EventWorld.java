package dev.headroom.simulator;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is common to worlds in which every request or item is an event: the replicas' slots, the jobs on them, and the
 * integrals. Work goes to the replica whose turn it is among those with a free slot. A job on a warming replica proceeds at
 * the reduced rate until the replica is warm, and at the full rate after.
 */
abstract class EventWorld extends World {
    final EventHeap heap;
    final ServiceLaw law;
    final Rng serviceRng;
    private final Arrivals arrivals;
    private final int concurrency;
    private final double warmRate;
    private final Answers answers;
    private final SimReplica free = new SimReplica(-1, Till.Kind.ON_DEMAND, 0);
    private @Nullable SimReplica[] jobReplica = new SimReplica[256];
    long[] jobValue = new long[256];
    private int[] jobFree = new int[256];
    private int jobFreeCount;
    private int jobs;
    private long integratedTo;
    private int inService;
    private int busyReady;
    private List<Outlet> after = List.of();
    private boolean handsOn;

    EventWorld(Scenario s, EventHeap heap, boolean scrapesLatency) {
        this.heap = heap;
        this.law = new ServiceLaw(s.service().time());
        this.serviceRng = new Rng(s.seed(), Rng.Stream.SERVICE);
        this.arrivals = new Arrivals(s);
        this.concurrency = s.service().concurrency();
        this.warmRate = s.lifecycle().warmupRate();
        this.answers = new Answers(s.workload().objective().limitSeconds(), scrapesLatency);
        free.before = free;
        free.after = free;
    }

    /** Gives waiting work to free slots. */
    abstract void dispatch(long now);

    /** How many wait. */
    abstract int waitingCount();

    @Override
    final double waiting() {
        return waitingCount();
    }

    @Override
    final double inService() {
        return inService;
    }

    @Override
    final void advance(long now) {
        if (now > integratedTo) {
            double dt = (now - integratedTo) * 1e-9;
            n.waitingSeconds += waitingCount() * dt;
            n.inServiceSeconds += inService * dt;
            n.busySeconds += busyReady * dt;
            integratedTo = now;
        }
    }

    @Override
    final long nextArrival() {
        return arrivals.next();
    }

    @Override
    final void arrive() {
        long now = arrivals.next();
        arrivals.advance();
        advance(now);
        n.events++;
        n.arrived++;
        arrived(now);
    }

    /** One arrives. */
    abstract void arrived(long now);

    /** One is handed on from another tier. */
    final void handed(long now) {
        advance(now);
        n.events++;
        n.arrived++;
        arrived(now);
    }

    /**
     * What is asked of other tiers.
     *
     * @param waits calls that are waited for; there are none where they are not possible
     * @param handedOn calls made when one is served
     */
    void calls(List<Outlet> waits, List<Outlet> handedOn) {
        after = handedOn;
        handsOn = !handedOn.isEmpty();
    }

    /** A replica with a free slot, whose turn it is; null when all are busy. */
    final @Nullable SimReplica freeReplica() {
        SimReplica r = free.after;
        return r == free ? null : r;
    }

    /** Begins work of {@code seconds} at full rate on a free replica; the job stands for {@code value}. */
    final void begin(SimReplica r, double seconds, long value, long now) {
        r.busy++;
        inService++;
        busyReady++;
        unlink(r);
        if (r.busy < concurrency) {
            link(r);
        }
        int job;
        if (jobFreeCount > 0) {
            job = jobFree[--jobFreeCount];
        } else {
            job = jobs++;
            if (job == jobReplica.length) {
                jobReplica = Arrays.copyOf(jobReplica, job * 2);
                jobValue = Arrays.copyOf(jobValue, job * 2);
                jobFree = Arrays.copyOf(jobFree, job * 2);
            }
        }
        jobReplica[job] = r;
        jobValue[job] = value;
        heap.add(endOf(r, seconds, now), Simulation.WORLD, Simulation.COMPLETED, job);
    }

    /** When work of {@code seconds} at full rate ends if it begins now. */
    final long endOf(SimReplica r, double seconds, long now) {
        return r.ends(seconds, now, warmRate);
    }

    /** The replica of a job; null when it was cut off. */
    final @Nullable SimReplica replicaOf(int job) {
        return jobReplica[job];
    }

    /** Frees the job's number, after its event has come. */
    final void forget(int job) {
        jobReplica[job] = null;
        jobFree[jobFreeCount++] = job;
    }

    /** A job has ended and its slot is free. */
    final void release(int job, SimReplica r, long now) {
        forget(job);
        inService--;
        r.busy--;
        if (r.takesWork()) {
            busyReady--;
            if (r.busy == concurrency - 1) {
                link(r);
            }
        } else if (r.busy == 0) {
            pool.gone(r, now);
        }
    }

    /** Counts the wait of one whose work begins now. */
    final void waited(double seconds) {
        n.waitSum += seconds;
        n.started++;
        if (seconds > n.maxAge) {
            n.maxAge = seconds;
        }
    }

    /** One is answered or done. */
    final void served(double responseSeconds, long now) {
        n.served++;
        n.lastLeft = now;
        answers.judge(answers.keeps(responseSeconds) ? 1 : 0, 1);
        answers.add(responseSeconds, 1);
        if (handsOn) {
            handOn(now);
        }
    }

    private void handOn(long now) {
        for (Outlet o : after) {
            if (o.calls(now)) {
                o.to.handed(now);
            }
        }
    }

    private void link(SimReplica r) {
        SimReplica last = free.before;
        r.before = last;
        r.after = free;
        if (last != null) {
            last.after = r;
        }
        free.before = r;
    }

    private static void unlink(SimReplica r) {
        SimReplica before = r.before;
        SimReplica after = r.after;
        if (before != null && after != null) {
            before.after = after;
            after.before = before;
            r.before = null;
            r.after = null;
        }
    }

    @Override
    final void ready(SimReplica r, long now) {
        advance(now);
        link(r);
        joined(r);
        dispatch(now);
    }

    @Override
    final boolean leave(SimReplica r, long now) {
        advance(now);
        unlink(r);
        busyReady -= r.busy;
        boolean idle = r.busy == 0;
        left(r, now);
        return idle;
    }

    /** A replica takes work from now on. */
    void joined(SimReplica r) {}

    /** A replica takes no more work. */
    void left(SimReplica r, long now) {}

    /** Whether a replica has a free slot and takes work. */
    static boolean isFree(SimReplica r) {
        return r.before != null;
    }

    /** The replica whose turn it is among those with a free slot other than {@code not}; null when all are busy. */
    final @Nullable SimReplica freeReplica(SimReplica not) {
        SimReplica r = free.after;
        if (r == not && r != null) {
            r = r.after;
        }
        return r == free ? null : r;
    }

    @Override
    final long drainNanos(SimReplica r) {
        return -1;
    }

    @Override
    final void cut(SimReplica r, long now) {
        advance(now);
        for (int job = 0; job < jobs; job++) {
            if (jobReplica[job] == r) {
                jobReplica[job] = null;
                inService--;
                r.busy--;
                lost(job, now);
            }
        }
        dispatch(now);
    }

    /** A job's replica was cut off from it. Its event is still to come. */
    abstract void lost(int job, long now);

    @Override
    double scrapeLatency(double quantile) {
        return answers.scraped(quantile);
    }

    @Override
    void closeScrape() {
        answers.closeScrape();
    }

    @Override
    double stretchLatency(double quantile) {
        return answers.stretch(quantile);
    }

    @Override
    void closeStretch() {
        answers.closeStretch();
    }

    @Override
    double latency(double quantile) {
        return answers.all(quantile);
    }

    @Override
    double met() {
        return answers.met();
    }

    @Override
    void forgetAnswers() {
        answers.forget();
    }

    /** Whether one that arrived at {@code arrivedAt} has missed the limit at {@code end}. */
    final boolean late(long arrivedAt, long end) {
        return answers.late(arrivedAt, end);
    }

    /** Job numbers used so far; {@link #replicaOf} tells which are running. */
    final int jobNumbers() {
        return jobs;
    }
}
