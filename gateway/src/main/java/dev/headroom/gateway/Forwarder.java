package dev.headroom.gateway;

import dev.headroom.guard.Deadline;
import dev.headroom.guard.Degradation;
import dev.headroom.guard.Job;
import io.helidon.common.uri.UriInfo;
import io.helidon.http.ClientRequestHeaders;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Method;
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

/** One exchange with a server: the request as it came, without what was meant for the connection, and the answer as it comes. */
final class Forwarder {

    private static final HeaderName DEADLINE = HeaderNames.create(Deadline.HEADER);
    private static final HeaderName LEVEL = HeaderNames.create(Degradation.HEADER);
    private static final HeaderName FORWARDED_FOR = HeaderNames.X_FORWARDED_FOR;
    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
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
        Http1ClientRequest out = to(to, req.prologue().method(), target, longest);
        Headers in = req.headers();
        boolean body = RequestChecks.hasBody(req);
        out.headers((ClientRequestHeaders h) -> {
            PassedHeaders.ofRequest(in).forEach(h::set);
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
                for (int n = slow.read(from, buffer); n >= 0; n = slow.read(from, buffer)) {
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

    /** Sends a queued request; the answer's head is there when it returns. */
    HttpClientResponse send(Job job, Replica to, Duration longest, int level) {
        Http1ClientRequest out =
                to(to, Method.create(job.request().method()), job.request().target(), longest);
        out.headers((ClientRequestHeaders h) -> {
            PassedHeaders.set(job.request().headers(), h);
            h.set(HeaderValues.create(IDEMPOTENCY_KEY, job.key()));
            h.set(HeaderValues.create(DEADLINE, longest.toMillis()));
            h.set(HeaderValues.create(LEVEL, level));
        });
        return job.request().body().length == 0
                ? out.request()
                : out.submit(job.request().body());
    }

    private Http1ClientRequest to(Replica to, Method method, String target, Duration longest) {
        ClientUri uri = ClientUri.create(UriInfo.builder()
                        .scheme("http")
                        .host(to.host())
                        .port(to.port())
                        .path(new RawTarget(target))
                        .build())
                .skipUriEncoding(true);
        return client.method(method).uri(uri).skipUriEncoding(true).readTimeout(longest);
    }

    /** A body without a length turned out to be larger than allowed. */
    static final class BodyTooLarge extends IOException {
        private static final long serialVersionUID = 1;

        BodyTooLarge() {
            super("the body is larger than allowed");
        }
    }

    /** Passes the answer on, each part as it comes; the bytes of its body. */
    long answer(HttpClientResponse from, ServerRequest req, ServerResponse res) throws IOException {
        Status status = from.status();
        res.status(status);
        Headers in = from.headers();
        PassedHeaders.ofAnswer(in).forEach(res.headers()::add);
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
