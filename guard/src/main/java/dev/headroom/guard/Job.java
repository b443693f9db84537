package dev.headroom.guard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that was accepted to be done later, and what has become of it.
 *
 * @param id that nobody can guess: who knows it may see what became of the job
 * @param route that it came by
 * @param key by which the same request is known when it comes again, and which goes along downstream
 * @param scope whose key that is: the same key of somebody else is another one
 * @param request what is to be done
 * @param submitted when it came
 * @param expires when nobody wants it any more
 * @param progress how far it is
 */
public record Job(
        String id,
        String route,
        String key,
        String scope,
        Request request,
        Instant submitted,
        Instant expires,
        Progress progress) {

    /** Where a job stands. */
    public enum State {
        /** It waits, for the first time or to be tried again. */
        QUEUED,
        /** Somebody works on it. */
        RUNNING,
        /** It has its answer. */
        DONE,
        /** It was tried as often as allowed. */
        FAILED,
        /** It was not done in time. */
        EXPIRED;

        /** Whether nothing more will come of it. */
        public boolean isOver() {
            return this == DONE || this == FAILED || this == EXPIRED;
        }
    }

    /**
     * What is to be done. Arrays are not copied: leave them as they are.
     *
     * @param method of HTTP
     * @param target path and query
     * @param headers a line each, as {@code Name: value}
     * @param body perhaps empty
     */
    public record Request(String method, String target, String headers, byte[] body) {}

    /**
     * What a server answered. Arrays are not copied: leave them as they are.
     *
     * @param status of HTTP
     * @param headers a line each, as {@code Name: value}
     * @param body perhaps empty
     */
    public record Answer(int status, String headers, byte[] body) {}

    /**
     * How far it is.
     *
     * @param attempts begun so far; each begun one has another number, which nobody else may end
     * @param next when it is tried next, or, while it runs, when whoever works on it is taken for dead
     * @param why it was not done, the last time it was tried; null when there is nothing to say
     * @param answer of the last time it was tried; null without
     */
    public record Progress(
            State state,
            int attempts,
            Instant next,
            @Nullable String why,
            @Nullable Answer answer) {}

    /** A job that has just come. */
    public static Job fresh(
            String id, String route, String key, String scope, Request request, Instant submitted, Instant expires) {
        return new Job(
                id,
                route,
                key,
                scope,
                request,
                submitted,
                expires,
                new Progress(State.QUEUED, 0, submitted, null, null));
    }
}
