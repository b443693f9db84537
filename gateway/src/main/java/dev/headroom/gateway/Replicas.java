package dev.headroom.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The servers of an upstream, and which gets the next request: the less busy of two taken at random (Mitzenmacher, "The Power
 * of Two Choices in Randomized Load Balancing", 2001), where a new server counts as busier than it is until its slow start is
 * over. When more than half would be left out, none is: then it is not the servers. Where zones or regions are known, the near
 * ones come first ({@link Locality}).
 */
final class Replicas {

    private static final double COLDEST = 0.1;

    private final long slowStart;
    private final Locality locality;
    private final DoubleSupplier random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private volatile List<Replica> all = List.of();
    private volatile Locality.Shares shares = Locality.Shares.ALIKE;
    private volatile boolean everHad;

    /**
     * No server yet.
     *
     * @param locality which are near; not used by anybody else
     * @param random numbers from 0 up to, not including, 1
     */
    Replicas(Duration slowStart, Locality locality, DoubleSupplier random) {
        this.slowStart = slowStart.toNanos();
        this.locality = locality;
        this.random = random;
    }

    /**
     * The servers there are now; those already known keep what is known of them.
     *
     * @param servers host and port of each, and what is said of it
     */
    void update(Map<String, Listed> servers, long now) {
        lock.lock();
        try {
            Map<String, Replica> known = new LinkedHashMap<>();
            all.forEach(r -> known.put(r.authority(), r));
            // Who is there from the start is warm.
            long since = everHad ? now : now - slowStart;
            List<Replica> next = new ArrayList<>();
            servers.forEach((authority, listed) -> {
                Replica r = known.getOrDefault(authority, new Replica(authority, listed, since));
                r.listed(listed);
                next.add(r);
            });
            everHad |= !next.isEmpty();
            shares = locality.look(next, now);
            all = List.copyOf(next);
            if (!next.isEmpty()) {
                some.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks at how well the servers of the zone and the region are. To be called now and then. */
    void look(long now) {
        lock.lock();
        try {
            shares = locality.look(all, now);
        } finally {
            lock.unlock();
        }
    }

    /** Where requests go. */
    Locality.Shares shares() {
        return shares;
    }

    List<Replica> all() {
        return all;
    }

    /** Whether there has ever been one. */
    boolean hadSome() {
        return everHad;
    }

    /** Whether there is a server that takes requests. */
    boolean isEmpty() {
        for (Replica r : all) {
            if (!r.isDraining()) {
                return false;
            }
        }
        return true;
    }

    /** Waits until there is a server; false when there is none in time. */
    boolean await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (isEmpty() && left > 0) {
                left = some.awaitNanos(left);
            }
            return !isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The server for the next request; null when there is none.
     *
     * @param tried servers that have failed this request; taken only when there is no other
     */
    @Nullable
    Replica pick(Set<Replica> tried, long now) {
        Locality.Shares where = shares;
        if (!where.alike()) {
            return lessBusy(near(where, tried, now), now);
        }
        List<Replica> open = new ArrayList<>();
        List<Replica> well = new ArrayList<>();
        for (Replica r : all) {
            if (!r.isDraining()) {
                open.add(r);
                if (r.health().isWell(now)) {
                    well.add(r);
                }
            }
        }
        List<Replica> from = 2 * well.size() >= open.size() ? well : open;
        if (!tried.isEmpty()) {
            List<Replica> fresh = new ArrayList<>(from);
            fresh.removeAll(tried);
            from = fresh.isEmpty() ? from : fresh;
        }
        return lessBusy(from, now);
    }

    /** Servers of the region and the zone that are drawn, or else others: rather a far one than one that is not well. */
    private List<Replica> near(Locality.Shares where, Set<Replica> tried, long now) {
        int region = where.region(random);
        Locality.Side side = where.side(region, random);
        List<Replica> open = only(all, r -> !r.isDraining());
        List<Replica> fresh = only(open, r -> !tried.contains(r));
        List<Replica> from = fresh.isEmpty() ? open : fresh;
        List<Replica> well = only(from, r -> r.health().isWell(now));
        List<Replica> here = only(well, r -> r.region() == region);
        if (where.scarce()) {
            List<Replica> any = only(from, r -> r.region() == region);
            if (2 * here.size() < any.size()) {
                return any;
            }
        }
        List<Replica> beside = only(here, r -> r.isAt(side));
        if (!beside.isEmpty()) {
            return beside;
        }
        return !here.isEmpty() ? here : !well.isEmpty() ? well : from;
    }

    private static List<Replica> only(List<Replica> from, Predicate<Replica> which) {
        List<Replica> out = new ArrayList<>(from.size());
        for (Replica r : from) {
            if (which.test(r)) {
                out.add(r);
            }
        }
        return out;
    }

    private @Nullable Replica lessBusy(List<Replica> from, long now) {
        int n = from.size();
        if (n <= 1) {
            return n == 0 ? null : from.getFirst();
        }
        int first = (int) (random.getAsDouble() * n);
        int second = (first + 1 + (int) (random.getAsDouble() * (n - 1))) % n;
        Replica a = from.get(first);
        Replica b = from.get(second);
        return load(b, now) < load(a, now) ? b : a;
    }

    private double load(Replica r, long now) {
        double warm = slowStart == 0 ? 1 : Math.clamp((double) (now - r.since()) / slowStart, COLDEST, 1);
        return (r.inFlight().get() + 1) / warm;
    }
}
