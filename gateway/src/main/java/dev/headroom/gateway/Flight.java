package dev.headroom.gateway;

import dev.headroom.guard.Deadline;
import dev.headroom.guard.Degradation;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * A request on its way.
 *
 * @param client address that it comes from
 * @param start monotonic nanoseconds when its head was there
 * @param told what the access log will say of it
 * @param upstream that its share of a split is
 * @param level of degradation at its upstream
 */
record Flight(
        ServerRequest req,
        ServerResponse res,
        Route route,
        String client,
        long start,
        Deadline deadline,
        Told told,
        Upstream upstream,
        Degradation level) {

    /** It waits from now on. */
    void waits(long now) {
        route.signals().waiting(1, now);
        upstream.signals().waiting(1, now);
    }

    /** It no longer does. */
    void waited(long now) {
        route.signals().waiting(-1, now);
        upstream.signals().waiting(-1, now);
    }

    /** It is at servers from now on. */
    void leaves(long now) {
        route.signals().inFlight(1, now);
        upstream.signals().inFlight(1, now);
    }

    /** It no longer is. */
    void returns(long now) {
        route.signals().inFlight(-1, now);
        upstream.signals().inFlight(-1, now);
    }

    /** It was not forwarded. */
    void rejected(long now) {
        route.signals().rejected(now);
        upstream.signals().rejected(now);
    }

    /** It was answered by a server. */
    void answered(boolean error, long now) {
        route.signals().answered(now - start, error, now);
        upstream.signals().answered(now - start, error, now);
    }
}
