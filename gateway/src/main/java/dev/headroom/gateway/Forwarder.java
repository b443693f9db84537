package dev.headroom.gateway;

import dev.headroom.guard.Deadline;
import dev.headroom.guard.Degradation;
import io.helidon.common.uri.UriInfo;
import io.helidon.http.ClientRequestHeaders;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webclient.api.ClientUri;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One exchange with a server: the request as it came, without what was meant for the connection, and the answer as it comes. */
final class Forwarder {

    private static final HeaderName DEADLINE = HeaderNames.create(Deadline.HEADER);
    private static final HeaderName LEVEL = HeaderNames.create(Degradation.HEADER);
    private static final HeaderName FORWARDED_FOR = HeaderNames.X_FORWARDED_FOR;
    private static final Set<String> HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final Set<String> OURS = Set.of(
            "content-length",
            "expect",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            Deadline.HEADER.toLowerCase(Locale.ROOT),
            Degradation.HEADER.toLowerCase(Locale.ROOT));
    private static final int SMALL = 64 * 1024;

    private final SlowClients slow;
    private final Http1Client client = Http1Client.builder()
            .followRedirects(false)
            .shareConnectionCache(false)
            .connectionCacheSize(1024)
            .writeBufferSize(1) // a body that trickles in trickles out
            .sendExpectContinue(false)
            .servicesDiscoverServices(false)
            .proxy(Proxy.noProxy())
            .contentEncoding(ContentEncodingContext.builder()
                    .contentEncodingsDiscoverServices(false)
                    .build())
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    Forwarder(SlowClients slow) {
        this.slow = slow;
    }

    /**
     * What the gateway adds to a request.
     *
     * @param forwardedFor all addresses so far, the client's first
     */
    record Added(String forwardedFor, String scheme, long deadlineMillis, int level) {}

    /** Sends the request; the answer's head is there when it returns. */
    HttpClientResponse send(ServerRequest req, Replica to, Added added, Duration longest, long mostBody) {
        String query = req.prologue().query().rawValue();
        String target = req.prologue().uriPath().rawPath() + (query == null || query.isEmpty() ? "" : "?" + query);
        ClientUri uri = ClientUri.create(UriInfo.builder()
                        .scheme("http")
                        .host(to.host())
                        .port(to.port())
                        .path(new RawTarget(target))
                        .build())
                .skipUriEncoding(true);
        Http1ClientRequest out = client.method(req.prologue().method())
                .uri(uri)
                .skipUriEncoding(true)
                .readTimeout(longest);
        Headers in = req.headers();
        Set<String> dropped = dropped(in);
        boolean body = RequestChecks.hasBody(req);
        out.headers((ClientRequestHeaders h) -> {
            for (Header each : in) {
                String name = each.headerName().lowerCase();
                if (!HOP.contains(name) && !OURS.contains(name) && !dropped.contains(name)) {
                    h.set(each);
                }
            }
            h.set(HeaderValues.create(HeaderNames.HOST, req.authority()));
            h.set(HeaderValues.create(FORWARDED_FOR, added.forwardedFor()));
            h.set(HeaderValues.create(HeaderNames.X_FORWARDED_PROTO, added.scheme()));
            h.set(HeaderValues.create(HeaderNames.X_FORWARDED_HOST, req.authority()));
            h.set(HeaderValues.create(DEADLINE, added.deadlineMillis()));
            h.set(HeaderValues.create(LEVEL, added.level()));
            in.contentLength().ifPresent(n -> h.set(HeaderValues.create(HeaderNames.CONTENT_LENGTH, n)));
        });
        if (!body) {
            return out.request();
        }
        return out.outputStream(sink -> {
            try (InputStream from = req.content().inputStream();
                    sink) {
                long total = 0;
                byte[] buffer = new byte[8192];
                for (int n = next(from, buffer); n >= 0; n = next(from, buffer)) {
                    total += n;
                    if (total > mostBody) {
                        throw new BodyTooLarge();
                    }
                    sink.write(buffer, 0, n);
                    sink.flush();
                }
            }
        });
    }

    private int next(InputStream from, byte[] buffer) throws IOException {
        slow.begin();
        try {
            return from.read(buffer);
        } finally {
            slow.end();
        }
    }

    /** A body without a length turned out to be larger than allowed. */
    static final class BodyTooLarge extends IOException {
        private static final long serialVersionUID = 1;

        BodyTooLarge() {
            super("the body is larger than allowed");
        }
    }

    /** Names in Connection are for the connection too. */
    private static Set<String> dropped(Headers in) {
        List<String> named = in.values(HeaderNames.CONNECTION);
        if (named.isEmpty()) {
            return Set.of();
        }
        Set<String> out = new HashSet<>();
        for (String value : named) {
            for (String name : value.split(",", -1)) {
                out.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        out.remove("host"); // naming it there would leave the request without
        return out;
    }

    /** Passes the answer on, each part as it comes; the bytes of its body. */
    long answer(HttpClientResponse from, ServerRequest req, ServerResponse res) throws IOException {
        Status status = from.status();
        res.status(status);
        Headers in = from.headers();
        Set<String> dropped = dropped(in);
        for (Header each : in) {
            String name = each.headerName().lowerCase();
            if (!HOP.contains(name) && !name.equals("content-length") && !dropped.contains(name)) {
                res.headers().add(each);
            }
        }
        long length = in.contentLength().orElse(-1);
        boolean head = req.prologue().method().text().equals("HEAD");
        if (head || status.code() == 204 || status.code() == 304) {
            if (length >= 0 && status.code() != 204) {
                res.headers().set(HeaderValues.create(HeaderNames.CONTENT_LENGTH, length));
            }
            res.send();
            return 0;
        }
        try (InputStream body = from.entity().hasEntity() ? from.inputStream() : InputStream.nullInputStream()) {
            if (length >= 0 && length <= SMALL) {
                byte[] all = body.readNBytes((int) length);
                if (all.length < length) {
                    throw new IOException("the server ended the answer early");
                }
                res.send(all);
                return length;
            }
            if (length >= 0) {
                res.contentLength(length);
            }
            return stream(body, res, length);
        }
    }

    private static long stream(InputStream body, ServerResponse res, long length) throws IOException {
        long total = 0;
        OutputStream out = res.outputStream();
        byte[] buffer = new byte[16384];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            out.write(buffer, 0, n);
            total += n;
            if (length < 0) {
                out.flush(); // somebody may be waiting for just this part
            }
        }
        if (length >= 0 && total < length) {
            throw new IOException("the server ended the answer early");
        }
        out.close();
        return total;
    }
}
