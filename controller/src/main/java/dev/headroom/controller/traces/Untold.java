package dev.headroom.controller.traces;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Takes what OpenTelemetry would print about its own troubles, and makes one sentence of it: told when traces cannot be sent,
 * and once an hour while that lasts. What is no trouble is dropped.
 */
final class Untold extends Handler {

    private static final long AGAIN_MILLIS = 3_600_000;
    private static final int MOST = 300;

    /** Kept, since a logger that nobody holds forgets who handles it. */
    private static final Logger SPEAKER = Logger.getLogger("io.opentelemetry");

    private final String where;
    private final Consumer<String> tell;
    private long told = Long.MIN_VALUE;

    private Untold(String where, Consumer<String> tell) {
        this.where = where;
        this.tell = tell;
    }

    /**
     * From now on nothing of it is printed.
     *
     * @param where traces are sent
     * @return ends the telling; what the exporter still has to say of its last try is not printed either
     */
    static Runnable instead(String where, Consumer<String> tell) {
        Untold handler = new Untold(where, tell);
        SPEAKER.setUseParentHandlers(false);
        SPEAKER.addHandler(handler);
        return () -> SPEAKER.removeHandler(handler);
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() < Level.WARNING.intValue()) {
            return;
        }
        synchronized (this) {
            if (told != Long.MIN_VALUE && entry.getMillis() - told < AGAIN_MILLIS) {
                return;
            }
            told = entry.getMillis();
        }
        Throwable thrown = entry.getThrown();
        String why = entry.getMessage() + (thrown == null ? "" : ": " + thrown);
        String flat = why.strip().replaceAll("\\s*\\R\\s*", "; ");
        tell.accept("traces cannot be sent to " + where + ", and are dropped until they can; the exporter says: "
                + (flat.length() <= MOST ? flat : flat.substring(0, MOST) + "…"));
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
