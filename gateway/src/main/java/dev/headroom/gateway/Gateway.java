package dev.headroom.gateway;

import dev.headroom.guard.Degradation;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.JobStore;
import dev.headroom.guard.LadderRules;
import dev.headroom.guard.RateLimits;
import dev.headroom.spec.GatewaySpec;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    private final ZoneId zone;
    private final Path folder;
    private final GuardClock clock;
    private final Consumer<String> say;
    private final GatewayMetrics metrics = new GatewayMetrics();
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
    private final Map<String, String> told = new LinkedHashMap<>();
    private final List<Route> routes = new ArrayList<>();
    private final ScheduledExecutorService timer;
    private final HealthChecks checks;
    private final Watches watches;
    private final @Nullable LadderRules ladder;
    private final SlowClients slow;
    private final WebServer server;
    private final LimitsWatch watch;
    private final @Nullable AccessLog log;
    private @Nullable JobRunner runner;
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
        this(spec, zone, folder, limits, null, upstream -> {}, clock, random, say);
    }

    /**
     * The same with what queues requests, and who starts servers.
     *
     * @param jobs where requests are kept that are done later; closed by whoever made it; null when no route has that
     * @param wanted hears of upstreams that are asked for and have no server, at most once a second each
     */
    public Gateway(
            GatewaySpec spec,
            ZoneId zone,
            Path folder,
            RateLimits limits,
            @Nullable JobStore jobs,
            Consumer<String> wanted,
            GuardClock clock,
            DoubleSupplier random,
            Consumer<String> say) {
        this.spec = spec;
        this.zone = zone;
        this.folder = folder;
        this.clock = clock;
        this.say = say;
        spec.upstreams()
                .forEach((name, u) -> upstreams.put(name, new Upstream(name, u, spec.place(), random, clock.nanos())));
        spec.routes().stream()
                .sorted(Comparator.comparingInt(
                                (GatewaySpec.Route r) -> r.path().length())
                        .reversed())
                .forEach(r -> routes.add(new Route(r, zone, clock)));
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("headroom-gateway").factory());
        this.checks = new HealthChecks(clock);
        GatewaySpec.Degradation less = spec.degradation();
        this.watches = new Watches(less == null ? List.of() : less.watch(), clock, say);
        this.ladder = less == null ? null : rules(less);
        this.watch = new LimitsWatch(limits, metrics, say);
        this.slow = new SlowClients(spec.bounds().read(), clock::nanos, () -> metrics.rejected("none", "slow_client"));
        this.log = spec.accessLog() == null ? null : new AccessLog(spec.accessLog(), folder, say);
        ClientAddress addresses = new ClientAddress(new Networks(spec.trusted()));
        long mostBody = (long) spec.bounds().body();
        Forwarder forwarder = new Forwarder(slow);
        JobDoor door = null;
        if (jobs != null && spec.queues()) {
            JobRunner done = new JobRunner(
                    routes,
                    upstreams,
                    jobs,
                    forwarder,
                    metrics,
                    clock,
                    random,
                    spec.queue().keep(),
                    owner(spec.listen()),
                    mostBody,
                    wanted,
                    say);
            String key = spec.identity().getOrDefault("key", "X-Api-Key");
            door = new JobDoor(spec.queue(), key, jobs, slow, metrics, clock, mostBody, done::came);
            runner = done;
        }
        this.server = server(new Proxy(
                routes,
                upstreams,
                addresses,
                new RouteLimits(limits, addresses, spec.identity()),
                metrics,
                new Relay(forwarder, addresses, metrics, clock, random, mostBody),
                clock,
                random,
                mostBody,
                door,
                wanted,
                this::ended));
        GatewayGauges gauges = new GatewayGauges(metrics, clock);
        routes.forEach(r -> gauges.route(r, runner));
        upstreams.values().forEach(u -> gauges.upstream(u, spec.place() != null));
        watches.gauges(metrics);
        if (log != null) {
            gauges.log(log);
        }
    }

    /** The address it listens on is its own on this machine; any free port is another one each time. */
    private static String owner(String listen) {
        String machine;
        try {
            machine = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            machine = "localhost";
        }
        return machine + ' ' + listen + (listen.endsWith(":0") ? " " + UUID.randomUUID() : "");
    }

    private WebServer server(Proxy proxy) {
        HostPort listen = HostPort.of(spec.listen());
        HostPort admin = HostPort.of(spec.admin());
        WebServerConfig.Builder config = WebServer.builder()
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .host(listen.host())
                .port(listen.port())
                .routing(HttpRouting.builder().any(proxy))
                .putSocket(
                        ADMIN,
                        s -> s.host(admin.host())
                                .port(admin.port())
                                .maxTcpConnections(100)
                                .routing(new GatewayStatus(
                                                upstreams.values(), routes, metrics, () -> runner, this::level, clock)
                                        .routing()));
        Listener.set(config, spec, folder, slow, () -> metrics.rejected("none", "malformed"));
        return config.build();
    }

    private void ended(Proxy.Ended e) {
        AccessLog to = log;
        GatewaySpec.AccessLog how = spec.accessLog();
        if (to != null && how != null) {
            to.add(LogLine.of(
                    how.format().equals("combined"), e.req(), e.status(), e.told(), e.nanos(), clock.instant(), zone));
        }
    }

    /**
     * Reads where servers are, and listens.
     *
     * @throws IllegalStateException when it cannot listen
     */
    public void start() {
        upstreams.values().forEach(this::look);
        checks.start(upstreams.values());
        watches.start();
        if (runner != null) {
            runner.start();
        }
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
            upstreams.values().forEach(this::near);
            climb();
            watch.look();
            slow.sweep();
        } catch (RuntimeException e) {
            say.accept("headroom gateway: " + e);
        }
    }

    private void look(Upstream u) {
        list(u);
        String name = u.name() + " place";
        if (spec.place() == null
                && !told.containsKey(name)
                && u.replicas().all().stream()
                        .anyMatch(r -> r.listed().region() != null || r.listed().zone() != null)) {
            told.put(name, "");
            say.accept("headroom gateway: upstream " + u.name() + ": all servers count as equally near, for it is not"
                    + " known where the gateway is; write gateway.place, or give --region and --zone");
        }
    }

    private void list(Upstream u) {
        String file = u.spec().file();
        if (file == null) {
            Map<String, Listed> listed = new LinkedHashMap<>();
            u.spec()
                    .addresses()
                    .forEach(s ->
                            listed.put(s.url().substring("http://".length()), new Listed(false, s.region(), s.zone())));
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

    /** Looks whether requests of an upstream stay in the gateway's region, and says when that changes. */
    private void near(Upstream u) {
        double before = u.replicas().shares().regions().getFirst();
        u.replicas().look(clock.nanos());
        double kept = u.replicas().shares().regions().getFirst();
        if (kept < 1 && before >= 1) {
            say.accept("headroom gateway: upstream " + u.name() + ": too few servers of the region are well; "
                    + Math.round(100 - 100 * kept) + "% of the requests go to others");
        } else if (kept >= 1 && before < 1) {
            say.accept("headroom gateway: upstream " + u.name() + ": all requests stay in the region again");
        }
    }

    private static LadderRules rules(GatewaySpec.Degradation d) {
        return new LadderRules(
                d.p99(),
                LadderRules.USUAL.gpuMemory(),
                d.timeouts(),
                LadderRules.USUAL.clear(),
                d.hold(),
                d.watch().stream()
                        .map(w -> new LadderRules.Trigger(w.name(), w.above(), Degradation.of(w.level())))
                        .toList());
    }

    private void climb() {
        LadderRules rules = ladder;
        if (rules == null) {
            return;
        }
        long now = clock.nanos();
        for (Upstream u : upstreams.values()) {
            Degradation before = u.degradation();
            Map<String, Double> readings = watches.readings(u.name());
            if (u.step(rules, readings, now)) {
                List<String> asking = rules.asking(readings);
                say.accept("headroom gateway: degradation of " + u.name() + " " + before.level() + " → "
                        + u.degradation().level()
                        + (asking.isEmpty() ? "" : " (watched: " + String.join(", ", asking) + ")"));
            }
        }
    }

    /** The worst level of all upstreams. */
    private int level() {
        int level = 0;
        for (Upstream u : upstreams.values()) {
            level = Math.max(level, u.degradation().level());
        }
        return level;
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
        watches.close();
        server.stop();
        if (runner != null) {
            runner.close();
        }
        if (log != null) {
            log.close();
        }
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
