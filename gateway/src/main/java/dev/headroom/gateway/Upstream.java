package dev.headroom.gateway;

import dev.headroom.guard.Degradation;
import dev.headroom.guard.Health;
import dev.headroom.guard.Ladder;
import dev.headroom.guard.LadderRules;
import dev.headroom.spec.GatewaySpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** An upstream at work: its servers, and the requests that wait for a first one. */
final class Upstream {

    private static final long TRIAL_NANOS = 1_000_000_000L;

    private final String name;
    private final GatewaySpec.Upstream spec;
    private final Replicas replicas;
    private final Semaphore places;
    private final AtomicInteger forwarding = new AtomicInteger();
    private final Signals signals;
    private final RecentAnswers recent = new RecentAnswers();
    private final AtomicLong tried;
    private final AtomicLong wanted;
    private volatile Ladder ladder = Ladder.TOP;
    private boolean away;
    private long awaySince;

    /**
     * An upstream without servers yet.
     *
     * @param place where the gateway is; null when that is not known
     * @param random numbers from 0 up to, not including, 1
     * @param now monotonic nanoseconds
     */
    Upstream(
            String name,
            GatewaySpec.Upstream spec,
            GatewaySpec.@Nullable Place place,
            DoubleSupplier random,
            long now) {
        this.name = name;
        this.signals = new Signals(now);
        this.tried = new AtomicLong(now - TRIAL_NANOS);
        this.wanted = new AtomicLong(now - TRIAL_NANOS);
        this.spec = spec;
        this.replicas = new Replicas(spec.slowStart(), new Locality(place, spec.near()), random);
        this.places = new Semaphore(spec.held());
    }

    String name() {
        return name;
    }

    GatewaySpec.Upstream spec() {
        return spec;
    }

    Replicas replicas() {
        return replicas;
    }

    /** What it has had to do of late. */
    Signals signals() {
        return signals;
    }

    /** Answers of its servers of late. */
    RecentAnswers recent() {
        return recent;
    }

    /** How much of what it does is left out. */
    Degradation degradation() {
        return ladder.level();
    }

    /** While all is refused, one request a second is let through, to see whether that must go on. */
    boolean mayTry(long now) {
        long before = tried.get();
        return now - before >= TRIAL_NANOS && tried.compareAndSet(before, now);
    }

    /**
     * Looks at how it does, and steps on the ladder where that is called for. To be called now and then, by one thread.
     *
     * @param readings of what else is watched
     * @return whether the level is another one than before
     */
    boolean step(LadderRules rules, Map<String, Double> readings, long now) {
        List<Replica> all = replicas.all().stream().filter(r -> !r.isDraining()).toList();
        int well = well(now);
        // Somebody who asks for servers to be started is no outage; nor is what has only just gone.
        boolean gone = all.isEmpty() ? replicas.hadSome() && spec.hold().isZero() : well == 0 && unreachable(all);
        if (gone && !away) {
            awaySince = now;
        }
        away = gone;
        Health seen = new Health(
                recent.quantile(0.99, now),
                false,
                0,
                recent.timeouts(now),
                all.size(),
                all.size() - well,
                gone && now - awaySince >= rules.hold().toNanos(),
                readings);
        Degradation before = ladder.level();
        ladder = ladder.next(rules, seen, now);
        return ladder.level() != before;
    }

    private static boolean unreachable(List<Replica> all) {
        for (Replica r : all) {
            if (!r.isUnreachable()) {
                return false;
            }
        }
        return true;
    }

    /** Servers that requests go to. */
    int well(long now) {
        int well = 0;
        for (Replica r : replicas.all()) {
            well += !r.isDraining() && r.health().isWell(now) ? 1 : 0;
        }
        return well;
    }

    /** Requests at its servers. */
    AtomicInteger forwarding() {
        return forwarding;
    }

    /** Requests that wait for a first server. */
    int held() {
        return spec.held() - places.availablePermits();
    }

    /** Whether somebody should be told now that it is asked for and has no server: once a second. */
    boolean wantsServers(long now) {
        if (!replicas.isEmpty()) {
            return false;
        }
        long before = wanted.get();
        return now - before >= TRIAL_NANOS && wanted.compareAndSet(before, now);
    }

    /** Waits for a first server, as long as the spec and the deadline allow; false when there is none. */
    boolean activate(long leftNanos) throws InterruptedException {
        if (!replicas.isEmpty()) {
            return true;
        }
        long longest = Math.min(spec.hold().toNanos(), leftNanos);
        if (longest <= 0 || !places.tryAcquire()) {
            return false;
        }
        try {
            return replicas.await(longest);
        } finally {
            places.release();
        }
    }
}
