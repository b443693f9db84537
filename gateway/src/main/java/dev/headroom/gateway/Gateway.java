package dev.headroom.gateway;

import dev.headroom.guard.Degradation;
import dev.headroom.guard.FallbackLimits;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.Health;
import dev.headroom.guard.Ladder;
import dev.headroom.guard.LadderRules;
import dev.headroom.guard.RateLimits;
import dev.headroom.spec.GatewaySpec;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code headroom gateway}: an HTTP front that keeps the servers behind it within their capacity. It listens from
 * {@link #start} to {@link #close}.
 */
public final class Gateway implements AutoCloseable {

    private static final String ADMIN = "admin";
    private static final Duration LOOK = Duration.ofMillis(500);

    private final GatewaySpec spec;
    private final Path folder;
    private final GuardClock clock;
    private final Consumer<String> say;
    private final GatewayMetrics metrics = new GatewayMetrics();
    private final RecentAnswers recent = new RecentAnswers();
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
    private final Map<String, String> told = new LinkedHashMap<>();
    private final List<Route> routes = new ArrayList<>();
    private final ScheduledExecutorService timer;
    private final HealthChecks checks;
    private final SlowClients slow;
    private final RateLimits limits;
    private final WebServer server;
    private volatile Ladder ladder = Ladder.TOP;
    private boolean together = true;
    private @Nullable Future<?> looking;

    /**
     * A gateway that does not listen yet.
     *
     * @param zone whose days limits per day are for
     * @param folder that files in the spec are relative to
     * @param limits what counts rates: local, or shared
     * @param random numbers from 0 up to, not including, 1
     * @param say hears of what an operator should know: a file that cannot be read, a split that is given up
     */
    public Gateway(
            GatewaySpec spec,
            ZoneId zone,
            Path folder,
            RateLimits limits,
            GuardClock clock,
            DoubleSupplier random,
            Consumer<String> say) {
        this.spec = spec;
        this.folder = folder;
        this.clock = clock;
        this.say = say;
        this.limits = limits;
        spec.upstreams().forEach((name, u) -> upstreams.put(name, new Upstream(name, u, random)));
        spec.routes().stream()
                .sorted(Comparator.comparingInt(
                                (GatewaySpec.Route r) -> r.path().length())
                        .reversed())
                .forEach(r -> routes.add(new Route(r, zone, clock)));
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("headroom-gateway").factory());
        this.checks = new HealthChecks(clock);
        this.slow = new SlowClients(spec.bounds().read(), clock::nanos);
        Proxy proxy = new Proxy(
                spec,
                routes,
                upstreams,
                limits,
                metrics,
                recent,
                () -> ladder.level(),
                new Forwarder(slow),
                clock,
                random);
        this.server = server(proxy);
        gauges();
    }

    private WebServer server(Proxy proxy) {
        GatewaySpec.Bounds b = spec.bounds();
        HostPort listen = HostPort.of(spec.listen());
        HostPort admin = HostPort.of(spec.admin());
        return WebServer.builder()
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .host(listen.host())
                .port(listen.port())
                .maxTcpConnections(b.connections())
                .maxConcurrentRequests(b.requests())
                .maxPayloadSize((long) b.body())
                .idleConnectionTimeout(b.idle())
                .idleConnectionPeriod(b.idle().compareTo(Duration.ofSeconds(2)) < 0 ? b.idle() : Duration.ofSeconds(2))
                .connectionOptions(o -> o.readTimeout(b.read()).tcpNoDelay(true))
                .shutdownGracePeriod(Duration.ofSeconds(10))
                .connectionSelectors(List.of(Http1ConnectionSelector.builder()
                        .config(Http1Config.builder()
                                .maxHeadersSize((int) b.headers())
                                .maxPrologueLength((int) Math.min(b.headers(), 16384))
                                .addReceiveListener(slow)
                                .validatePath(false) // our own check is stricter, and says why
                                .build())
                        .build()))
                .routing(HttpRouting.builder().any(proxy))
                .putSocket(
                        ADMIN,
                        s -> s.host(admin.host())
                                .port(admin.port())
                                .maxTcpConnections(100)
                                .routing(HttpRouting.builder()
                                        .get("/metrics", (req, res) -> text(res, 200, metrics.scrape()))
                                        .get("/health", (req, res) -> health(res))))
                .build();
    }

    private static void text(ServerResponse res, int status, String body) {
        res.status(Status.create(status));
        res.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        res.send(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Well when every upstream has a server; an upstream at zero that is held for is well too. */
    private void health(ServerResponse res) {
        StringBuilder out = new StringBuilder();
        boolean well = true;
        for (Upstream u : upstreams.values()) {
            boolean fine = !u.replicas().isEmpty() || !u.spec().hold().isZero();
            well &= fine;
            out.append(u.name())
                    .append(": ")
                    .append(u.replicas().all().size())
                    .append(fine ? " servers\n" : " servers, none takes requests\n");
        }
        out.append("degradation: ").append(ladder.level().level()).append('\n');
        text(res, well ? 200 : 503, out.toString());
    }

    private void gauges() {
        for (Route r : routes) {
            metrics.gauge(
                    "headroom_gateway_in_flight",
                    "Requests at servers.",
                    "route",
                    r.name(),
                    () -> r.gate().inFlight());
            metrics.gauge(
                    "headroom_gateway_queue",
                    "Requests that wait for a place.",
                    "route",
                    r.name(),
                    () -> r.gate().waiting());
            metrics.gauge(
                    "headroom_gateway_concurrency_limit",
                    "Requests that may be at servers at once.",
                    "route",
                    r.name(),
                    () -> r.gate().capacity());
        }
        for (Upstream u : upstreams.values()) {
            metrics.gauge(
                    "headroom_gateway_upstream_in_flight",
                    "Requests at the servers of an upstream.",
                    "upstream",
                    u.name(),
                    () -> u.forwarding().get());
            metrics.gauge(
                    "headroom_gateway_held", "Requests that wait for a first server.", "upstream", u.name(), u::held);
            metrics.gauge(
                    "headroom_gateway_demand",
                    "Requests that an upstream has, waiting ones included: what to scale it on.",
                    "upstream",
                    u.name(),
                    () -> demand(u));
            metrics.gauge(
                    "headroom_gateway_servers",
                    "Servers of an upstream.",
                    "upstream",
                    u.name(),
                    () -> u.replicas().all().size());
            metrics.gauge(
                    "headroom_gateway_servers_well",
                    "Servers of an upstream that requests go to.",
                    "upstream",
                    u.name(),
                    () -> well(u));
        }
        metrics.gauge(
                "headroom_gateway_degradation_level",
                "0 when all is served, to 4.",
                () -> ladder.level().level());
        if (limits instanceof FallbackLimits f) {
            metrics.gauge(
                    "headroom_gateway_limits_shared",
                    "1 while limits are counted together with other gateways, 0 while by this one alone.",
                    () -> f.isShared() ? 1 : 0);
        }
    }

    private void tellOfLimits() {
        if (limits instanceof FallbackLimits f && f.isShared() != together) {
            together = !together;
            say.accept(
                    together
                            ? "headroom gateway: limits are counted together again"
                            : "headroom gateway: limits are counted by this gateway alone: their store does not answer");
        }
    }

    /** What is at its servers, what waits for one, and its share of what waits for a place. */
    private double demand(Upstream u) {
        double waiting = 0;
        for (Route r : routes) {
            waiting += r.gate().waiting() * r.spec().upstreams().getOrDefault(u.name(), 0.0);
        }
        return u.forwarding().get() + u.held() + waiting;
    }

    private long well(Upstream u) {
        long now = clock.nanos();
        return u.replicas().all().stream()
                .filter(r -> !r.isDraining() && r.health().isWell(now))
                .count();
    }

    /**
     * Reads where servers are, and listens.
     *
     * @throws IllegalStateException when it cannot listen
     */
    public void start() {
        upstreams.values().forEach(this::look);
        checks.start(upstreams.values());
        server.start();
        if (!server.isRunning()) { // the library logs why, and goes on
            close();
            throw new IllegalStateException("cannot listen on " + spec.listen() + " and " + spec.admin()
                    + ": one is in use, or not an address of this machine");
        }
        looking = timer.scheduleWithFixedDelay(this::tick, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            upstreams.values().stream().filter(u -> u.spec().file() != null).forEach(this::look);
            climb();
            tellOfLimits();
            slow.sweep();
        } catch (RuntimeException e) {
            say.accept("headroom gateway: " + e);
        }
    }

    private void look(Upstream u) {
        String file = u.spec().file();
        if (file == null) {
            Map<String, Boolean> listed = new LinkedHashMap<>();
            u.spec().addresses().forEach(a -> listed.put(a.substring("http://".length()), false));
            u.replicas().update(listed, clock.nanos());
            return;
        }
        try {
            u.replicas().update(Discovery.read(folder.resolve(file)), clock.nanos());
            told.remove(u.name());
        } catch (IOException e) {
            String text = String.valueOf(e.getMessage());
            if (!text.equals(told.put(u.name(), text))) {
                say.accept("headroom gateway: upstream " + u.name() + " keeps its servers: " + text);
            }
        }
    }

    private void climb() {
        GatewaySpec.Degradation d = spec.degradation();
        if (d == null) {
            return;
        }
        long now = clock.nanos();
        int all = 0;
        int well = 0;
        for (Upstream u : upstreams.values()) {
            all += u.replicas().all().size();
            well += (int) well(u);
        }
        LadderRules rules = new LadderRules(d.p99(), 1, d.timeouts(), LadderRules.USUAL.clear(), d.hold());
        Health seen = new Health(recent.quantile(0.99, now), false, 0, recent.timeouts(now), all, all - well, false);
        Degradation before = ladder.level();
        ladder = ladder.next(rules, seen, now);
        if (ladder.level() != before) {
            say.accept("headroom gateway: degradation " + before.level() + " → "
                    + ladder.level().level());
        }
    }

    /** The port for requests, once started. */
    public int port() {
        return server.port();
    }

    /** The port for health and metrics, once started. */
    public int adminPort() {
        return server.port(ADMIN);
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.cancel(true);
        }
        timer.shutdownNow();
        checks.close();
        server.stop();
    }

    private record HostPort(String host, int port) {
        static HostPort of(String text) {
            int colon = text.lastIndexOf(':');
            String host = text.substring(0, colon);
            return new HostPort(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        }
    }
}
