package dev.headroom.gateway;

import dev.headroom.guard.ConcurrencyGate;
import dev.headroom.guard.ConcurrencyGate.End;
import dev.headroom.guard.Deadline;
import dev.headroom.guard.Degradation;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.Refusal;
import dev.headroom.spec.GatewaySpec;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a request: checks → limits → degradation → activation → a place (with its queue) → a server (with retries) →
 * its answer.
 */
final class Proxy implements Handler {

    private static final HeaderName DEADLINE = HeaderNames.create(Deadline.HEADER);
    private static final HeaderName LEVEL = HeaderNames.create(Degradation.HEADER);
    private static final String NO_ROUTE = "none";

    private final List<Route> routes;
    private final Map<String, Upstream> upstreams;
    private final ClientAddress addresses;
    private final RouteLimits limits;
    private final GatewayMetrics metrics;
    private final Relay relay;
    private final GuardClock clock;
    private final DoubleSupplier random;
    private final long mostBody;
    private final @Nullable JobDoor jobs;
    private final Consumer<String> wanted;
    private final Consumer<Ended> log;

    /**
     * A proxy.
     *
     * @param random numbers from 0 up to, not including, 1
     * @param mostBody bytes of a body at most
     * @param jobs where requests are handed in to be done later; null when no route has that
     * @param wanted hears of upstreams that are asked for and have no server
     * @param log hears of each request when it is over
     */
    Proxy(
            List<Route> routes,
            Map<String, Upstream> upstreams,
            ClientAddress addresses,
            RouteLimits limits,
            GatewayMetrics metrics,
            Relay relay,
            GuardClock clock,
            DoubleSupplier random,
            long mostBody,
            @Nullable JobDoor jobs,
            Consumer<String> wanted,
            Consumer<Ended> log) {
        this.routes = routes;
        this.upstreams = upstreams;
        this.addresses = addresses;
        this.limits = limits;
        this.metrics = metrics;
        this.relay = relay;
        this.clock = clock;
        this.random = random;
        this.mostBody = mostBody;
        this.jobs = jobs;
        this.wanted = wanted;
        this.log = log;
    }

    @Override
    public void handle(ServerRequest req, ServerResponse res) throws Exception {
        long start = clock.nanos();
        Told told = new Told();
        try {
            handle(req, res, start, told);
        } finally {
            log.accept(new Ended(req, res.status().code(), told, clock.nanos() - start));
        }
        if (RequestChecks.asksToClose(req) || res.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
            // The server says that it closes the connection, and then does not: what is left on it would be a next
            // request.
            throw new CloseConnectionException("the connection ends with this answer");
        }
    }

    /**
     * A request that is over.
     *
     * @param status that was answered
     * @param nanos how long it took
     */
    record Ended(ServerRequest req, int status, Told told, long nanos) {}

    private void handle(ServerRequest req, ServerResponse res, long start, Told told) throws Exception {
        told.client(addresses.of(req.remotePeer().host(), req.headers().values(HeaderNames.X_FORWARDED_FOR)));
        String refused = RequestChecks.refuse(req, mostBody);
        if (refused != null) {
            boolean large = refused.equals(RequestChecks.TOO_LARGE);
            reject(NO_ROUTE, large ? "too_large" : "bad_request", told);
            (large ? new Problem(413, "Content Too Large", refused, Duration.ZERO, true) : Problem.bad(refused))
                    .to(req)
                    .send(res);
            return;
        }
        JobDoor door = jobs;
        if (door != null && door.isStatus(req.path().path())) {
            told.hide(door.path()); // whoever knows the rest may see the answer
            door.status(req, res);
            return;
        }
        Route route = route(req.path().path());
        if (route == null) {
            reject(NO_ROUTE, "no_route", told);
            Problem.of(404, "Not Found", "no route has this path").send(res);
            return;
        }
        told.route(route);
        route.signals().requested(start);
        Deadline deadline = Deadline.after(route.spec().deadline(), start);
        long asked = asked(req.headers());
        if (asked >= 0) {
            deadline = deadline.or(Deadline.after(Duration.ofMillis(asked), start));
        }
        try {
            limits.take(req, res, route, told.client());
            if (door != null && door.takes(req, route)) {
                door.accept(req, res, route, told);
                return;
            }
            Upstream upstream = Objects.requireNonNull(
                    upstreams.get(route.split().choose(random.getAsDouble())), "the spec has checked the names");
            upstream.signals().requested(start);
            guarded(new Flight(
                    req, res, route, told.client(), start, deadline, told, upstream, upstream.degradation()));
        } catch (Refusal e) {
            if (e.reason() == Refusal.Reason.LIMIT) {
                route.signals().limited(clock.nanos());
            }
            if (door != null
                    && e.reason() != Refusal.Reason.LIMIT
                    && e.reason() != Refusal.Reason.DEADLINE
                    && door.mayTake(req, route)) {
                door.accept(req, res, route, told); // its body has not been touched
            } else {
                refuse(route, res, told, e);
            }
        } finally {
            metrics.answered(route.name(), res.status().code(), clock.nanos() - start);
        }
    }

