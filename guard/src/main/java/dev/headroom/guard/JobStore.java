package dev.headroom.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs are kept until they are done, and for a while after. What has been accepted survives the end of the process, however
 * it ends; it is tried at least once, with the same key each time.
 *
 * <p>Thread-safe; several gateways may share a store. A store that does not answer throws {@link IllegalStateException} within
 * some seconds.
 */
public interface JobStore {

    /** What came of handing in a job. */
    sealed interface Submitted {
        /** It is kept. */
        record Accepted() implements Submitted {}

        /** The same request of the same caller has come before. */
        record Known(Job job) implements Submitted {}

        /** The caller has used the key for another request. */
        record Conflict() implements Submitted {}

        /** As many wait as may. */
        record Full() implements Submitted {}
    }

    /**
     * Keeps a job, unless its key is known or too many of its route are not over yet.
     *
     * @param fingerprint of the request: another one with the same key is a conflict
     * @param most jobs of the route that are not over
     */
    Submitted submit(Job job, String fingerprint, int most);

    /**
     * Begins an attempt of the job of a route that has been due for longest, one whose worker is taken for dead included; empty
     * when none is due. A job that has expired is none.
     *
     * @param owner who works on it
     * @param lease after which the owner is taken for dead
     */
    Optional<Job> take(String route, String owner, Instant now, Duration lease);

    /**
     * Ends an attempt.
     *
     * @param job as it was taken; when it has been taken anew since, nothing happens
     * @param to how far it is now; with one attempt fewer than {@code job} when that one did not count
     * @param now from which it is kept, when it is over
     * @return whether it was still this one's
     */
    boolean end(Job job, Job.Progress to, Instant now);

    /** Gives back what an owner has that died and is back. */
    int release(String owner, Instant now);

    /** A job; empty when there is none of that id. */
    Optional<Job> find(String id);

    /**
     * Ends what has expired, and forgets what was over before a time.
     *
     * @param keptSince what was over before is forgotten
     * @return how many have expired
     */
    int sweep(Instant now, Instant keptSince);

    /** Jobs that are not over, by route; routes without any may be missing. */
    Map<String, Integer> open();

    /** The answer of a job that is over; null when it is not, or ended without one. */
    static Job.@Nullable Answer answer(Job job) {
        return job.progress().state().isOver() ? job.progress().answer() : null;
    }
}
