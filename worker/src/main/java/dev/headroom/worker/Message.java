package dev.headroom.worker;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was received.
 *
 * @param id the queue's name for it, the same each time it is received
 * @param body its content
 * @param receipt what it is acknowledged by; another one each time it is received
 * @param receives how often it has been received, this time included; 1 or more
 * @param sent when it was put into the queue; null if the queue does not say
 * @param attributes what else came with it
 */
public record Message(
        String id,
        String body,
        String receipt,
        int receives,
        @Nullable Instant sent,
        Map<String, String> attributes) {

    public Message {
        if (receives < 1) {
            throw new IllegalArgumentException("a received message was received at least once, not " + receives);
        }
        attributes = Map.copyOf(attributes);
    }
}
