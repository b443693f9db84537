package dev.headroom.worker;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker as the only thing a process does: it runs until the process is asked to end, or its machine is taken away. */
public final class WorkerProcess {
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    /** What the process has to end in when the worker has: of a spot notice so much is left. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    private WorkerProcess() {}

    /**
     * Starts a worker, and returns when it has ended: after SIGTERM or SIGINT, or when the machine is about to be taken away.
     *
     * @param within how long it may take to end after a signal; below the time after which the process is killed
     * @param spot where to ask for notices; null not to
     * @param resources closed when the worker has ended, in this order, and before the process ends
     */
    public static Summary run(
            Worker<?> worker, Duration within, @Nullable URI spot, InstantSource time, AutoCloseable... resources)
            throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().name("worker-end").unstarted(() -> {
            drain(worker, within, "asked to end");
            await(closed);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        worker.start();
        Thread watch = spot == null
                ? Thread.ofVirtual().unstarted(() -> {})
                : Thread.ofVirtual().name("worker-spot").start(() -> watch(worker, spot, time));
        try {
            return worker.await();
        } finally {
            watch.interrupt();
            close(List.of(resources));
            closed.countDown();
        }
    }

    private static void close(List<AutoCloseable> resources) {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                Log.warn("cannot be closed: " + e);
            }
        }
    }

    private static void await(CountDownLatch closed) {
        try {
            if (!closed.await(SPARE.toSeconds(), TimeUnit.SECONDS)) {
                Log.warn("not everything was closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void watch(Worker<?> worker, URI address, InstantSource time) {
        try (SpotNotice notice = new SpotNotice(address)) {
            while (worker.state() == Worker.State.RUNNING) {
                Instant end = notice.ask().orElse(null);
                if (end != null) {
                    Duration left = Duration.between(time.instant(), end).minus(SPARE);
                    drain(worker, left.isNegative() ? Duration.ZERO : left, "the machine is taken away at " + end);
                    return;
                }
                Thread.sleep(ASK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drain(Worker<?> worker, Duration within, String why) {
        try {
            Log.info("draining within " + within.toSeconds() + " s: " + why);
            worker.drain(within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
