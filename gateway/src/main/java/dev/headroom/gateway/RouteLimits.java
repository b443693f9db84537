package dev.headroom.gateway;

import dev.headroom.guard.LimitDecision;
import dev.headroom.guard.RateLimits;
import dev.headroom.guard.Refusal;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rates of routes: whose each request is, what it costs, and what the headers of the answer say of what is left. */
final class RouteLimits {

    private static final HeaderName LIMIT = HeaderNames.create("RateLimit-Limit");
    private static final HeaderName REMAINING = HeaderNames.create("RateLimit-Remaining");
    private static final HeaderName RESET = HeaderNames.create("RateLimit-Reset");
    private static final int LONGEST_KEY = 256;

    private final RateLimits limits;
    private final ClientAddress addresses;
    private final Map<String, HeaderName> identity = new HashMap<>();

    /**
     * Limits.
     *
     * @param limits what counts
     * @param identity by kind, the header that says who asks
     */
    RouteLimits(RateLimits limits, ClientAddress addresses, Map<String, String> identity) {
        this.limits = limits;
        this.addresses = addresses;
        identity.forEach((who, header) -> this.identity.put(who, HeaderNames.create(header)));
    }

    /**
     * Takes what a request costs from all limits of its route, or from none.
     *
     * @throws Refusal when one of them is used up
     */
    void take(ServerRequest req, ServerResponse res, Route route, String client) {
        List<Route.Limited> all = route.limits();
        LimitDecision tightest = null;
        for (int i = 0; i < all.size(); i++) {
            Route.Limited l = all.get(i);
            LimitDecision d = limits.take(key(req, route, client, l), l.rules(), cost(req, l));
            tightest = tightest == null ? d : tightest.or(d);
            if (!d.allowed()) {
                for (Route.Limited taken : all.subList(0, i)) {
                    limits.settle(key(req, route, client, taken), taken.rules(), -cost(req, taken));
                }
                break;
            }
        }
        if (tightest != null) {
            res.header(LIMIT, Long.toString(tightest.rule().amount()));
            res.header(REMAINING, Long.toString(Math.max(0, tightest.remaining())));
            Duration reset = tightest.allowed() ? tightest.reset() : tightest.retryAfter();
            res.header(RESET, Long.toString(Problem.seconds(reset)));
            if (!tightest.allowed()) {
                throw new Refusal(Refusal.Reason.LIMIT, tightest.retryAfter());
            }
        }
    }

    private static long cost(ServerRequest req, Route.Limited l) {
        if (l.cost() == null) {
            return 1;
        }
        String text = req.headers().first(l.cost()).orElse("");
        return text.matches("[1-9][0-9]{0,11}") ? Long.parseLong(text) : 1;
    }

    /** Users and tenants are told by a proxy in front; who sends them itself is counted by its address. */
    private String key(ServerRequest req, Route route, String client, Route.Limited l) {
        String who = switch (l.by()) {
            case "all" -> "";
            case "ip" -> client;
            case "key" -> said(req, client, "key");
            default -> addresses.isTrusted(req.remotePeer().host()) ? said(req, client, l.by()) : client;
        };
        return route.name() + ' ' + l.by() + ' ' + who;
    }

    private String said(ServerRequest req, String client, String who) {
        HeaderName header = identity.get(who);
        String value = header == null ? "" : req.headers().first(header).orElse("");
        return value.isEmpty() || value.length() > LONGEST_KEY ? client : value;
    }
}
