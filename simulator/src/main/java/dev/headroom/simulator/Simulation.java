package dev.headroom.simulator;

import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.loop.ControlLoop;
import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.loop.Store;
import dev.headroom.engine.model.Measure;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario: the event loop that turns the world and the control loop.
 *
 * <p>Of events at the same instant, what happens in the world comes first (bucket edges of the trace, replicas, ends of
 * work), then the scrape that ends there, then the control loop's turn, then arrivals. A turn therefore sees a sample that
 * was taken at its own instant if the delay is zero. Scrapes and turns are at whole multiples of their intervals after the
 * begin; the first ones after one interval.
 */
final class Simulation {
    // Phases.
    static final int WORLD = 0;
    private static final int SCRAPE_PHASE = 1;
    private static final int TICK_PHASE = 2;

    // Types of events.
    static final int COMPLETED = 0;
    static final int BOOTED = 1;
    static final int WARMED = 2;
    static final int DRAINED = 3;
    static final int VISIBLE = 4;
    private static final int BUCKET = 5;
    private static final int SCRAPE = 6;
    private static final int TICK = 7;
    static final int LAUNCH = 8;
    static final int FAILED = 9;
    static final int INTERRUPTED = 10;
    static final int ZONE = 11;
    static final int RECLAIMED = 12;
    static final int NODE = 13;
    private static final int SCORE = 15;

    private static final long HOUR = 3_600_000_000_000L;
    private static final long STUCK = 24 * HOUR;
    private static final long MOST_AFTER = 366 * STUCK;
    /** With fewer arrivals a step than this, the interval mode takes every one as an event: that is as fast, and exact. */
    private static final double EXACT_PER_STEP = 4;

    private static final double INITIAL_UTILISATION = 0.7;
    private static final long INITIAL_MILLIS = 300_000;

    private final Scenario scenario;
    private final Role role;
    private final Progress progress;
    private final Trace trace;
    private final Trace work;
    private final EventHeap heap = new EventHeap();
    private final World world;
    private final ReplicaPool pool;
    private final SimTarget target;
    private final SimMetrics metrics;
    private final Course course;
    private final DecisionLog log = new DecisionLog();
    private final Score score;
    private final ControlLoop loop;
    private final long traceEnd;
    private final long tickNanos;
    private final long scrapeNanos;
    private final boolean drains;
    private long controlEvents;

    /**
     * What a simulation is part of.
     *
     * @param demand what the workload is asked for, from outside or by others
     * @param holdSeconds mean time one holds a slot
     * @param around what the control loop sees of the others and tells them; null when it stands alone
     */
    record Role(Trace demand, double holdSeconds, @Nullable Neighbours around) {
        static Role alone(Scenario s) {
            return new Role(s.trace(), s.service().time().mean(), null);
        }
    }

    Simulation(Scenario s, Progress progress) {
        this(s, Role.alone(s), progress);
    }

    Simulation(Scenario s, Role role, Progress progress) {
        this.role = role;
        this.scenario = s;
        this.progress = progress;
        this.trace = role.demand();
        this.work = s.service().work(trace);
        this.traceEnd = Math.multiplyExact(trace.endMillis() - trace.startMillis(), 1_000_000L);
        this.tickNanos = s.workload().interval().toNanos();
        this.scrapeNanos = s.measurement().scrapeMillis() * 1_000_000;
        this.drains = s.service() instanceof Service.QueueWorkers;
        boolean latency = s.workload().signals().stream().anyMatch(x -> x.measures() == Measure.LATENCY);
        this.world = world(s, heap, latency, role.around() != null);
        this.pool = new ReplicaPool(s, heap, world);
        world.pool = pool;
        this.target = new SimTarget(pool);
        this.metrics = new SimMetrics(s, world, pool);
        this.course = new Course(s, role.holdSeconds(), world, pool, traceEnd, tickNanos);
        this.score = new Score(s, trace, world, pool, log, course);
        this.loop = new ControlLoop(
                s.workload(),
                s.decider(),
                metrics,
                target,
                new Forgetful(),
                role.around() != null ? role.around() : (workload, advice) -> {},
                Forecasts.around(s, metrics, role));
    }

