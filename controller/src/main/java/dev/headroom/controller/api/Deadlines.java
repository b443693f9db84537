package dev.headroom.controller.api;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends what takes a client too long: sending the rest of a request's head, sending its body, taking an answer. A server's own
 * time-out only limits the pause between two bytes, which a client that trickles never exceeds. Interrupting a virtual thread
 * that waits for a socket closes the socket.
 */
final class Deadlines implements Http1ConnectionListener, AutoCloseable {

    private final long patienceNanos;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private static final ThreadLocal<@Nullable Wait> HEAD = new ThreadLocal<>();
    private final Thread watch;

    Deadlines(Duration patience) {
        patienceNanos = patience.toNanos();
        watch = Thread.ofVirtual().name("api-deadlines").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(Duration.ofNanos(patienceNanos / 8));
                long now = System.nanoTime();
                for (Wait wait : waits) {
                    if (now - wait.begin > patienceNanos) {
                        wait.end(true);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        HEAD.set(new Wait());
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        Wait wait = HEAD.get();
        if (wait != null) {
            wait.end(false);
            HEAD.remove();
        }
    }

    /** Does what waits for the client, but not longer than it may take. */
    <T> T within(Supplier<T> transfer) {
        Wait wait = new Wait();
        try {
            return transfer.get();
        } finally {
            wait.end(false);
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }

    /** Something that the present thread waits for. */
    private final class Wait {
        private final Thread thread = Thread.currentThread();
        private final long begin = System.nanoTime();
        private boolean ended;

        Wait() {
            waits.add(this);
        }

        synchronized void end(boolean late) {
            waits.remove(this);
            if (late && !ended) {
                thread.interrupt();
            }
            ended = true;
        }
    }
}
