package dev.headroom.simulator;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What is measured of the world. A sample of each signal is taken at the end of each scrape interval, and visible after the
 * delay.
 *
 * <p>Over the interval: RATE, the arrivals per second, those who come again included; IN_FLIGHT, the mean number waiting and being worked on (queues: being
 * worked on); CONCURRENCY, the mean in flight ÷ mean ready replicas, of which there is at least one; UTILISATION, the busy
 * share of the ready replicas' slots; LATENCY, of what was answered; ERRORS, rejected and timed out ÷ all that left. At the
 * end of it: BACKLOG, waiting and, for queues, being worked on; AGE of the oldest that waits.
 *
 * <p>Of a language model these are what its servers expose: IN_FLIGHT running and waiting, BACKLOG waiting, UTILISATION of the
 * batch slots, MEMORY the share of the key-value caches that is reserved at the end of the interval, INPUT_TOKENS read and
 * OUTPUT_TOKENS generated per second, LATENCY of what the objective is about.
 */
final class SimMetrics implements MetricSource {
    private record Scrape(long visibleAt, Reading[] readings, boolean[] lost) {}

    private static final Reading NONE_YET = Reading.missing("no sample has been taken yet");

    private final World world;
    private final ReplicaPool pool;
    private final Measurement measurement;
    private final List<Signal> signals;
    private final boolean queue;
    private final int concurrency;
    private final double interval;
    private final long delayNanos;
    private final long epochMillis;
    private final Rng rng;
    private final ArrayDeque<Scrape> pending = new ArrayDeque<>();
    private final Reading[] visible;
    private List<Reading> answer;
    private long now;

    private double arrived;
    private double left;
    private double failed;
    private double waitingSeconds;
    private double inServiceSeconds;
    private double busySeconds;
    private double readySeconds;
    private double inputTokens;
    private double outputTokens;

    SimMetrics(Scenario s, World world, ReplicaPool pool) {
        this.world = world;
        this.pool = pool;
        this.measurement = s.measurement();
        this.signals = s.workload().signals();
        this.queue = s.service() instanceof Service.QueueWorkers;
        this.concurrency = s.service().concurrency();
        this.interval = measurement.scrapeMillis() / 1e3;
        this.delayNanos = measurement.delayMillis() * 1_000_000;
        this.epochMillis = s.trace().startMillis();
        this.rng = new Rng(s.seed(), Rng.Stream.MEASUREMENT);
        this.visible = new Reading[signals.size()];
        Arrays.fill(visible, NONE_YET);
        this.answer = List.of(visible);
        this.arrived = world.n.arrived;
    }

    /** Ends a scrape interval: takes the samples. The world and the pool have been brought up to {@code time}. */
    void scrape(long time) {
        boolean imperfect = measurement.noise() > 0 || measurement.dropped() > 0;
        if (imperfect) {
            rng.at(time);
        }
        Instant at = Instant.ofEpochMilli(epochMillis + time / 1_000_000);
        Reading[] readings = new Reading[visible.length];
        boolean[] lost = new boolean[visible.length];
        for (int i = 0; i < readings.length; i++) {
            Reading r = sample(signals.get(i), time, at);
            if (imperfect) {
                double noise = 1 + measurement.noise() * rng.gaussian();
                lost[i] = rng.uniform() < measurement.dropped();
                if (r.status() == Reading.Status.OK) {
                    r = Reading.of(r.value() * Math.max(0, noise), r.at(), r.sampled());
                }
            }
            readings[i] = r;
        }
        pending.add(new Scrape(time + delayNanos, readings, lost));
        Counters n = world.n;
        arrived = n.attempts();
        left = n.endedAttempts();
        failed = n.failedAttempts();
        waitingSeconds = n.waitingSeconds;
        inServiceSeconds = n.inServiceSeconds;
        busySeconds = n.busySeconds;
        readySeconds = pool.readySeconds();
        inputTokens = n.inputTokens;
        outputTokens = n.outputTokens;
        world.closeScrape();
    }

    private Reading sample(Signal signal, long time, Instant at) {
        Counters n = world.n;
        double value = switch (signal.measures()) {
            case RATE -> (n.attempts() - arrived) / interval;
            case IN_FLIGHT -> inFlight();
            case CONCURRENCY -> inFlight() / Math.max(1, (pool.readySeconds() - readySeconds) / interval);
            case UTILISATION -> {
                double slots = (pool.readySeconds() - readySeconds) * concurrency;
                if (slots <= 0) {
                    yield Double.NaN;
                }
                yield Math.min(1, (n.busySeconds - busySeconds) / slots);
            }
            case LATENCY -> world.scrapeLatency(signal.quantile());
            case ERRORS ->
                n.endedAttempts() > left ? (n.failedAttempts() - failed) / (n.endedAttempts() - left) : Double.NaN;
            case BACKLOG -> world.waiting() + (queue ? world.inService() : 0);
            case AGE -> world.oldestAge(time);
            case MEMORY -> world.memory();
            case INPUT_TOKENS -> world.tokens(time) ? (n.inputTokens - inputTokens) / interval : Double.NaN;
            case OUTPUT_TOKENS -> world.tokens(time) ? (n.outputTokens - outputTokens) / interval : Double.NaN;
            case OTHER -> Double.NaN;
        };
        if (Double.isNaN(value)) {
            return Reading.missing(why(signal.measures()));
        }
        return Reading.of(value / signal.unit().toBase(1), at, pool.ready());
    }

    private double inFlight() {
        double inService = world.n.inServiceSeconds - inServiceSeconds;
        double waited = queue ? 0 : Math.max(0, world.n.waitingSeconds - waitingSeconds);
        return (inService + waited) / interval;
    }

    private static String why(Measure measure) {
        return switch (measure) {
            case UTILISATION -> "no replica was ready";
            case LATENCY -> "nothing was answered in the scrape interval";
            case ERRORS -> "nothing left in the scrape interval";
            case MEMORY -> "the simulated world has no memory use";
            default -> "the simulated world has no such signal";
        };
    }

    /** Sets the time at which {@link #read} is called. */
    void now(long time) {
        this.now = time;
    }

    @Override
    public List<Reading> read(List<Signal> wanted, Instant at) {
        boolean changed = false;
        Scrape s = pending.peek();
        while (s != null && s.visibleAt <= now) {
            for (int i = 0; i < visible.length; i++) {
                if (!s.lost[i]) {
                    visible[i] = s.readings[i];
                }
            }
            changed = true;
            pending.remove();
            s = pending.peek();
        }
        if (changed) {
            answer = Collections.unmodifiableList(Arrays.asList(visible.clone()));
        }
        return answer;
    }
}
