package dev.headroom.spec;

import dev.headroom.spec.GatewaySpec.Bounds;
import dev.headroom.spec.GatewaySpec.Check;
import dev.headroom.spec.GatewaySpec.Degradation;
import dev.headroom.spec.GatewaySpec.Route;
import dev.headroom.spec.GatewaySpec.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The HTTP front of {@code headroom gateway}. */
final class GatewayTable extends Table<GatewaySpec> {

    static final GatewayTable TABLE = new GatewayTable();

    static final Map<String, String> IDENTITY = Map.of("user", "X-User", "key", "X-Api-Key", "tenant", "X-Tenant");

    private final Key<GatewaySpec, String> listen = fallback(
            "listen", GatewayForms.ADDRESS, "Host and port for requests.", "127.0.0.1:8080", GatewaySpec::listen);
    private final Key<GatewaySpec, String> admin = fallback(
            "admin",
            GatewayForms.ADDRESS,
            "Host and port for `/health`, `/metrics` and `/status`.",
            "127.0.0.1:8081",
            GatewaySpec::admin);
    private final Key<GatewaySpec, GatewaySpec.Place> place = optional(
            "place",
            new GatewayPlaceTables.PlaceTable(),
            "Where it is; servers of its zone and region are preferred.",
            "all servers count as equally near",
            GatewaySpec::place);
    private final Key<GatewaySpec, List<String>> trusted = fallback(
            "trusted",
            ListForm.orOne(GatewayForms.NETWORK),
            "Networks of proxies whose X-Forwarded-For is believed.",
            List.of(),
            GatewaySpec::trusted);
    private final Key<GatewaySpec, GatewaySpec.Tls> tls = optional(
            "tls", new GatewayTlsTable(), "The certificate that requests are taken with.", "no TLS", GatewaySpec::tls);
    private final Key<GatewaySpec, GatewaySpec.AccessLog> accessLog =
            optional("access-log", new GatewayLogTable(), "A line a request.", "none", GatewaySpec::accessLog);
    private final Key<GatewaySpec, Bounds> bounds = fallback(
            "bounds",
            new BoundsOfRequests(),
            "What a request and its connection may be at most.",
            BoundsOfRequests.USUAL,
            GatewaySpec::bounds);
    private final Key<GatewaySpec, Map<String, String>> identity = optional(
            "identity",
            MapForm.of("who asks (user, key or tenant)", GatewayForms.HEADER),
            "The header that says who asks, for limits.",
            "X-User, X-Api-Key and X-Tenant",
            g -> g.identity().equals(IDENTITY) ? null : g.identity());
    private final Key<GatewaySpec, Map<String, Upstream>> upstreams = required(
            "upstreams", MapForm.of("an upstream", new UpstreamTable()), "Servers behind it.", GatewaySpec::upstreams);
    private final Key<GatewaySpec, List<Route>> routes = required(
            "routes",
            ListForm.orOne(new GatewayRouteTable()),
            "What goes where; the longest path that fits.",
            GatewaySpec::routes);
    private final Key<GatewaySpec, GatewaySpec.Queue> queue = fallback(
            "queue",
            new GatewayAsyncTable.QueueTable(),
            "Where requests are kept that are done later.",
            GatewayAsyncTable.QueueTable.USUAL,
            GatewaySpec::queue);
    private final Key<GatewaySpec, GatewaySpec.Controller> controller = optional(
            "controller",
            new GatewayAsyncTable.ControllerTable(),
            "Who is told at once when an upstream is asked for and has no server; the workload has the upstream's"
                    + " name.",
            "nobody",
            GatewaySpec::controller);
    private final Key<GatewaySpec, Degradation> degradation = optional(
            "degradation", new GatewayDegradationTable(), "When less is served.", "never", GatewaySpec::degradation);

    private final Key<GatewaySpec, GatewaySpec.Redis> redis = optional(
            "redis",
            new GatewayRedisTable(),
            "Where several gateways count their limits together.",
            "each counts alone",
            GatewaySpec::redis);

    private GatewayTable() {
        super("gateway", "The HTTP front of `headroom gateway`.");
    }

