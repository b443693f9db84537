package dev.headroom.spec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a workload stands among the others when they are simulated together.
 *
 * @param calls what its requests ask of other workloads, one after another once their own work is done
 * @param connections most connections to each ready replica of it; null for any number
 */
public record TierSpec(List<Call> calls, @Nullable Integer connections) {

    /** It calls nobody, and anybody may call it. */
    public static final TierSpec DEFAULT = new TierSpec(List.of(), null);

    public TierSpec {
        calls = List.copyOf(calls);
    }

    /**
     * What requests ask of another workload.
     *
     * @param to the workload that is called
     * @param times calls a request makes on average; the part after the point is a probability
     * @param waits whether the slot is held until the answer; null for yes, unless one of the two is a queue
     * @param cache spares the calls it has an answer for; null for none
     * @param pool connections each replica of the caller keeps open; null for the 'each' of its limit on the called one's
     *     connections, else for one per call while it lasts
     */
    public record Call(
            String to,
            double times,
            @Nullable Boolean waits,
            @Nullable Cache cache,
            @Nullable Integer pool) {
        /** One call a request. */
        static Call once(String to) {
            return new Call(to, 1, null, null, null);
        }
    }

    /**
     * A cache in front of a call.
     *
     * @param hit hit ratio while the rate is as usual
     * @param dip share of the hits that an endless burst costs
     * @param burst time over which the rate of the moment is averaged
     * @param usual time over which the usual rate is averaged, longer
     */
    public record Cache(double hit, double dip, Duration burst, Duration usual) {
        /** A cache whose hit ratio never changes. */
        static Cache steady(double hit) {
            return new Cache(hit, 0, Duration.ofMinutes(1), Duration.ofHours(1));
        }
    }
}
