package dev.headroom.gateway;

import org.jspecify.annotations.Nullable;

/** What is known of a request when it has ended, for the access log. Written by the thread that handles the request. */
final class Told {

    private String client = "";
    private @Nullable Route route;
    private @Nullable String server;
    private @Nullable String reason;
    private @Nullable String path;
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

    /** What follows this in the path is not to be seen. */
    void hide(String after) {
        path = after + "/…";
    }

    /** The path to be shown; null for the one of the request. */
    @Nullable
    String path() {
        return path;
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
