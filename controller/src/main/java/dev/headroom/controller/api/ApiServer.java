package dev.headroom.controller.api;

import dev.headroom.controller.Console;
import dev.headroom.controller.metrics.Metrics;
import dev.headroom.gateway.ServerTls;
import io.helidon.http.Method;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Serves a controller over HTTP: the routes of {@link Routes} and the web page. It runs on virtual threads of its own and takes
 * a bounded part of the machine, so that no client, however many, fast or slow, stops the loops.
 */
public final class ApiServer implements AutoCloseable {

    /** Helidon tells of every start and stop; kept here, since a logger nobody holds forgets its level. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private static final int HEAD_BYTES = 16 << 10;
    private static final int LINE_BYTES = 8 << 10;
    private static final int BACKLOG = 256;

    private final WebServer server;
    private final Events events;
    private final Metrics metrics;
    private final Deadlines deadlines;
    private final ApiSettings settings;

    private ApiServer(WebServer server, Events events, Metrics metrics, Deadlines deadlines, ApiSettings settings) {
        this.server = server;
        this.events = events;
        this.metrics = metrics;
        this.deadlines = deadlines;
        this.settings = settings;
    }

    /**
     * Begins to serve.
     *
     * @throws IllegalArgumentException if that would let anybody in, or a file of the settings cannot be used
     * @throws IllegalStateException if the address is taken
     */
    public static ApiServer start(Console console, ApiSettings settings) {
        if (!settings.address().isLoopbackAddress() && settings.tokens().isEmpty()) {
            throw new IllegalArgumentException(
                    "listening on " + settings.address().getHostAddress()
                            + " lets other machines in, so tokens are needed: name a file of tokens with --tokens ('headroom token'"
                            + " writes one), or listen on 127.0.0.1");
        }
        bindable(settings);
        HELIDON.setLevel(Level.WARNING);
        ApiSettings.Limits limits = settings.limits();
        Events events = new Events(console, limits.listeners());
        Metrics metrics = new Metrics(console);
        Deadlines deadlines = new Deadlines(limits.patience());
        try {
            Service service = new Service(new Api(console, settings, events, metrics), deadlines);
            WebServerConfig.Builder config = WebServer.builder()
                    .address(settings.address())
                    .port(settings.port())
                    .backlog(BACKLOG)
                    .shutdownHook(false)
                    .shutdownGracePeriod(Duration.ofMillis(500))
                    // Channels of NIO know no time-out of reads.
                    .useNio(false)
                    .connectionOptions(o -> o.readTimeout(limits.silence()))
                    .idleConnectionTimeout(limits.silence())
                    .idleConnectionPeriod(limits.silence().dividedBy(4))
                    .maxTcpConnections(limits.connections())
                    .maxConcurrentRequests(limits.requests())
                    .maxPayloadSize(limits.body())
                    .directHandlers(service.directly())
                    .contentEncoding(ContentEncodingContext.builder()
                            .contentEncodingsDiscoverServices(false)
                            .addContentEncoding(new AsTheyCome())
                            .build())
                    .protocolsDiscoverServices(false)
                    .addProtocol(http(deadlines))
                    .routing(routing -> route(routing, service));
            tls(config, settings.certificate(), settings.key());
            WebServer server = config.build().start();
            if (!server.isRunning()) {
                throw new IllegalStateException("the interface cannot be served on "
                        + settings.address().getHostAddress() + ":" + settings.port());
            }
            return new ApiServer(server, events, metrics, deadlines, settings);
        } catch (RuntimeException e) {
            events.close();
            metrics.close();
            deadlines.close();
            throw e;
        }
    }

    /** Heads hold tokens, which belong into no log: Helidon would log them at its finest level. */
    @SuppressWarnings("removal") // there is no other way to say so yet
    private static Http1Config http(Deadlines deadlines) {
        return Http1Config.builder()
                .maxHeadersSize(HEAD_BYTES)
                .maxPrologueLength(LINE_BYTES)
                .receiveLog(false)
                .sendLog(false)
                .addReceiveListener(deadlines)
                .build();
    }

    /** Helidon does not tell why it could not listen, so it is tried before. */
    private static void bindable(ApiSettings settings) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(settings.address(), settings.port()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot listen on " + settings.address().getHostAddress() + ":" + settings.port() + ": "
                            + e.getMessage()
                            + "; another controller may run already, or choose another address or port with --listen",
                    e);
        }
    }

    private static void route(HttpRouting.Builder routing, Service service) {
        Map<String, TreeSet<String>> methods = Routes.ALL.stream()
                .collect(Collectors.groupingBy(
                        Route::path, Collectors.mapping(Route::method, Collectors.toCollection(TreeSet::new))));
        for (Route route : Routes.ALL) {
            routing.route(Method.create(route.method()), route.path(), (in, out) -> service.serve(route, in, out));
        }
        Assets.all().forEach((path, file) -> {
            routing.get(path, (in, out) -> service.serve(file, in, out));
            methods.put(path, new TreeSet<>(java.util.Set.of("GET")));
        });
        methods.forEach((path, allowed) ->
                routing.any(path, (in, out) -> service.refuse(String.join(", ", allowed), in, out)));
        routing.any((in, out) -> service.nothing(in, out));
    }

    private static void tls(WebServerConfig.Builder config, @Nullable Path certificate, @Nullable Path key) {
        if (certificate == null && key == null) {
            return;
        }
        if (certificate == null || key == null) {
            throw new IllegalArgumentException("TLS needs both a certificate and its key");
        }
        ServerTls.set(config, certificate, key);
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    /** Where the page is. */
    public URI url() {
        InetAddress address = settings.address();
        String host =
                address.isLoopbackAddress() || address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return URI.create((settings.certificate() == null ? "http" : "https") + "://"
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/");
    }

    /** How many clients listen to events. */
    int listeners() {
        return events.clients();
    }

    /** Answers what is being answered, and ends. */
    @Override
    public void close() {
        events.close();
        server.stop();
        metrics.close();
        deadlines.close();
    }
}
