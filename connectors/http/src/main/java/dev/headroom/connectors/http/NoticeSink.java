package dev.headroom.connectors.http;

import java.util.Optional;

/** Where notices go in the end. It may block for as long as its time-out says. */
public interface NoticeSink extends AutoCloseable {
    /** Delivers a notice; why not, as a sentence without a full stop, or empty when it did. */
    Optional<String> deliver(Notice notice);

    @Override
    default void close() {}
}
