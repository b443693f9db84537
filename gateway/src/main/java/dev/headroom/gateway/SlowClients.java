package dev.headroom.gateway;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Ends connections whose client is too slow: its headers must be there within a time of its first line, and each part of its
 * body within that time of the one before. The server has no such bound of its own. A thread that waits for a client is
 * interrupted, which closes its connection.
 */
final class SlowClients implements Http1ConnectionListener {

    private final long longest;
    private final LongSupplier nanos;
    private final Runnable ended;
    private final ConcurrentMap<Thread, Long> since = new ConcurrentHashMap<>();

    /**
     * A watch over clients.
     *
     * @param nanos monotonic time
     * @param ended runs for each connection that is ended
     */
    SlowClients(Duration longest, LongSupplier nanos, Runnable ended) {
        this.ended = ended;
        this.longest = longest.toNanos();
        this.nanos = nanos;
    }

    /** Reads a part of a body, for which its client gets so long. */
    int read(InputStream from, byte[] into) throws IOException {
        begin();
        try {
            return from.read(into);
        } finally {
            end();
        }
    }

    /** The calling thread begins to wait for its client. */
    private void begin() {
        since.put(Thread.currentThread(), nanos.getAsLong());
    }

    /** It got what it waited for. */
    private void end() {
        since.remove(Thread.currentThread());
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        begin();
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        end();
    }

    /** Ends what has waited for too long; to be called now and then. */
    void sweep() {
        long now = nanos.getAsLong();
        since.forEach((thread, begun) -> {
            if (!thread.isAlive()) {
                since.remove(thread, begun);
            } else if (now - begun > longest && since.remove(thread, begun)) {
                thread.interrupt();
                ended.run();
            }
        });
    }
}
