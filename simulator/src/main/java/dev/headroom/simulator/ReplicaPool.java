package dev.headroom.simulator;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Replica;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fleet: requested → provisioning → booting → warming → ready → draining → gone. A machine is paid for from the attempt
 * to start it until it is given back. Scaling in cancels replicas that are starting, those without a machine first and of
 * these the newest, then drains ready ones, least busy first and of these the newest.
 */
final class ReplicaPool {
    private final Lifecycle lifecycle;
    private final @Nullable Spot spot;
    private final @Nullable Spares spares;
    private final Till till;
    private final World world;
    private final EventHeap heap;
    private final Roster roster;
    private final Launchpad launchpad;
    private final @Nullable NodePool nodes;
    private final Hazards hazards;
    private int desired;
    /** Of the ready and starting replicas, those on demand. */
    private int onDemand;

    private int ready;
    private int warming;
    private int starting;
    private int draining;
    private long updatedAt;
    private double readySeconds;
    private int readyMin;
    private @Nullable Fleet fleet;
    private long fleetUntil;

    private long lost;

    ReplicaPool(Scenario s, EventHeap heap, World world) {
        this.lifecycle = s.lifecycle();
        this.spot = s.supply().spot();
        this.till = new Till(s.billing(), s.supply());
        ZoneMap zones = new ZoneMap(s.supply().zones());
        Nodes under = s.supply().nodes();
        this.nodes = under == null ? null : new NodePool(under, s.seed(), zones, till, heap);
        this.roster = new Roster(till, zones, nodes, s.trace().startMillis());
        this.heap = heap;
        this.world = world;
        WarmPool warm = s.supply().warmPool();
        this.spares = warm == null
                ? null
                : new Spares(warm, s.workload().guardrails().bounds().max());
        this.launchpad = new Launchpad(s, heap, roster, spares);
        this.hazards = new Hazards(s, this, zones, nodes, roster, heap);
    }

    /** Starts with replicas that are ready and warm, and with as many spares and nodes as there should be. */
    void begin(int count) {
        desired = count;
        if (nodes != null) {
            nodes.begin(count);
        }
        for (int i = 0; i < count; i++) {
            SimReplica r = add(kind(count), 0);
            if (!launchpad.available(r, 0)) {
                starting++;
                launchpad.attempt(r, 0);
                continue;
            }
            roster.pay(r, 0);
            r.readyAt = -Roster.YOUNG_NANOS - 1;
            r.phase = Replica.Phase.READY;
            ready++;
            launchpad.interruptible(r, 0);
            world.ready(r, 0);
        }
        readyMin = ready;
        hazards.begin();
        if (spares != null) {
            for (int i = spares.missing(count); i > 0 && (!spares.run() || !launchpad.full()); i--) {
                keep(spares, 0);
            }
        }
    }

    /** What the next replica is when there shall be {@code wanted}. */
    private Till.Kind kind(int wanted) {
        return spot == null || onDemand < spot.onDemand(wanted) ? Till.Kind.ON_DEMAND : Till.Kind.SPOT;
    }

    private SimReplica add(Till.Kind kind, long now) {
        if (kind == Till.Kind.ON_DEMAND) {
            onDemand++;
        }
        return roster.add(kind, now);
    }

    /** A spare that waits. */
    private void keep(Spares pool, long now) {
        SimReplica r = roster.add(Till.Kind.SPARE, now);
        roster.place(r, now);
        roster.pay(r, now);
        pool.waits(r);
    }

    /** Asks for {@code wanted} replicas, the draining ones not counted. */
    void scale(int wanted, long now) {
        touch(now);
        desired = wanted;
        int have = ready + starting;
        for (; have < wanted; have++) {
            SimReplica r = add(kind(wanted), now);
            starting++;
            launchpad.attempt(r, now);
        }
        for (; have > wanted; have--) {
            SimReplica r = leaving(wanted);
            if (r.takesWork()) {
                drain(r, lifecycle.drainSeconds(), now);
            } else {
                cancel(r, now);
            }
        }
        if (spares != null) {
            replenish(spares, now);
        }
    }

