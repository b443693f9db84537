package dev.headroom.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What the requests of one tier ask of another.
 *
 * @param to name of the workload that is called
 * @param share probability that a request calls, in [0, 1]
 * @param waits whether the request holds its slot until the call is answered, and fails if that fails; else the call is made
 *     when the request has been answered, as through a queue
 * @param cache spares the calls it has an answer for; null for none
 * @param connections that each replica of the caller keeps open to the called tier; 0 for one per call while it lasts
 */
public record Call(
        String to, double share, boolean waits, @Nullable Cache cache, int connections) {

    public Call {
        if (!(share >= 0 && share <= 1) || connections < 0) {
            throw new IllegalArgumentException(
                    "a call to " + to + " needs a share in [0, 1] and a number of connections that is not negative");
        }
        if (!waits && connections > 0) {
            throw new IllegalArgumentException("a call to " + to + " that is not waited for holds no connection");
        }
    }

    /** Every request calls, and waits for the answer. */
    public static Call waiting(String to) {
        return new Call(to, 1, true, null, 0);
    }

    /** Every request hands something on when it is answered, and does not wait. */
    public static Call handingOn(String to) {
        return new Call(to, 1, false, null, 0);
    }

    /** The same behind a cache. */
    public Call with(Cache other) {
        return new Call(to, share, waits, other, connections);
    }

    /** The same through connections that are kept open. */
    public Call pooled(int each) {
        return new Call(to, share, waits, cache, each);
    }

    /** Calls a request makes on average while the cache does as usual. */
    double mean() {
        return cache == null ? share : share * (1 - cache.hit());
    }
}
