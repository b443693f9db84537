package dev.headroom.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The real time; everything is done on a virtual thread of its own. */
public final class LiveTiming implements Timing, AutoCloseable {

    private final ScheduledThreadPoolExecutor clock;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("headroom-", 0).factory());
    private final Consumer<Throwable> failed;

    /** @param failed is told of what a task throws, which no task should */
    public LiveTiming(Consumer<Throwable> failed) {
        this.failed = failed;
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("headroom-clock").daemon().factory());
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Pending after(Duration delay, Runnable task) {
        try {
            Future<?> timer = clock.schedule(() -> begin(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public void run(Runnable task) {
        begin(task);
    }

    private void begin(Runnable task) {
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } catch (Throwable e) {
                    failed.accept(e);
                }
            });
        } catch (RejectedExecutionException closed) {
            // Nothing begins after the end.
            return;
        }
    }

    /** Nothing begins any more, and what goes on is interrupted. */
    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdownNow();
    }
}