    /** The time of an attempt that failed, or was refused, comes again, unless the replica was cancelled. */
    void launch(int id, long now) {
        SimReplica r = roster.get(id);
        if (r != null) {
            touch(now);
            launchpad.attempt(r, now);
        }
    }

    /** An attempt has failed, unless the replica was cancelled. */
    void failed(int id, long now) {
        SimReplica r = roster.get(id);
        if (r != null) {
            touch(now);
            launchpad.failed(r, now);
        }
    }

    /** Prepares the spares that are missing, and gives up those that are too many. Replicas that will come back count. */
    private void replenish(Spares pool, long now) {
        for (int i = pool.missing(desired) - (pool.reuse() ? draining : 0); i > 0; i--) {
            SimReplica r = roster.add(Till.Kind.PREPARING, now);
            pool.prepares(r);
            launchpad.attempt(r, now);
        }
        for (int i = pool.missing(desired); i < 0; i++) {
            roster.remove(pool.drop(), now);
        }
    }

    Hazards hazards() {
        return hazards;
    }

    /** Replicas and spares of a zone that are no more, and had again elsewhere. */
    void lose(List<SimReplica> gone, long now) {
        touch(now);
        // First none of them takes work any more, so that what is lost on one does not go to the next.
        for (SimReplica r : gone) {
            if (r.takesWork()) {
                stop(r, now);
            }
        }
        for (SimReplica r : gone) {
            lost++;
            if (r.spare()) {
                if (spares != null) {
                    spares.lose(r);
                }
                roster.remove(r, now);
            } else if (r.phase != Replica.Phase.DRAINING) {
                cancel(r, now);
            } else if (roster.get(r.id) == r) {
                world.cut(r, now);
                remove(r, now);
            }
        }
    }

    /** The replica to give up next when {@code wanted} shall be left: of the kind there are too many of. */
    private SimReplica leaving(int wanted) {
        Till.Kind surplus = spot == null || onDemand > spot.onDemand(wanted) ? Till.Kind.ON_DEMAND : Till.Kind.SPOT;
        SimReplica best = roster.leastLoss(surplus, world);
        if (best == null) {
            throw new IllegalStateException("no replica to give up although there are " + (ready + starting));
        }
        return best;
    }

    /** Gives up one that is starting. */
    void cancel(SimReplica r, long now) {
        starting--;
        uncount(r);
        roster.remove(r, now);
    }

    private void uncount(SimReplica r) {
        if (r.kind == Till.Kind.ON_DEMAND) {
            onDemand--;
        }
    }

    /** It takes no more work. Returns whether it has none now. */
    private boolean stop(SimReplica r, long now) {
        if (r.phase == Replica.Phase.WARMING) {
            warming--;
        }
        ready--;
        readyMin = Math.min(readyMin, ready);
        draining++;
        uncount(r);
        r.phase = Replica.Phase.DRAINING;
        return world.leave(r, now);
    }

    /** Gives up one that is ready, which may take so long to finish what it has. */
    void drain(SimReplica r, double mostSeconds, long now) {
        if (stop(r, now)) {
            gone(r, now);
            return;
        }
        long most = nanos(mostSeconds);
        long needs = world.drainNanos(r);
        long end = needs < 0 ? most : Math.min(needs, most);
        if (end < Long.MAX_VALUE / 2) {
            heap.add(now + end, Simulation.WORLD, Simulation.DRAINED, r.id);
        }
    }

