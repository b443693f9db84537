package dev.headroom.worker;

import dev.headroom.guard.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Tells the queue what became of messages, ten at a time. Every method is called by who has settled them, and takes them off
 * the list of those that are held when the queue knows.
 */
final class Settling {
    private static final int PARALLEL = 8;
    private static final Backoff BACKOFF = new Backoff(4, Duration.ofMillis(200), Duration.ofSeconds(2), 2, 0.2);

    private final MessageQueue queue;
    private final Leases leases;
    private final ExecutorService executor;
    private final WorkerMetrics metrics;
    private final WorkerSettings.Trying trying;
    private final LongSupplier nanos;
    private final Semaphore parallel = new Semaphore(PARALLEL);

    Settling(
            MessageQueue queue,
            Leases leases,
            ExecutorService executor,
            WorkerMetrics metrics,
            WorkerSettings.Trying trying,
            LongSupplier nanos) {
        this.queue = queue;
        this.leases = leases;
        this.executor = executor;
        this.metrics = metrics;
        this.trying = trying;
        this.nanos = nanos;
    }

    /** They are done; acknowledged by and by. */
    void done(List<Held> all) {
        for (List<Held> some : tens(all)) {
            try {
                executor.execute(() -> acknowledge(some));
            } catch (RejectedExecutionException e) {
                some.forEach(this::lost); // the worker has ended meanwhile
            }
        }
    }

    private void acknowledge(List<Held> some) {
        List<Held> open = new ArrayList<>(some);
        try {
            parallel.acquire();
            try {
                for (int times = 1; !open.isEmpty(); times++) {
                    Map<Message, String> failed = queue.acknowledge(messages(open));
                    List<Held> again = new ArrayList<>();
                    for (Held held : open) {
                        if (failed.containsKey(held.message())) {
                            again.add(held);
                        } else {
                            metrics.done(nanos.getAsLong() - held.since());
                            leases.remove(held);
                        }
                    }
                    open = again;
                    if (open.isEmpty() || times == BACKOFF.attempts()) {
                        break;
                    }
                    Thread.sleep(Pause.after(times, BACKOFF));
                }
                open.forEach(held -> Log.warn("message " + held.message().id() + " is done but comes again: the queue"
                        + " did not take the acknowledgement"));
            } finally {
                parallel.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.forEach(this::lost);
        }
    }

    private void lost(Held held) {
        metrics.lost();
        leases.remove(held);
    }

    /** They go back to the queue, and are delivered again after a delay. */
    void giveBack(List<Held> all, Duration delay) {
        for (List<Held> some : tens(all)) {
            Map<Message, String> failed = queue.hold(messages(some), delay);
            for (Held held : some) {
                if (failed.containsKey(held.message())) {
                    // It comes back by itself, later.
                    metrics.queueFailed();
                }
                metrics.returned();
                leases.remove(held);
            }
        }
    }

    /** It goes to the dead letters. */
    void bury(Held held, String reason) {
        Optional<String> failed = queue.bury(held.message(), reason);
        if (failed.isPresent()) {
            metrics.queueFailed();
            Log.warn("message " + held.message().id() + " cannot be put aside (" + failed.get() + "): " + reason);
            giveBack(List.of(held), Pause.after(held.message().receives(), trying.backoff()));
            return;
        }
        Log.warn("message " + held.message().id() + " is put aside: " + reason);
        metrics.buried();
        leases.remove(held);
    }

    /** It failed: it is tried again later, or goes to the dead letters if it has been tried often enough. */
    void failed(Held held, String why) {
        int tries = held.message().receives();
        if (tries >= trying.backoff().attempts()) {
            bury(held, why + (tries == 1 ? "" : " (tried " + tries + " times)"));
        } else {
            Log.info("message " + held.message().id() + " is tried again later: " + why);
            giveBack(List.of(held), Pause.after(tries, trying.backoff()));
        }
    }

    private static List<Message> messages(List<Held> some) {
        return some.stream().map(Held::message).toList();
    }

    private static List<List<Held>> tens(List<Held> all) {
        List<List<Held>> tens = new ArrayList<>();
        for (int i = 0; i < all.size(); i += MessageQueue.MOST) {
            tens.add(List.copyOf(all.subList(i, Math.min(all.size(), i + MessageQueue.MOST))));
        }
        return tens;
    }
}