    /** The others, seen from one of a chain. */
    interface Neighbours extends ControlLoop.Surroundings, Notifier {
        /** A turn of the control loop begins: what was advised before no longer stands unless it is advised again. */
        void turn();
    }

    private static World world(Scenario s, EventHeap heap, boolean latency, boolean chained) {
        double step = Math.min(
                s.workload().interval().toNanos() / 1e9, s.measurement().scrapeMillis() / 1e3);
        double span = (s.trace().endMillis() - s.trace().startMillis()) / 1e3;
        boolean few = s.trace().total() + (double) s.backlogAtStart() <= EXACT_PER_STEP * span / step;
        if (s.mode() == Scenario.Mode.INTERVAL && !few) {
            return s.service() instanceof Service.Llm l
                    ? new LlmFluid(s, l, latency)
                    : new IntervalWorld(s, latency, step);
        }
        return switch (s.service()) {
            case Service.Requests r ->
                chained || r.retries().any() || r.writes() > 0
                        ? new CallWorld(s, r, heap, latency)
                        : new RequestWorld(s, r, heap, latency);
            case Service.QueueWorkers q -> new QueueWorld(s, q, heap, latency);
            case Service.Llm l -> new LlmWorld(s, l, heap, latency);
        };
    }

    /** A store that keeps nothing: what the result needs is taken from the outcome of each turn. */
    private static final class Forgetful implements Store {
        @Override
        public Optional<WorkloadState> load(String workload) {
            return Optional.empty();
        }

        @Override
        public Appended append(Entry entry) {
            return Appended.Saved.YES;
        }
    }

    Result run() {
        begin();
        long end = loop();
        progress.at(1);
        return end(end);
    }

    /** Begins: the first replicas, and the first of the events that recur. */
    void begin() {
        course.rate(trace.rate(trace.startMillis()), work.rate(work.startMillis()), 0);
        pool.begin(initialReplicas());
        course.capacity(0);
        heap.add(trace.bucketMillis() * 1_000_000, WORLD, BUCKET, 0);
        heap.add(scrapeNanos, SCRAPE_PHASE, SCRAPE, 0);
        heap.add(tickNanos, TICK_PHASE, TICK, 0);
        if (scenario.scoreFromMillis() > trace.startMillis()) {
            heap.add((scenario.scoreFromMillis() - trace.startMillis()) * 1_000_000, WORLD, SCORE, 0);
        }
    }

    /** Ends, and tells what came of it. */
    Result end(long end) {
        world.advance(end);
        pool.integrate(end);
        course.end(end);
        return score.result(end, controlEvents);
    }

    private long loop() {
        long nextReport = 0;
        long last = 0;
        long reportStep = Math.max(1, traceEnd / 100);
        while (true) {
            long time = heap.nextTime();
            long arrival = world.nextArrival();
            if (arrival < time && arrival < traceEnd) {
                world.arrive();
                continue;
            }
            if (time >= traceEnd && (!drains || over(time))) {
                return !drains ? traceEnd : idle() ? Math.max(traceEnd, last) : time;
            }
            last = time;
            turn(time);
            if (time >= nextReport && time < traceEnd) {
                progress.at((double) time / traceEnd);
                nextReport += reportStep;
            }
        }
    }

    /** The earliest event happens. */
    private void turn(long time) {
        int event = heap.pop();
        int payload = EventHeap.payload(event);
        switch (EventHeap.type(event)) {
            case COMPLETED -> world.complete(payload, time);
            case VISIBLE -> world.visible(payload, time);
            default -> control(EventHeap.type(event), payload, time);
        }
    }

    /** The earliest event happens; there is one. */
    void turn() {
        turn(heap.nextTime());
    }

    /** The next arrival from outside happens. */
    void arrive() {
        world.arrive();
    }

    /** The time of the earliest event. */
    long nextTime() {
        return heap.nextTime();
    }

    /** Its phase. */
    int nextPhase() {
        return heap.nextPhase();
    }

    /** The time of the next arrival from outside; {@link Long#MAX_VALUE} when there is none. */
    long nextArrival() {
        return world.nextArrival();
    }

