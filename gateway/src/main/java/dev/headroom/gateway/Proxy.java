package dev.headroom.gateway;

import dev.headroom.guard.ConcurrencyGate;
import dev.headroom.guard.ConcurrencyGate.End;
import dev.headroom.guard.Deadline;
import dev.headroom.guard.Degradation;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LimitDecision;
import dev.headroom.guard.RateLimits;
import dev.headroom.guard.Refusal;
import dev.headroom.spec.GatewaySpec;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a request: checks → limits → degradation → activation → a place (with its queue) → a server (with retries) →
 * its answer.
 */
final class Proxy implements Handler {

    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");
    private static final HeaderName DEADLINE = HeaderNames.create(Deadline.HEADER);
    private static final HeaderName LEVEL = HeaderNames.create(Degradation.HEADER);
    private static final HeaderName LIMIT = HeaderNames.create("RateLimit-Limit");
    private static final HeaderName REMAINING = HeaderNames.create("RateLimit-Remaining");
    private static final HeaderName RESET = HeaderNames.create("RateLimit-Reset");
    private static final String NO_ROUTE = "none";
    private static final int LONGEST_KEY = 256;

    private final GatewaySpec spec;
    private final List<Route> routes;
    private final Map<String, Upstream> upstreams;
    private final Map<String, HeaderName> identity = new HashMap<>();
    private final ClientAddress addresses;
    private final RateLimits limits;
    private final GatewayMetrics metrics;
    private final RecentAnswers recent;
    private final Supplier<Degradation> degradation;
    private final Forwarder forwarder;
    private final GuardClock clock;
    private final DoubleSupplier random;

    Proxy(
            GatewaySpec spec,
            List<Route> routes,
            Map<String, Upstream> upstreams,
            RateLimits limits,
            GatewayMetrics metrics,
            RecentAnswers recent,
            Supplier<Degradation> degradation,
            Forwarder forwarder,
            GuardClock clock,
            DoubleSupplier random) {
        this.spec = spec;
        this.routes = routes;
        this.upstreams = upstreams;
        this.limits = limits;
        this.metrics = metrics;
        this.recent = recent;
        this.degradation = degradation;
        this.forwarder = forwarder;
        this.clock = clock;
        this.random = random;
        this.addresses = new ClientAddress(new Networks(spec.trusted()));
        spec.identity().forEach((who, header) -> identity.put(who, HeaderNames.create(header)));
    }

    /** A request on its way. */
    private record Flight(
            ServerRequest req, ServerResponse res, Route route, String client, long start, Deadline deadline) {}

    @Override
    public void handle(ServerRequest req, ServerResponse res) throws Exception {
        long start = clock.nanos();
        String refused = RequestChecks.refuse(
                req.prologue().method().text(), req.prologue().uriPath().rawPath(), req.headers(), (long)
                        spec.bounds().body());
        if (refused != null) {
            boolean large = refused.equals(RequestChecks.TOO_LARGE);
            metrics.rejected(NO_ROUTE, large ? "too_large" : "bad_request");
            (large ? new Problem(413, "Content Too Large", refused, Duration.ZERO, true) : Problem.bad(refused))
                    .send(res);
            return;
        }
        Route route = route(req.path().path());
        if (route == null) {
            metrics.rejected(NO_ROUTE, "no_route");
            Problem.of(404, "Not Found", "no route has this path").send(res);
            return;
        }
        Deadline deadline = Deadline.after(route.spec().deadline(), start);
        long asked = asked(req.headers());
        if (asked >= 0) {
            deadline = deadline.or(Deadline.after(Duration.ofMillis(asked), start));
        }
        String client = addresses.of(req.remotePeer().host(), req.headers().values(HeaderNames.X_FORWARDED_FOR));
        Flight flight = new Flight(req, res, route, client, start, deadline);
        try {
            guarded(flight);
        } catch (Refusal e) {
            refuse(flight, e);
        } finally {
            metrics.answered(route.name(), res.status().code(), clock.nanos() - start);
        }
    }