    private static long asked(Headers headers) {
        String text = headers.first(DEADLINE).orElse("");
        return !text.isEmpty() && text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
    }

    private @Nullable Route route(String path) {
        for (Route r : routes) { // longest path first
            if (r.fits(path)) {
                return r;
            }
        }
        return null;
    }

    private void guarded(Flight f) throws Exception {
        Route route = f.route();
        f.res().header(LEVEL, Integer.toString(f.level().level()));
        int tier = route.tier(
                route.priority() == null
                        ? null
                        : f.req().headers().first(route.priority()).orElse(null));
        ConcurrencyGate.Place place;
        f.waits(clock.nanos());
        try {
            boolean trial = f.level().level() >= 3 && f.upstream().mayTry(clock.nanos());
            GatewaySpec.Fallback fallback = route.spec().fallback();
            if (fallback != null && f.level().level() >= 3 && !trial) {
                f.rejected(clock.nanos());
                answer(fallback, f);
                return;
            }
            boolean refused =
                    f.level() == Degradation.REFUSING ? !trial : f.level().level() >= 2 && route.isLowest(tier);
            if (refused) {
                throw new Refusal(Refusal.Reason.DEGRADED, Duration.ofSeconds(10));
            }
            if (f.upstream().wantsServers(clock.nanos())) {
                wanted.accept(f.upstream().name());
            }
            if (!f.upstream().activate(f.deadline().left(clock.nanos()))) {
                if (jobs != null && jobs.mayTake(f.req(), route)) {
                    jobs.accept(f.req(), f.res(), route, f.told());
                    return;
                }
                f.rejected(clock.nanos());
                relay.noServer(f);
                return;
            }
            place = route.gate().enter(tier, f.deadline());
        } catch (Refusal e) {
            f.rejected(clock.nanos());
            throw e;
        } finally {
            f.waited(clock.nanos());
        }
        f.leaves(clock.nanos());
        boolean forwarded = true;
        boolean whole = false;
        try {
            forwarded = relay.exchange(f, place);
            whole = true;
        } catch (Refusal e) {
            forwarded = false;
            throw e;
        } finally {
            place.free(End.IGNORED);
            long now = clock.nanos();
            f.returns(now);
            if (forwarded) {
                f.answered(!whole || f.res().status().code() >= 500, now);
            } else {
                f.rejected(now);
            }
        }
    }

    private void answer(GatewaySpec.Fallback fallback, Flight f) {
        byte[] body = fallback.body().getBytes(StandardCharsets.UTF_8);
        reject(f.route().name(), "fallback", f.told());
        f.told().bytes(body.length);
        f.res().status(Status.create(fallback.status()));
        f.res().header(HeaderNames.CONTENT_TYPE, fallback.type());
        f.res().send(body);
    }

    private void reject(String route, String reason, Told told) {
        metrics.rejected(route, reason);
        told.reason(reason);
    }

    private void refuse(Route route, ServerResponse res, Told told, Refusal e) {
        reject(route.name(), e.reason().name().toLowerCase(Locale.ROOT), told);
        Problem problem = switch (e.reason()) {
            case LIMIT -> Problem.of(429, "Too Many Requests", "the rate limit is used up");
            case DEADLINE -> Problem.of(504, "Gateway Timeout", "the deadline has passed");
            case DEGRADED -> Problem.of(503, "Service Unavailable", "only what is most important is served now");
            default -> Problem.of(503, "Service Unavailable", "more requests are under way than can be served");
        };
        problem.after(e.reason() == Refusal.Reason.DEADLINE ? Duration.ZERO : e.retryAfter())
                .send(res);
    }
}
