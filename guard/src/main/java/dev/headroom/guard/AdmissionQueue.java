package dev.headroom.guard;

import dev.headroom.guard.Refusal.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who gets a place, who waits and who is sent away: the state machine of {@link ConcurrencyGate}, for one thread at a time.
 *
 * <p>A place goes to the most important tier that may have one, and in it to who came first, except to those who have waited
 * longer than is of use. That is the controlled delay of Maurer, "Fail at Scale" (ACM Queue 13/8, 2015), after CoDel: while the
 * queue was empty a moment ago the bound is {@code wait}, and {@code wait / 20} when it has stood for all of {@code wait}. The
 * last of a tier is never sent away for that, so no place stays empty while somebody waits.
 *
 * @param <W> one who waits; told apart by identity
 */
final class AdmissionQueue<W> {

    /** What one who comes gets. */
    enum Offer {
        ADMITTED,
        QUEUED,
        REFUSED
    }

    /** What became of one who waited: a place, or the reason why not. */
    record Out<W>(W waiter, int tier, @Nullable Reason refused) {}

    private static final int STANDING = 20;

    private final TierPools pools;
    private final List<LinkedHashMap<W, Long>> waiting = new ArrayList<>();
    private final int most;
    private final long wait;
    private int size;
    private long lastEmpty;
    private boolean everEmpty;

    /**
     * A queue before a bulkhead.
     *
     * @param most who may wait, in all tiers; 0 for no queue
     * @param wait longest useful wait in nanoseconds
     */
    AdmissionQueue(Tiers tiers, int capacity, int most, long wait) {
        this.pools = new TierPools(tiers, capacity);
        this.most = most;
        this.wait = wait;
        tiers.tiers().forEach(t -> waiting.add(new LinkedHashMap<>()));
    }

    /** One comes. Who loses a place in the queue to it is told. */
    Offer offer(W who, int tier, long now, Consumer<Out<W>> told) {
        if (waiting.get(tier).isEmpty() && pools.take(tier)) {
            return Offer.ADMITTED;
        }
        if (most == 0) {
            return Offer.REFUSED;
        }
        if (size >= most && !displace(tier, told)) {
            return Offer.REFUSED;
        }
        if (size == 0) {
            lastEmpty = now;
            everEmpty = true;
        }
        waiting.get(tier).put(who, now);
        size++;
        return Offer.QUEUED;
    }

    private boolean displace(int tier, Consumer<Out<W>> told) {
        for (int lower = waiting.size() - 1; lower > tier; lower--) {
            Map.Entry<W, Long> last = waiting.get(lower).pollLastEntry();
            if (last != null) {
                size--;
                told.accept(new Out<>(last.getKey(), lower, Reason.DISPLACED));
                return true;
            }
        }
        return false;
    }

    /** A place becomes free. */
    void release(int tier, long now, Consumer<Out<W>> told) {
        pools.give(tier);
        if (size > 0) {
            fill(now, told);
        }
    }

    /** There are other places than before. */
    void resize(int capacity, long now, Consumer<Out<W>> told) {
        pools.resize(capacity);
        if (size > 0) {
            fill(now, told);
        }
    }

    /** One stops waiting; false when it no longer waited. */
    boolean cancel(W who, int tier) {
        boolean waited = waiting.get(tier).remove(who) != null;
        if (waited) {
            size--;
        }
        return waited;
    }

    private void fill(long now, Consumer<Out<W>> told) {
        long bound = everEmpty && now - lastEmpty > wait ? wait / STANDING : wait;
        for (int tier = 0; tier < waiting.size(); tier++) {
            LinkedHashMap<W, Long> line = waiting.get(tier);
            while (!line.isEmpty() && pools.take(tier)) {
                Map.Entry<W, Long> first = line.pollFirstEntry();
                size--;
                while (now - first.getValue() > bound && !line.isEmpty()) {
                    told.accept(new Out<>(first.getKey(), tier, Reason.QUEUED_TOO_LONG));
                    first = line.pollFirstEntry();
                    size--;
                }
                told.accept(new Out<>(first.getKey(), tier, null));
            }
        }
    }

    /** How many wait. */
    int size() {
        return size;
    }

    /** How many have a place. */
    int inFlight() {
        return pools.total();
    }

    /** How many of a tier have a place. */
    int inFlight(int tier) {
        return pools.used(tier);
    }
}
