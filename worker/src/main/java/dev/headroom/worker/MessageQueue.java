package dev.headroom.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where messages come from. A message is delivered at least once: whoever receives it holds it for a while, and if it is not
 * acknowledged by then, it is delivered again, perhaps to another. The order of messages means nothing.
 *
 * <p>Thread-safe; several workers may share a queue. No method takes much longer than ten seconds, but for the wait of
 * {@link #receive}. Failures are results.
 */
public interface MessageQueue {

    /** The most messages of one call. */
    int MOST = 10;

    /** What came of asking for messages. */
    sealed interface Received {
        /** What there was, perhaps nothing. */
        record Messages(List<Message> messages) implements Received {
            public Messages {
                messages = List.copyOf(messages);
            }
        }

        /** The queue did not answer as it should. */
        record Unreachable(String why) implements Received {}
    }

    /**
     * How full a queue is; approximate where the queue says so.
     *
     * @param visible messages that wait
     * @param held messages that somebody has received and not acknowledged yet
     * @param dead messages put aside; −1 if not known
     */
    record Depth(long visible, long held, long dead) {}

    /**
     * Takes messages, and holds them.
     *
     * @param most 1 to {@link #MOST}
     * @param wait how long to wait for the first one, up to 20 s
     * @param visibility how long they are held, positive
     */
    Received receive(int most, Duration wait, Duration visibility) throws InterruptedException;

    /**
     * Says that messages are done with; they are not delivered again.
     *
     * @param messages up to {@link #MOST}
     * @return why, for each that was not acknowledged; those are delivered again. It is no failure if a message is gone already
     */
    Map<Message, String> acknowledge(List<Message> messages);

    /**
     * Holds messages for another while from now on.
     *
     * @param messages up to {@link #MOST}
     * @param visibility how long; zero gives them back at once
     * @return why, for each that is not held (any more)
     */
    Map<Message, String> hold(List<Message> messages, Duration visibility);

    /**
     * Puts a message aside for people to look at, and acknowledges it. If that fails halfway it may be put aside twice, never
     * lost.
     *
     * @param reason a sentence that goes with it
     * @return why it could not be put aside; empty if it was
     */
    Optional<String> bury(Message message, String reason);

    /** How full it is; empty if it cannot be said now. */
    Optional<Depth> depth();
}
