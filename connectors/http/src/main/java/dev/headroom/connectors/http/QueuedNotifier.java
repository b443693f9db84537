package dev.headroom.connectors.http;

import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.model.Advice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells people, without ever making a loop wait: what is told goes through a bounded queue to a thread that delivers it. What
 * finds no room is dropped and counted. A condition is told once while it stands: again only when it has become graver, or
 * after nobody has mentioned it for a quarter of an hour.
 *
 * <p>Thread-safe.
 */
public final class QueuedNotifier implements Notifier, AutoCloseable {

    private static final System.Logger LOG = System.getLogger("dev.headroom.notify");
    private static final Duration OVER = Duration.ofMinutes(15);
    private static final int MOST_CONDITIONS = 10_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /**
     * How often things happened since it was opened.
     *
     * @param told handed to the queue
     * @param dropped for want of room
     * @param delivered arrived
     * @param failed not delivered after all tries
     */
    public record Counts(long told, long dropped, long delivered, long failed) {}

    /** Wakes the thread when all is told. */
    private static final Notice LAST = new Notice(Instant.EPOCH, "", Advice.Severity.INFO, "", "");

    private record Condition(String workload, String key) {}

    private record Standing(Advice.Severity severity, Instant last) {}

    private final String name;
    private final NoticeSink sink;
    private final Advice.Severity least;
    private final InstantSource clock;
    private final BlockingQueue<Notice> queue;
    private final Thread thread;
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Map<Condition, Standing> standing = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Condition, Standing> eldest) {
            return size() > MOST_CONDITIONS;
        }
    };
    private volatile boolean closed;

    /**
     * Begins to deliver.
     *
     * @param name in the spec
     * @param least what is less grave is not told
     * @param places in the queue
     */
    QueuedNotifier(String name, NoticeSink sink, Advice.Severity least, int places, InstantSource clock) {
        this.name = name;
        this.sink = sink;
        this.least = least;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(places);
        this.thread = Thread.ofVirtual().name("notify-" + name).start(this::deliver);
    }

    @Override
    public void send(String workload, Advice advice) {
        Notice notice = Notice.of(workload, advice, clock.instant());
        if (closed || notice.severity().compareTo(least) < 0 || !isNew(notice)) {
            return;
        }
        if (queue.offer(notice)) {
            told.incrementAndGet();
        } else {
            dropped.incrementAndGet();
        }
    }

    private boolean isNew(Notice notice) {
        synchronized (standing) {
            Condition condition = new Condition(notice.workload(), notice.key());
            Standing before = standing.get(condition);
            boolean fresh = before == null
                    || !notice.at().isBefore(before.last().plus(OVER))
                    || notice.severity().compareTo(before.severity()) > 0;
            Advice.Severity gravest = fresh || before == null ? notice.severity() : before.severity();
            standing.put(condition, new Standing(gravest, notice.at()));
            return fresh;
        }
    }

    private void deliver() {
        try {
            while (true) {
                Notice notice = queue.poll(closed ? 0 : Long.MAX_VALUE, TimeUnit.NANOSECONDS);
                if (notice == null) {
                    return;
                }
                if (notice.equals(LAST)) {
                    continue;
                }
                Optional<String> why;
                try {
                    why = sink.deliver(notice);
                } catch (RuntimeException e) {
                    why = Optional.of(e.toString());
                }
                if (why.isEmpty()) {
                    delivered.incrementAndGet();
                } else {
                    failed.incrementAndGet();
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "notify '" + name + "' did not deliver '" + notice.key() + "' of " + notice.workload()
                                    + ": " + why.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often things happened. */
    public Counts counts() {
        return new Counts(told.get(), dropped.get(), delivered.get(), failed.get());
    }

    /** Delivers what is waiting, for a few seconds at most, and ends. */
    @Override
    public void close() {
        closed = true;
        try {
            // One that waits for a notice is woken by one; what is being delivered is not disturbed.
            queue.offer(LAST);
            if (!thread.join(LAST_WORDS)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }
}