    @Override
    GatewaySpec build(Fields f) {
        Map<String, Upstream> known = f.get(upstreams);
        List<Route> all = f.get(routes);
        if (all.isEmpty()) {
            f.at(routes).errorAtName("there is no route", "write one such as { path: /, upstream: web }");
        }
        List<Cursor> places = f.at(routes).isList() ? f.at(routes).items("a list") : null;
        for (int i = 0; i < all.size(); i++) {
            Cursor at = places == null ? f.at(routes) : places.get(i);
            Route r = all.get(i);
            for (String name : r.upstreams().keySet()) {
                if (!known.containsKey(name)) {
                    at.error("no upstream '" + name + "' is defined", Nearest.mend(name, known.keySet()));
                }
            }
            if (r.async() != null && r.path().equals(f.get(queue).path())) {
                at.error("requests and what has become of them have the same path", "write another path under queue");
            }
            if (all.subList(0, i).stream().anyMatch(o -> o.path().equals(r.path()))) {
                at.error("a route before it has the path " + r.path(), "keep one of the two");
            }
        }
        Degradation less = f.find(degradation);
        if (less != null) {
            for (GatewaySpec.Watch w : less.watch()) {
                for (String name : w.upstreams()) {
                    if (!known.containsKey(name)) {
                        f.at(degradation)
                                .errorAtName(
                                        "no upstream '" + name + "' is defined, which " + w.name() + " is for",
                                        Nearest.mend(name, known.keySet()));
                    }
                }
            }
        }
        if (f.has(identity)) {
            for (String who : f.get(identity).keySet()) {
                if (!IDENTITY.containsKey(who)) {
                    f.at(identity)
                            .error("'" + who + "' is none of user, key, tenant", Nearest.mend(who, IDENTITY.keySet()));
                }
            }
        }
        if (f.get(listen).equals(f.get(admin))) {
            f.at(f.has(admin) ? admin : listen)
                    .error("requests and health have the same address", "write another port");
        }
        return new GatewaySpec(
                f.get(listen),
                f.get(admin),
                f.find(place),
                f.get(trusted),
                f.find(tls),
                f.find(accessLog),
                f.get(bounds),
                f.has(identity) ? f.get(identity) : IDENTITY,
                known,
                all,
                f.get(queue),
                f.find(controller),
                less,
                f.find(redis));
    }

    /** Bounds of requests and connections. */
    private static final class BoundsOfRequests extends Table<Bounds> {
        static final Bounds USUAL =
                new Bounds(16384, 10 * 1024.0 * 1024, Duration.ofSeconds(30), Duration.ofMinutes(1), 10_000, 10_000);

        private final Key<Bounds, Double> headers =
                fallback("headers", Values.BYTES, "Most bytes of all headers.", USUAL.headers(), Bounds::headers);
        private final Key<Bounds, Double> body =
                fallback("body", Values.BYTES, "Most bytes of a body.", USUAL.body(), Bounds::body);
        private final Key<Bounds, Duration> read =
                fallback("read", Values.DURATION, "Longest pause while a request is read.", USUAL.read(), Bounds::read);
        private final Key<Bounds, Duration> idle = fallback(
                "idle", Values.DURATION, "Time after which an idle connection is closed.", USUAL.idle(), Bounds::idle);
        private final Key<Bounds, Integer> connections = fallback(
                "connections", Values.count(1), "Most open connections.", USUAL.connections(), Bounds::connections);
        private final Key<Bounds, Integer> requests = fallback(
                "requests",
                Values.count(1),
                "Most requests at once, waiting ones included.",
                USUAL.requests(),
                Bounds::requests);

        BoundsOfRequests() {
            super("gateway-bounds", "What a request and its connection may be at most.");
        }

        @Override
        Bounds build(Fields f) {
            if (f.get(headers) < 1024 || f.get(headers) > 1024 * 1024) {
                f.at(headers).error("headers have a bound from 1Ki to 1Mi", "write a size such as 16Ki");
            }
            for (Key<Bounds, Duration> time : List.of(read, idle)) {
                if (f.get(time).isZero()) {
                    f.at(time).error("a time of 0 closes every connection", "write a duration such as 30s");
                }
            }
            return new Bounds(
                    f.get(headers), f.get(body), f.get(read), f.get(idle), f.get(connections), f.get(requests));
        }
    }

