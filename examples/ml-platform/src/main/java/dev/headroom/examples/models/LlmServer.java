package dev.headroom.examples.models;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Streams tokens as server-sent events, and tells how much of its graphics card's memory is in use. */
final class LlmServer extends Service {

    /** Tokens of an answer. */
    static final int TOKENS = 30;

    private static final long MEMORY = 80_000_000_000L;
    private static final long PATIENCE = 50;

    private volatile long percent = 50;
    private volatile CountDownLatch read = new CountDownLatch(0);

    LlmServer(int port) throws IOException {
        super(port);
    }

    /** How much of the memory is in use from now on. */
    void memory(long inUse) {
        percent = inUse;
    }

    /** Lets the next answer wait after its first token until {@link #wasRead}. */
    void wait(boolean forReader) {
        read = new CountDownLatch(forReader ? 1 : 0);
    }

    /** The first token has come to the caller. */
    void wasRead() {
        read.countDown();
    }

    @Override
    void answer(HttpExchange exchange) throws Exception {
        if (exchange.getRequestURI().getPath().equals("/metrics")) {
            send(
                    exchange,
                    200,
                    "gpu_memory_used_bytes{gpu=\"0\"} " + MEMORY / 100 * percent
                            + "\ngpu_memory_total_bytes{gpu=\"0\"} " + MEMORY + "\n");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (int i = 0; i < TOKENS; i++) {
            out.write(("data: token" + i + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (!read.await(PATIENCE, TimeUnit.SECONDS)) {
                throw new IOException("nobody reads");
            }
        }
    }
}
