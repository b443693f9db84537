package dev.headroom.simulator;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Replica;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fleet: requested → booting → warming → ready → draining → gone. A replica is paid for from the request until it is
 * gone. Scaling in cancels replicas that are starting, newest first, then drains ready ones, least busy first and of these
 * the newest.
 */
final class ReplicaPool {
    /** A replica this long ready is no longer young. */
    private static final long YOUNG_NANOS = 600_000_000_000L;

    private final Lifecycle lifecycle;
    private final Billing billing;
    private final EventHeap heap;
    private final Rng bootRng;
    private final ServiceLaw bootLaw;
    private final World world;
    private final long epochMillis;
    private final List<SimReplica> alive = new ArrayList<>();
    private @Nullable SimReplica[] byId = new SimReplica[64];
    private int launched;
    private int desired;
    private int ready;
    private int warming;
    private int starting;
    private int draining;
    private long updatedAt;
    private double readySeconds;
    private double aliveSeconds;
    private int readyMin;
    private double cost;
    private @Nullable Fleet fleet;
    private long fleetUntil;

    ReplicaPool(Scenario s, EventHeap heap, World world) {
        this.lifecycle = s.lifecycle();
        this.billing = s.billing();
        this.heap = heap;
        this.world = world;
        this.bootRng = new Rng(s.seed(), Rng.Stream.BOOT);
        this.bootLaw = new ServiceLaw(lifecycle.boot());
        this.epochMillis = s.trace().startMillis();
    }

    /** Starts with replicas that are ready and warm. */
    void begin(int count) {
        desired = count;
        for (int i = 0; i < count; i++) {
            SimReplica r = launch(0);
            r.readyAt = -YOUNG_NANOS - 1;
            r.phase = Replica.Phase.READY;
            ready++;
            world.ready(r, 0);
        }
        readyMin = ready;
    }

    private SimReplica launch(long now) {
        SimReplica r = new SimReplica(launched++, now);
        if (r.id >= byId.length) {
            byId = Arrays.copyOf(byId, byId.length * 2);
        }
        byId[r.id] = r;
        alive.add(r);
        return r;
    }

    /** Asks for {@code wanted} replicas, the draining ones not counted. */
    void scale(int wanted, long now) {
        touch(now);
        desired = wanted;
        int have = ready + starting;
        for (; have < wanted; have++) {
            SimReplica r = launch(now);
            starting++;
            heap.add(now + nanos(bootLaw.draw(bootRng)), Simulation.WORLD, Simulation.BOOTED, r.id);
        }
        for (int i = alive.size() - 1; i >= 0 && have > wanted && starting > 0; i--) {
            SimReplica r = alive.get(i);
            if (r.phase == Replica.Phase.BOOTING) {
                starting--;
                bury(r, now);
                have--;
            }
        }
        for (; have > wanted; have--) {
            drain(leastBusy(), now);
        }
    }

    private SimReplica leastBusy() {
        SimReplica least = null;
        for (int i = alive.size() - 1; i >= 0; i--) {
            SimReplica r = alive.get(i);
            if (r.takesWork() && (least == null || r.busy < least.busy)) {
                least = r;
            }
        }
        if (least == null) {
            throw new IllegalStateException("no ready replica although " + ready + " were counted");
        }
        return least;
    }

    private void drain(SimReplica r, long now) {
        if (r.phase == Replica.Phase.WARMING) {
            warming--;
        }
        ready--;
        readyMin = Math.min(readyMin, ready);
        draining++;
        r.phase = Replica.Phase.DRAINING;
        if (world.leave(r, now)) {
            gone(r, now);
            return;
        }
        long most = nanos(lifecycle.drainSeconds());
        long needs = world.drainNanos(r);
        long end = needs < 0 ? most : Math.min(needs, most);
        if (end < Long.MAX_VALUE / 2) {
            heap.add(now + end, Simulation.WORLD, Simulation.DRAINED, r.id);
        }
    }

    /** A replica has booted, unless it was cancelled. */
    void booted(int id, long now) {
        SimReplica r = byId[id];
        if (r == null) {
            return;
        }
        touch(now);
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
        SimReplica r = byId[id];
        if (r != null && r.phase == Replica.Phase.WARMING) {
            touch(now);
            warming--;
            r.phase = Replica.Phase.READY;
        }
    }

    /** A draining replica's time is up, unless it has left. */
    void drained(int id, long now) {
        SimReplica r = byId[id];
        if (r != null) {
            world.cut(r, now);
            gone(r, now);
        }
    }

    /** A draining replica has nothing left to do. */
    void gone(SimReplica r, long now) {
        touch(now);
        draining--;
        bury(r, now);
    }

    private void bury(SimReplica r, long now) {
        byId[r.id] = null;
        alive.remove(r);
        cost += price(now - r.requestedAt);
    }

    private double price(long lifeNanos) {
        double seconds = Math.max(lifeNanos / 1e9, billing.minimumSeconds());
        double granules = Math.ceil(seconds / billing.granularitySeconds() - 1e-9);
        return granules * billing.granularitySeconds() / 3600 * billing.hourly();
    }

    /** Price of all replicas so far, those alive as if they ended now; NaN when the price is unknown. */
    double cost(long now) {
        double sum = cost;
        for (SimReplica r : alive) {
            sum += price(now - r.requestedAt);
        }
        return sum;
    }

    /** Brings the integrals up to {@code now}, and forgets the fleet as last told. */
    private void touch(long now) {
        integrate(now);
        fleet = null;
    }

    /** Brings the integrals up to {@code now}. */
    void integrate(long now) {
        if (now > updatedAt) {
            double dt = (now - updatedAt) / 1e9;
            readySeconds += ready * dt;
            aliveSeconds += (ready + starting + draining) * dt;
            updatedAt = now;
        }
    }

    /** The fleet as a scaling target reports it; replicas that drain are counted but not listed among the young. */
    Fleet fleet(long now) {
        if (fleet != null && now < fleetUntil) {
            return fleet;
        }
        List<Replica> young = new ArrayList<>();
        fleetUntil = Long.MAX_VALUE;
        for (SimReplica r : alive) {
            boolean isReady = r.takesWork();
            if (r.phase == Replica.Phase.DRAINING || (isReady && now - r.readyAt >= YOUNG_NANOS)) {
                continue;
            }
            if (isReady) {
                fleetUntil = Math.min(fleetUntil, r.readyAt + YOUNG_NANOS);
            }
            young.add(new Replica(r.phase, instant(r.requestedAt), isReady ? instant(r.readyAt) : null));
        }
        Fleet made = new Fleet(desired, ready, warming, starting, draining, List.copyOf(young));
        fleet = made;
        return made;
    }

    private Instant instant(long nanos) {
        return Instant.ofEpochMilli(epochMillis).plusNanos(nanos);
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

    int alive() {
        return alive.size();
    }

    /** Replicas whose full rate the ready ones together have now. */
    double effective() {
        return ready - warming + warming * lifecycle.warmupRate();
    }

    double readySeconds() {
        return readySeconds;
    }

    double aliveSeconds() {
        return aliveSeconds;
    }
}