    /** Servers that answer alike. */
    private static final class UpstreamTable extends Table<Upstream> {
        private final Key<Upstream, List<GatewaySpec.Server>> addresses = fallback(
                "addresses",
                ListForm.orOne(GatewayPlaceTables.ServerForm.FORM),
                "The servers, when they are always the same.",
                List.of(),
                Upstream::addresses);
        private final Key<Upstream, String> file = optional(
                "file",
                Values.TEXT,
                "A file that lists them as Prometheus' file_sd_configs (JSON) does, read again when it changes.",
                "none",
                Upstream::file);
        private final Key<Upstream, Check> check =
                optional("check", new CheckTable(), "Active health check.", "none", Upstream::check);
        private final Key<Upstream, Integer> failures = fallback(
                "failures",
                Values.count(1),
                "Failures in a row after which a server is left out for a while.",
                5,
                Upstream::failures);
        private final Key<Upstream, Duration> eject = fallback(
                "eject",
                Values.DURATION,
                "How long it is left out, the first time; longer each time after.",
                Duration.ofSeconds(30),
                Upstream::eject);
        private final Key<Upstream, Duration> slowStart = fallback(
                "slow-start",
                Values.DURATION,
                "Time over which a server that is new gets more and more.",
                Duration.ZERO,
                Upstream::slowStart);
        private final Key<Upstream, Duration> hold = fallback(
                "hold",
                Values.DURATION,
                "How long requests wait for a first server while there is none.",
                Duration.ZERO,
                Upstream::hold);
        private final Key<Upstream, Integer> held =
                fallback("held", Values.count(1), "Most requests that wait so.", 1000, Upstream::held);
        private final Key<Upstream, GatewaySpec.Near> near = fallback(
                "near",
                new GatewayPlaceTables.NearTable(),
                "When requests leave the gateway's zone and region.",
                GatewayPlaceTables.NearTable.USUAL,
                Upstream::near);

        UpstreamTable() {
            super("gateway-upstream", "Servers that answer alike.");
        }

        @Override
        Upstream build(Fields f) {
            boolean listed = !f.get(addresses).isEmpty();
            if (listed == f.has(file)) {
                f.table()
                        .errorAtName(
                                listed ? "the servers are listed, and a file is named too" : "there are no servers",
                                "write either addresses or file");
            }
            if (f.get(eject).isZero()) {
                f.at(eject).error("a time of 0 leaves nothing out", "write a duration such as 30s");
            }
            return new Upstream(
                    f.get(addresses),
                    f.find(file),
                    f.find(check),
                    f.get(failures),
                    f.get(eject),
                    f.get(slowStart),
                    f.get(hold),
                    f.get(held),
                    f.get(near));
        }
    }

    private static final class CheckTable extends Table<Check> {
        private final Key<Check, String> path =
                required("path", GatewayForms.PATH, "Path that answers 200 to 399 when a server is well.", Check::path);
        private final Key<Check, Duration> every =
                fallback("every", Values.DURATION, "Time between checks.", Duration.ofSeconds(5), Check::every);
        private final Key<Check, Duration> timeout = fallback(
                "timeout", Values.DURATION, "Longest wait for an answer.", Duration.ofSeconds(2), Check::timeout);

        CheckTable() {
            super(
                    "gateway-check",
                    "An active health check: three failures take a server out, two successes bring it back.");
        }

        @Override
        Check build(Fields f) {
            if (f.get(every).compareTo(Duration.ofMillis(100)) < 0) {
                f.at(every).error("checks are at least 100ms apart", "write a duration such as 5s");
            }
            if (f.get(timeout).isZero()) {
                f.at(timeout).error("an answer takes longer than 0s", "write a duration such as 2s");
            }
            return new Check(f.get(path), f.get(every), f.get(timeout));
        }
    }
}