    /** A replica has booted, or a spare is prepared, unless it was cancelled. */
    void booted(int id, long now) {
        SimReplica r = roster.get(id);
        if (r == null) {
            return;
        }
        touch(now);
        if (spares != null && r.kind == Till.Kind.PREPARING) {
            roster.stopPaying(r, now);
            r.kind = Till.Kind.SPARE;
            roster.pay(r, now);
            spares.waits(r);
            return;
        }
        starting--;
        ready++;
        r.readyAt = now;
        long warm = nanos(lifecycle.warmupSeconds());
        r.fullRateAt = now + warm;
        if (warm > 0) {
            warming++;
            r.phase = Replica.Phase.WARMING;
            heap.add(r.fullRateAt, Simulation.WORLD, Simulation.WARMED, id);
        } else {
            r.phase = Replica.Phase.READY;
        }
        world.ready(r, now);
    }

    /** A replica has warmed up, unless it has left. */
    void warmed(int id, long now) {
        SimReplica r = roster.get(id);
        if (r != null && r.phase == Replica.Phase.WARMING) {
            touch(now);
            warming--;
            r.phase = Replica.Phase.READY;
        }
    }

    /** A draining replica's time is up, unless it has left. */
    void drained(int id, long now) {
        SimReplica r = roster.get(id);
        if (r != null) {
            world.cut(r, now);
            gone(r, now);
        }
    }

    /** A draining replica has nothing left to do. */
    void gone(SimReplica r, long now) {
        remove(r, now);
        if (spares != null && spares.reuse() && spares.missing(desired) > 0) {
            keep(spares, now);
        }
    }

    private void remove(SimReplica r, long now) {
        touch(now);
        draining--;
        roster.remove(r, now);
    }

    /** The oldest replica that takes work; null when none does. */
    @Nullable
    SimReplica oldestReady() {
        return roster.oldestReady();
    }

    /** What the platform gave so far, those machines that there are as if they were given back now. */
    Platform platform(long now) {
        return new Platform(
                launchpad.launched(),
                launchpad.failures(),
                launchpad.refusals(),
                launchpad.warmStarts(),
                hazards.interruptions(),
                lost,
                nodes == null ? 0 : nodes.started(),
                till.nodeSeconds() / 3600,
                nodes == null ? roster.cost(Till.Kind.ON_DEMAND, now) : nodes.cost(now),
                roster.cost(Till.Kind.SPOT, now),
                roster.cost(Till.Kind.PREPARING, now) + roster.cost(Till.Kind.SPARE, now));
    }

    /** Brings the integrals up to {@code now}, and forgets the fleet as last told. */
    void touch(long now) {
        integrate(now);
        fleet = null;
    }

    /** Brings the integrals up to {@code now}. */
    void integrate(long now) {
        if (now > updatedAt) {
            double dt = (now - updatedAt) / 1e9;
            readySeconds += ready * dt;
            till.integrate(dt);
            updatedAt = now;
        }
    }

    /** The fleet as a scaling target reports it; replicas that drain are counted but not listed among the young. */
    Fleet fleet(long now) {
        if (fleet != null && now < fleetUntil) {
            return fleet;
        }
        Fleet made = new Fleet(desired, ready, warming, starting, draining, roster.young(now));
        fleetUntil = roster.youngUntil();
        fleet = made;
        return made;
    }

    static long nanos(double seconds) {
        return seconds >= 9e9 ? Long.MAX_VALUE / 2 : Math.round(seconds * 1e9);
    }

    /** The least ready replicas since the last call. */
    int takeReadyMin() {
        int m = readyMin;
        readyMin = ready;
        return m;
    }

    int desired() {
        return desired;
    }

    int ready() {
        return ready;
    }

    int warming() {
        return warming;
    }

    /** Replicas whose full rate the ready ones together have now. */
    double effective() {
        return ready - warming + warming * lifecycle.warmupRate();
    }

    double readySeconds() {
        return readySeconds;
    }

    /** Machine-seconds of replicas, spares not counted. */
    double aliveSeconds() {
        return till.aliveSeconds();
    }

    /** Machine-seconds of all that is paid for, each by the share of the full price it costs. */
    double paidSeconds() {
        return till.paidSeconds();
    }
}
