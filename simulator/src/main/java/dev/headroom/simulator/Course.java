package dev.headroom.simulator;

import java.util.ArrayList;
import java.util.List;

/** The timeline and the shortages of a simulation. Times are nanoseconds since the begin. */
final class Course {
    private final World world;
    private final ReplicaPool pool;
    private final double hourly;
    private final long epochMillis;
    private final double serviceSeconds;
    private final int concurrency;
    private final List<Result.Point> points = new ArrayList<>();
    private long stretch;
    private long stretchStart;
    private double demandMax;
    private double arrived;
    private double failed;
    private double readySeconds;
    private double paidSeconds;

    private double rate;
    private double workRate;
    private double workMax;
    private boolean isShort;
    private long shortSince;
    private long shortNanos;
    private long longestShort;

    /**
     * A course whose points are at least {@code leastStretch} long, and few enough for {@code span}.
     *
     * @param serviceSeconds mean time one holds a slot
     */
    Course(Scenario s, double serviceSeconds, World world, ReplicaPool pool, long span, long leastStretch) {
        this.world = world;
        this.pool = pool;
        this.hourly = s.billing().hourly();
        this.epochMillis = s.trace().startMillis();
        this.serviceSeconds = serviceSeconds;
        this.concurrency = s.service().concurrency();
        long most = Result.MAX_POINTS - 2;
        this.stretch = Math.max(1, (span / most + leastStretch) / leastStretch) * leastStretch;
        this.arrived = world.n.arrived;
    }

    /** The demand changes, and the work it is; see {@link Service#work}. */
    void rate(double perSecond, double workPerSecond, long now) {
        rate = perSecond;
        workRate = workPerSecond;
        demandMax = Math.max(demandMax, perSecond);
        workMax = Math.max(workMax, workPerSecond);
        capacity(now);
    }

    /** The capacity may have changed. */
    void capacity(long now) {
        boolean nowShort = workRate * serviceSeconds > pool.effective() * concurrency * (1 + 1e-12);
        if (nowShort == isShort) {
            return;
        }
        if (isShort) {
            endShortage(now);
        }
        isShort = nowShort;
        shortSince = now;
    }

    private void endShortage(long now) {
        long lasted = now - shortSince;
        shortNanos += lasted;
        longestShort = Math.max(longestShort, lasted);
    }

    /** Makes a point if the stretch is over. The world and the pool have been brought up to {@code now}. */
    void tick(long now) {
        if (now - stretchStart >= stretch) {
            point(now);
        }
    }

    private void point(long now) {
        double dt = (now - stretchStart) / 1e9;
        Counters n = world.n;
        points.add(new Result.Point(
                epochMillis + stretchStart / 1_000_000,
                (n.attempts() - arrived) / dt,
                demandMax,
                (pool.readySeconds() - readySeconds) / dt,
                pool.takeReadyMin(),
                pool.desired(),
                workMax * serviceSeconds / concurrency,
                world.stretchLatency(0.95),
                n.stretchMaxWaiting,
                n.failedAttempts() - failed,
                (pool.paidSeconds() - paidSeconds) / 3600 * hourly));
        world.closeStretch();
        stretchStart = now;
        demandMax = rate;
        workMax = workRate;
        arrived = n.attempts();
        failed = n.failedAttempts();
        readySeconds = pool.readySeconds();
        paidSeconds = pool.paidSeconds();
        n.stretchMaxWaiting = world.waiting();
        if (points.size() > Result.MAX_POINTS - 2) {
            halve();
        }
    }

    /** Joins neighbours: work went on long after the trace. */
    private void halve() {
        List<Result.Point> joined = new ArrayList<>();
        for (int i = 0; i + 1 < points.size(); i += 2) {
            Result.Point a = points.get(i);
            Result.Point b = points.get(i + 1);
            joined.add(new Result.Point(
                    a.millis(),
                    (a.demand() + b.demand()) / 2,
                    Math.max(a.demandMax(), b.demandMax()),
                    (a.ready() + b.ready()) / 2,
                    Math.min(a.readyMin(), b.readyMin()),
                    b.desired(),
                    Math.max(a.needed(), b.needed()),
                    Double.isNaN(a.p95()) ? b.p95() : Double.isNaN(b.p95()) ? a.p95() : Math.max(a.p95(), b.p95()),
                    Math.max(a.backlog(), b.backlog()),
                    a.failed() + b.failed(),
                    a.cost() + b.cost()));
        }
        if (points.size() % 2 == 1) {
            joined.add(points.get(points.size() - 1));
        }
        points.clear();
        points.addAll(joined);
        stretch *= 2;
    }

    /** Shortages count from here on only. */
    void scoreFrom(long now) {
        close(now);
        shortNanos = 0;
        longestShort = 0;
        shortSince = now;
    }

    /** Ends the course. */
    void end(long now) {
        if (isShort) {
            endShortage(now);
            isShort = false;
        }
        close(now);
    }

    private void close(long now) {
        if (now > stretchStart) {
            point(now);
        } else {
            world.closeStretch();
        }
    }

    List<Result.Point> points() {
        return List.copyOf(points);
    }

    double shortSeconds() {
        return shortNanos / 1e9;
    }

    double longestShortSeconds() {
        return longestShort / 1e9;
    }
}