    private static long asked(Headers headers) {
        String text = headers.first(DEADLINE).orElse("");
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
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
        limit(f);
        Degradation level = degradation.get();
        f.res.header(LEVEL, Integer.toString(level.level()));
        int tier = f.route.tier(
                f.route.priority() == null
                        ? null
                        : f.req.headers().first(f.route.priority()).orElse(null));
        if (level == Degradation.REFUSING || (level.level() >= 2 && f.route.isLowest(tier))) {
            throw new Refusal(Refusal.Reason.DEGRADED, Duration.ofSeconds(10));
        }
        String name = f.route.split().choose(random.getAsDouble());
        Upstream upstream = Objects.requireNonNull(upstreams.get(name));
        if (!upstream.activate(f.deadline.left(clock.nanos()))) {
            metrics.rejected(f.route.name(), "no_server");
            Problem.of(503, "Service Unavailable", "there is no server")
                    .after(Duration.ofSeconds(5))
                    .send(f.res);
            return;
        }
        ConcurrencyGate.Place place = f.route.gate().enter(tier, f.deadline);
        try {
            exchange(f, upstream, place, level);
        } finally {
            place.free(End.IGNORED);
        }
    }

    private void limit(Flight f) {
        List<Route.Limited> all = f.route.limits();
        LimitDecision tightest = null;
        for (int i = 0; i < all.size(); i++) {
            Route.Limited l = all.get(i);
            LimitDecision d = limits.take(key(f, l), l.rules(), cost(f, l));
            tightest = tightest == null ? d : tightest.or(d);
            if (!d.allowed()) {
                for (Route.Limited taken : all.subList(0, i)) {
                    limits.settle(key(f, taken), taken.rules(), -cost(f, taken));
                }
                break;
            }
        }
        if (tightest != null) {
            f.res.header(LIMIT, Long.toString(tightest.rule().amount()));
            f.res.header(REMAINING, Long.toString(Math.max(0, tightest.remaining())));
            Duration reset = tightest.allowed() ? tightest.reset() : tightest.retryAfter();
            f.res.header(RESET, Long.toString(Problem.seconds(reset)));
            if (!tightest.allowed()) {
                throw new Refusal(Refusal.Reason.LIMIT, tightest.retryAfter());
            }
        }
    }

    private static long cost(Flight f, Route.Limited l) {
        if (l.cost() == null) {
            return 1;
        }
        String text = f.req.headers().first(l.cost()).orElse("");
        return text.matches("[1-9][0-9]{0,11}") ? Long.parseLong(text) : 1;
    }

    /** Users and tenants are told by a proxy in front; who sends them itself is counted by its address. */
    private String key(Flight f, Route.Limited l) {
        String who = switch (l.by()) {
            case "all" -> "";
            case "ip" -> f.client;
            case "key" -> said(f, "key");
            default -> addresses.isTrusted(f.req.remotePeer().host()) ? said(f, l.by()) : f.client;
        };
        return f.route.name() + ' ' + l.by() + ' ' + who;
    }

    private String said(Flight f, String who) {
        HeaderName header = identity.get(who);
        String value = header == null ? "" : f.req.headers().first(header).orElse("");
        return value.isEmpty() || value.length() > LONGEST_KEY ? f.client : value;
    }

