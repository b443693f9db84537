package dev.headroom.gateway;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An answer of the gateway itself that is none of an upstream: a problem document (RFC 9457) in JSON. */
record Problem(int status, String title, String detail, Duration retryAfter, boolean close) {

    private static final HeaderName RETRY_AFTER = HeaderNames.RETRY_AFTER;

    static Problem bad(String detail) {
        return new Problem(400, "Bad Request", detail, Duration.ZERO, true);
    }

    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, Duration.ZERO, false);
    }

    /** With the time after which to come again. */
    Problem after(Duration time) {
        return new Problem(status, title, detail, time, close);
    }

    /** The same as an answer to a request: HTTP/2 has no connection that one request could close. */
    Problem to(ServerRequest req) {
        return RequestChecks.isHttp2(req) ? new Problem(status, title, detail, retryAfter, false) : this;
    }

    /** Sends it, unless something has been sent already. */
    void send(ServerResponse res) {
        res.status(Status.create(status, title));
        res.header(HeaderNames.CONTENT_TYPE, "application/problem+json");
        if (!retryAfter.isZero()) {
            res.header(RETRY_AFTER, Long.toString(seconds(retryAfter)));
        }
        if (close) {
            res.header(HeaderNames.CONNECTION, "close");
        }
        res.send(json().getBytes(StandardCharsets.UTF_8));
    }

    /** The document. The texts are ours: none holds a quote or anything of the request. */
    String json() {
        return "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail
                + "\"}\n";
    }

    /** Whole seconds, rounded up, at least one. */
    static long seconds(Duration time) {
        return Math.max(1, (time.toMillis() + 999) / 1000);
    }
}
