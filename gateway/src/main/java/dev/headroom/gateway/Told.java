package dev.headroom.gateway;

import org.jspecify.annotations.Nullable;

/** What is known of a request when it has ended, for the access log. Written by the thread that handles the request. */
final class Told {

    private String client = "";
    private @Nullable Route route;
    private @Nullable String server;
    private @Nullable String reason;
    private long bytes;

    void client(String address) {
        client = address;
    }

    void route(Route of) {
        route = of;
    }

    /** The server that it was sent to last. */
    void server(Replica to) {
        server = to.authority();
    }

    /** Why it was not forwarded, or not answered well: a word as in the metric of rejections. */
    void reason(String word) {
        reason = word;
    }

    /** So many bytes of body were sent back. */
    void bytes(long count) {
        bytes = count;
    }

    String client() {
        return client;
    }

    @Nullable
    Route route() {
        return route;
    }

    @Nullable
    String server() {
        return server;
    }

    @Nullable
    String reason() {
        return reason;
    }

    long bytes() {
        return bytes;
    }
}
