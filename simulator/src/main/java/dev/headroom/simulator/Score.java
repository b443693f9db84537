package dev.headroom.simulator;

/** What counts of a simulation: all of it, or what comes after a moment at which what was before is forgotten. */
final class Score {
    private final Scenario scenario;
    private final Trace trace;
    private final World world;
    private final ReplicaPool pool;
    private final DecisionLog log;
    private final Course course;
    private Tally before = Tally.NOTHING;

    /**
     * Of a simulation.
     *
     * @param trace what the workload is asked for
     */
    Score(Scenario scenario, Trace trace, World world, ReplicaPool pool, DecisionLog log, Course course) {
        this.scenario = scenario;
        this.trace = trace;
        this.world = world;
        this.pool = pool;
        this.log = log;
        this.course = course;
    }

    /** What was up to {@code now} does not count. The world and the pool have been brought up to that. */
    void from(long now) {
        course.scoreFrom(now);
        world.tokens(now);
        world.forgetAnswers();
        before = Tally.of(world, pool, log, now);
        world.n.maxWaiting = world.waiting();
        world.n.maxAge = world.oldestAge(now);
    }

    /**
     * What came of it, at its end.
     *
     * @param controlEvents events other than those of the world
     */
    Result result(long end, long controlEvents) {
        Counters n = world.n;
        // First, as it lets those leave who have waited too long.
        double overdue = world.overdue(end);
        world.tokens(end);
        Tally t = Tally.of(world, pool, log, end).since(before);
        double judged = t.left() + overdue;
        int concurrency = scenario.service().concurrency();
        return new Result(
                scenario.policy(),
                t.arrived() + before.inSystem(),
                t.served(),
                t.rejected(),
                t.timedOut(),
                world.inSystem(),
                t.again(),
                judged > 0 ? Math.min(1, world.met() / judged) : 1,
                world.latency(0.5),
                world.latency(0.95),
                world.latency(0.99),
                t.started() > 0 ? t.waitSum() / t.started() : Double.NaN,
                t.platform().cost(),
                scenario.billing().currency(),
                t.platform(),
                t.aliveSeconds() / 3600,
                Math.max(0, t.readySeconds() - t.busySeconds() / concurrency) / 3600,
                t.actions(),
                t.directionChanges(),
                n.maxWaiting,
                Math.max(n.maxAge, world.oldestAge(end)),
                course.shortSeconds(),
                course.longestShortSeconds(),
                trace.startMillis() + n.lastLeft / 1_000_000,
                n.events + controlEvents,
                course.points(),
                log.decisions(),
                world.generation());
    }
}
