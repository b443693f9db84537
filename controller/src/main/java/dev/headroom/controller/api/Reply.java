package dev.headroom.controller.api;

import java.util.Map;

/** What is answered to a request. */
sealed interface Reply {

    /** A value as JSON, with status 200. */
    record Document(Object value) implements Reply {}

    /** Bytes as they are, with status 200. */
    record Content(String media, byte[] bytes, Map<String, String> headers) implements Reply {
        Content(String media, byte[] bytes) {
            this(media, bytes, Map.of());
        }
    }

    /** Events as they happen, until the client goes. */
    record Live(Events.Subscription events) implements Reply {}
}
