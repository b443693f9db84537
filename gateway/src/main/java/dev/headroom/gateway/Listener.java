package dev.headroom.gateway;

import dev.headroom.spec.GatewaySpec;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the gateway listens: HTTP/1.1 and HTTP/2, over TLS where a certificate is given, each bounded. HTTP/2 is chosen by ALPN,
 * or without TLS by a client that begins with its preface; a connection is never upgraded to it, which is gone from RFC 9113
 * and a way past checks.
 */
final class Listener {

    private static final int MOST_LINE = 16_384;
    private static final int STREAMS = 128;

    private Listener() {}

    /**
     * Sets all that is for requests.
     *
     * @param folder that the certificate's files are relative to
     * @param slow hears of connections
     * @param malformed runs for each request that the server refuses by itself
     * @throws IllegalArgumentException when the certificate cannot be used
     */
    @SuppressWarnings(
            "removal") // heads hold secrets, and there is no other way yet to keep them out of the library's log
    static void set(
            WebServerConfig.Builder config, GatewaySpec spec, Path folder, SlowClients slow, Runnable malformed) {
        GatewaySpec.Bounds b = spec.bounds();
        config.maxTcpConnections(b.connections())
                .maxConcurrentRequests(b.requests())
                .maxPayloadSize((long) b.body())
                .idleConnectionTimeout(b.idle())
                .idleConnectionPeriod(b.idle().compareTo(Duration.ofSeconds(2)) < 0 ? b.idle() : Duration.ofSeconds(2))
                .connectionOptions(o -> o.readTimeout(b.read()).tcpNoDelay(true))
                .shutdownGracePeriod(Duration.ofSeconds(10))
                .directHandlers(refusals(malformed))
                .connectionSelectors(List.of(
                        Http2ConnectionSelector.builder()
                                .http2Config(Http2Config.builder()
                                        .maxHeaderListSize((long) b.headers())
                                        .maxConcurrentStreams(STREAMS)
                                        .validatePath(false)
                                        .sendErrorDetails(false)
                                        .build())
                                .build(),
                        Http1ConnectionSelector.builder()
                                .config(Http1Config.builder()
                                        .maxHeadersSize((int) b.headers())
                                        .maxPrologueLength((int) Math.min(b.headers(), MOST_LINE))
                                        .addReceiveListener(slow)
                                        .receiveLog(false)
                                        .sendLog(false)
                                        .validatePath(false) // our own check is stricter, and says why
                                        .build())
                                .build()));
        GatewaySpec.Tls tls = spec.tls();
        if (tls != null) {
            ServerTls.set(config, folder.resolve(tls.certificate()), folder.resolve(tls.key()));
        }
    }

    /** What the server finds wrong by itself is answered without a word of what was sent. */
    private static DirectHandlers refusals(Runnable malformed) {
        DirectHandler handler = (request, type, status, headers, message) -> {
            malformed.run();
            return DirectHandler.TransportResponse.builder()
                    .status(status)
                    .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                    .keepAlive(false)
                    .entity(Problem.of(status.code(), status.reasonPhrase(), "the request cannot be read")
                            .json()
                            .getBytes(StandardCharsets.UTF_8))
                    .build();
        };
        DirectHandlers.Builder all = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            all.addHandler(type, handler);
        }
        return all.build();
    }
}
