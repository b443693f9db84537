package dev.headroom.controller.faults;

import dev.headroom.controller.VirtualTiming;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What is really so in a simulation: the time, the demand, the fleets, what is kept, and what goes wrong. */
final class World {

    static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    /** Controllers have settled before the first fault. */
    private static final Duration CALM = Duration.ofMinutes(2);

    private static final int MOST_EVENTS = 200_000;

    private final Drawn drawn;
    private final VirtualTiming timing;
    private final Chances chances;
    private final Watch watch;
    private final Vaults vaults;
    private final Map<String, TrueFleet> fleets = new LinkedHashMap<>();
    private final Map<String, Demand> demands = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final boolean telling;
    private final Bug bug;

    /**
     * A world.
     *
     * @param seed of everything that is drawn
     * @param allowed faults that may strike
     * @param bug built in on purpose
     * @param telling whether what happens is written down
     */
    World(long seed, Set<Fault> allowed, Bug bug, boolean telling) {
        this.drawn = Drawn.of(seed);
        this.bug = bug;
        this.telling = telling;
        this.timing = new VirtualTiming(START, seed);
        SplittableRandom r = new SplittableRandom(seed ^ 0x2545F4914F6CDD1DL);
        long begin = CALM.toNanos();
        long end = begin + Duration.ofMinutes(10 + r.nextInt(20)).toNanos();
        Set<Fault> some = allowed.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(allowed);
        this.chances = new Chances(seed, some, begin, end);
        for (Drawn.Item item : drawn.workloads()) {
            demands.put(item.name(), new Demand(item, r.split(), end));
            fleets.put(item.name(), new TrueFleet(item.min() + r.nextInt(4), item.fences()));
        }
        this.watch = new Watch(this);
        this.vaults = new Vaults(this);
        timing.delaying(this::late);
    }

    private Duration late() {
        return strikes(Fault.TASKS_LATE, 0.2)
                ? Duration.ofMillis(random(Fault.TASKS_LATE).nextInt(1, 25_000))
                : Duration.ZERO;
    }

    Drawn drawn() {
        return drawn;
    }

    VirtualTiming timing() {
        return timing;
    }

    Watch watch() {
        return watch;
    }

    Vaults vaults() {
        return vaults;
    }

    Chances chances() {
        return chances;
    }

    Bug bug() {
        return bug;
    }

    TrueFleet fleet(String workload) {
        return Objects.requireNonNull(fleets.get(workload));
    }

    Demand demand(String workload) {
        return Objects.requireNonNull(demands.get(workload));
    }

    boolean strikes(Fault fault, double weight) {
        return chances.strikes(fault, timing.nanos(), weight);
    }

    boolean strikes(Fault fault) {
        return chances.strikes(fault, timing.nanos());
    }

    SplittableRandom random(Fault fault) {
        return chances.of(fault);
    }

    /** The true time, which nobody sets. */
    Instant trueTime() {
        return START.plusNanos(timing.nanos());
    }

    void pass(Duration span) {
        timing.pass(span);
    }

    /** Writes down what happens. */
    void say(String workload, Supplier<String> what) {
        if (telling && events.size() < MOST_EVENTS) {
            events.add(new Event(timing.nanos(), workload, what.get()));
        }
    }

    List<Event> events() {
        return events;
    }
}