    private void exchange(Flight f, Upstream upstream, ConcurrencyGate.Place place, Degradation level)
            throws Exception {
        Set<Replica> tried = new HashSet<>();
        f.route.budget().request();
        boolean bodyless = !f.req.headers().contains(HeaderNames.TRANSFER_ENCODING)
                && f.req.headers().contentLength().orElse(0) == 0;
        boolean repeatable =
                bodyless && REPEATABLE.contains(f.req.prologue().method().text());
        for (int retry = 0; ; retry++) {
            long sent = clock.nanos();
            Replica to = upstream.replicas().pick(tried, sent);
            if (to == null) {
                metrics.rejected(f.route.name(), "no_server");
                Problem.of(503, "Service Unavailable", "there is no server")
                        .after(Duration.ofSeconds(5))
                        .send(f.res);
                return;
            }
            Duration left = Duration.ofNanos(f.deadline.left(sent));
            if (left.toMillis() <= 0) {
                throw new Refusal(Refusal.Reason.DEADLINE, Duration.ZERO);
            }
            boolean answered = false;
            to.inFlight().incrementAndGet();
            upstream.forwarding().incrementAndGet();
            try (HttpClientResponse answer = forwarder.send(
                    f.req, to, added(f, level), left, (long) spec.bounds().body())) {
                int code = answer.status().code();
                boolean failed = code == 500 || (code >= 502 && code <= 504);
                learn(f, upstream, to, failed, false, sent);
                if (code >= 502 && code <= 504 && repeatable && again(f, retry)) {
                    tried.add(to);
                    metrics.retried(f.route.name());
                    continue;
                }
                answered = true;
                place.answered(code == 503 || code == 504 ? End.OVERLOADED : End.OK);
                forwarder.answer(answer, f.req, f.res);
                return;
            } catch (RuntimeException | IOException e) {
                if (answered) {
                    metrics.rejected(f.route.name(), "cut_short");
                    // The only way to tell that it is not whole: what has been sent has no end.
                    throw new CloseConnectionException("the answer was cut short", e);
                }
                Throwable cause = cause(e);
                if (cause instanceof Forwarder.BodyTooLarge) {
                    metrics.rejected(f.route.name(), "too_large");
                    new Problem(413, "Content Too Large", RequestChecks.TOO_LARGE, Duration.ZERO, true).send(f.res);
                    return;
                }
                boolean timeout = cause instanceof SocketTimeoutException || cause instanceof InterruptedIOException;
                boolean never = cause instanceof ConnectException || cause instanceof UnresolvedAddressException;
                learn(f, upstream, to, true, timeout, sent);
                tried.add(to);
                if ((never && tried.size() < 3 && bodyless) || (repeatable && !timeout && again(f, retry))) {
                    metrics.retried(f.route.name());
                    continue;
                }
                place.answered(timeout ? End.OVERLOADED : End.IGNORED);
                metrics.rejected(f.route.name(), timeout ? "timeout" : "bad_server");
                (timeout
                                ? Problem.of(504, "Gateway Timeout", "the server did not answer in time")
                                : Problem.of(502, "Bad Gateway", "the server could not be reached"))
                        .send(f.res);
                return;
            } finally {
                to.inFlight().decrementAndGet();
                upstream.forwarding().decrementAndGet();
            }
        }
    }

    private Forwarder.Added added(Flight f, Degradation level) {
        String before = addresses.isTrusted(f.req.remotePeer().host())
                ? String.join(", ", f.req.headers().values(HeaderNames.X_FORWARDED_FOR))
                : "";
        String peer = f.req.remotePeer().host();
        return new Forwarder.Added(
                before.isEmpty() ? peer : before + ", " + peer,
                f.req.isSecure() ? "https" : "http",
                f.deadline.leftMillis(clock.nanos()),
                level.level());
    }

    /** Pauses before another attempt; false when there must be none. */
    private boolean again(Flight f, int retry) throws InterruptedException {
        if (retry + 1 >= f.route.backoff().attempts()) {
            return false;
        }
        Duration pause = f.route.backoff().delay(retry, random.getAsDouble());
        if (f.deadline.left(clock.nanos()) <= pause.toNanos()
                || !f.route.budget().retry()) {
            return false;
        }
        clock.pause(pause);
        return true;
    }

    private void learn(Flight f, Upstream upstream, Replica from, boolean failed, boolean timeout, long sent) {
        long now = clock.nanos();
        from.learn(h ->
                h.answered(failed, upstream.spec().failures(), upstream.spec().eject(), now));
        recent.add(now - sent, timeout, now);
        f.route.split().answered(upstream.name(), failed, now);
    }

    private static Throwable cause(Exception e) {
        Throwable t = e;
        for (int i = 0; i < 10; i++) {
            if (t instanceof Forwarder.BodyTooLarge
                    || t instanceof SocketTimeoutException
                    || t instanceof ConnectException
                    || t instanceof UnresolvedAddressException
                    || t.getCause() == null) {
                return t;
            }
            t = t.getCause();
        }
        return t;
    }

    private void refuse(Flight f, Refusal e) {
        metrics.rejected(f.route.name(), e.reason().name().toLowerCase(Locale.ROOT));
        Problem problem = switch (e.reason()) {
            case LIMIT -> Problem.of(429, "Too Many Requests", "the rate limit is used up");
            case DEADLINE -> Problem.of(504, "Gateway Timeout", "the deadline has passed");
            case DEGRADED -> Problem.of(503, "Service Unavailable", "only what is most important is served now");
            default -> Problem.of(503, "Service Unavailable", "more requests are under way than can be served");
        };
        problem.after(e.reason() == Refusal.Reason.DEADLINE ? Duration.ZERO : e.retryAfter())
                .send(f.res);
    }
}