    /** The world, of one in a chain. */
    EventWorld events() {
        if (world instanceof EventWorld e) {
            return e;
        }
        throw new IllegalStateException("tiers of a chain are simulated in events");
    }

    /** The replicas, with their integrals brought up to a time. */
    ReplicaPool poolAt(long now) {
        pool.integrate(now);
        return pool;
    }

    long traceEnd() {
        return traceEnd;
    }

    /** When the last one left. */
    long lastLeft() {
        return world.n.lastLeft;
    }

    /** After the trace: whether the queue is empty, or nothing moves any more. */
    private boolean over(long time) {
        return idle() || stuck(time, world.n.lastLeft, traceEnd);
    }

    /** Whether nothing has left for so long, or the trace ended so long ago, that no more is to be waited for. */
    static boolean stuck(long time, long lastLeft, long traceEnd) {
        return time - Math.max(lastLeft, traceEnd) > STUCK || time > traceEnd + MOST_AFTER;
    }

    /** Whether nothing waits, is worked on or will come again, but for rounding. */
    boolean idle() {
        return world.waiting() + world.inService() + world.away() < 1e-6;
    }

    private void control(int type, int payload, long now) {
        controlEvents++;
        world.advance(now);
        switch (type) {
            case BOOTED -> {
                pool.booted(payload, now);
                course.capacity(now);
            }
            case WARMED -> {
                pool.warmed(payload, now);
                course.capacity(now);
            }
            case DRAINED -> pool.drained(payload, now);
            case LAUNCH -> pool.launch(payload, now);
            case FAILED -> pool.failed(payload, now);
            case INTERRUPTED, RECLAIMED, ZONE, NODE -> {
                pool.hazards().happen(type, payload, now);
                course.capacity(now);
            }
            case BUCKET -> {
                int bucket = payload + 1;
                boolean more = bucket < trace.arrivals().length;
                double perSecond = 1000.0 / trace.bucketMillis();
                course.rate(
                        more ? trace.arrivals()[bucket] * perSecond : 0,
                        more ? work.arrivals()[bucket] * perSecond : 0,
                        now);
                if (more) {
                    heap.add(now + trace.bucketMillis() * 1_000_000, WORLD, BUCKET, bucket);
                }
            }
            case SCRAPE -> {
                pool.integrate(now);
                metrics.scrape(now);
                heap.add(now + scrapeNanos, SCRAPE_PHASE, SCRAPE, 0);
            }
            case SCORE -> {
                pool.integrate(now);
                score.from(now);
            }
            case TICK -> {
                tick(now);
                heap.add(now + tickNanos, TICK_PHASE, TICK, 0);
            }
            default -> throw new IllegalStateException("no event of type " + type);
        }
    }

    private void tick(long now) {
        pool.integrate(now);
        course.tick(now);
        metrics.now(now);
        target.now(now);
        if (role.around() != null) {
            role.around().turn();
        }
        Instant at = Instant.ofEpochMilli(trace.startMillis()).plusNanos(now);
        if (loop.tick(at) instanceof ControlLoop.Outcome.Scaled scaled) {
            log.scaled(scaled.decision());
            course.capacity(now);
        }
    }

    private int initialReplicas() {
        if (scenario.initialReplicas() >= 0) {
            return scenario.initialReplicas();
        }
        int buckets = (int) Math.min(
                trace.arrivals().length,
                Math.max(1, (INITIAL_MILLIS + trace.bucketMillis() - 1) / trace.bucketMillis()));
        double sum = 0;
        for (int i = 0; i < buckets; i++) {
            sum += work.arrivals()[i];
        }
        double load = sum / (buckets * (trace.bucketMillis() / 1e3)) * role.holdSeconds();
        double replicas = Math.ceil(load / scenario.service().concurrency() / INITIAL_UTILISATION);
        Bounds bounds = scenario.workload().guardrails().bounds();
        int most = Math.min(bounds.max(), scenario.supply().most());
        return (int) Math.max(Math.min(bounds.min(), most), Math.min(most, replicas));
    }
}
