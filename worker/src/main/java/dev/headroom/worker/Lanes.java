package dev.headroom.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs stages: CPU stages on one pool for the whole worker, the others on virtual threads, each with at most so many messages
 * in it, and all together within the memory bound. First come, first served.
 */
final class Lanes implements AutoCloseable {
    private static final long UNIT = 1024;

    /** The message was settled by somebody else before its next stage began. */
    static final class TakenAway extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** A stage failed; the cause says how. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        private final String stage;

        private Failed(String stage, Throwable cause) {
            super(stage, cause);
            this.stage = stage;
        }

        boolean forGood() {
            return getCause() instanceof Refused;
        }

        /** The stage and what went wrong, for people. */
        String why() {
            Throwable cause = getCause();
            if (cause instanceof Refused || cause instanceof TimeoutException) {
                return stage + ": " + cause.getMessage();
            }
            String text = cause == null ? "failed" : cause.toString();
            return stage + ": " + text.replaceFirst("^(?:[a-z_][A-Za-z0-9_]*\\.)+", "");
        }
    }

    private record Lane(Stage<Object, Object> stage, Semaphore places, WorkerMetrics.Stages metrics) {}

    private final List<Lane> lanes = new ArrayList<>();
    private final ExecutorService pool;
    private final Semaphore memory;
    private final long units;

    Lanes(List<Stage<?, ?>> stages, WorkerSettings settings, WorkerMetrics metrics) {
        for (Stage<?, ?> stage : stages) {
            @SuppressWarnings("unchecked") // the pipeline was put together with fitting types
            Stage<Object, Object> any = (Stage<Object, Object>) stage;
            lanes.add(new Lane(any, new Semaphore(parallelism(stage, settings), true), metrics.stage(stage.name())));
        }
        pool = Executors.newFixedThreadPool(
                settings.cores(),
                Thread.ofPlatform().name("worker-cpu-", 0).daemon().factory());
        units = Math.min(Integer.MAX_VALUE, settings.memoryBytes() / UNIT);
        memory = new Semaphore((int) units, true);
        metrics.gauge("memory.reserved.bytes", "Memory that stages need now.", this::reserved);
        metrics.gauge("memory.limit.bytes", "Memory that stages may need together.", () -> units * UNIT);
    }

    static int parallelism(Stage<?, ?> stage, WorkerSettings settings) {
        return stage.kind() == Stage.Kind.CPU
                ? stage.parallelism() == 0 ? settings.cores() : Math.min(stage.parallelism(), settings.cores())
                : stage.parallelism();
    }

    private long reserved() {
        return (units - memory.availablePermits()) * UNIT;
    }

    int count() {
        return lanes.size();
    }

    /** Runs one stage on a message. */
    Object run(int index, Object input, Held held, Work work) throws InterruptedException, TakenAway, Failed {
        Lane lane = lanes.get(index);
        Stage<Object, Object> stage = lane.stage;
        int need = need(stage, input);
        lane.places.acquire();
        try {
            memory.acquire(need);
        } catch (InterruptedException e) {
            lane.places.release();
            throw e;
        }
        if (!held.work()) {
            memory.release(need);
            lane.places.release();
            throw new TakenAway();
        }
        Attempt attempt = new Attempt(lane, input, work, need);
        if (stage.kind() == Stage.Kind.CPU) {
            pool.execute(attempt);
        } else {
            Thread.ofVirtual().name("worker-" + stage.name()).start(attempt);
        }
        try {
            return attempt.result.get(stage.within().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new Failed(stage.name(), e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            attempt.abandon();
            throw new Failed(stage.name(), new TimeoutException("took longer than " + text(stage.within())));
        } catch (InterruptedException e) {
            attempt.abandon();
            throw e;
        }
    }

    private int need(Stage<Object, Object> stage, Object input) throws Failed {
        long bytes;
        try {
            bytes = stage.bytes().applyAsLong(input);
        } catch (RuntimeException e) {
            throw new Failed(stage.name(), e);
        }
        long need = Math.ceilDiv(Math.max(0, bytes), UNIT);
        if (need > units) {
            throw new Failed(
                    stage.name(),
                    new Refused("needs about " + (bytes >> 20) + " MiB, more than the " + ((units * UNIT) >> 20)
                            + " MiB this worker allows"));
        }
        return (int) need;
    }

    private static String text(Duration span) {
        return span.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    /** One message in one stage; its place and memory are free again when it has really ended. */
    private final class Attempt implements Runnable {
        private final Lane lane;
        private final Object input;
        private final Work work;
        private final int need;
        private final CompletableFuture<Object> result = new CompletableFuture<>();
        private @Nullable Thread thread;
        private boolean abandoned;

        Attempt(Lane lane, Object input, Work work, int need) {
            this.lane = lane;
            this.input = input;
            this.work = work;
            this.need = need;
        }

        @Override
        public void run() {
            try {
                if (begin()) {
                    measured();
                }
            } finally {
                end();
                memory.release(need);
                lane.places.release();
            }
        }

        private void measured() {
            long began = System.nanoTime();
            lane.metrics.running().incrementAndGet();
            try {
                result.complete(Objects.requireNonNull(lane.stage.step().apply(input, work), "nothing came out of it"));
            } catch (Throwable e) { // also an OutOfMemoryError or a StackOverflowError over one file
                lane.metrics.errors().increment();
                result.completeExceptionally(e);
            } finally {
                lane.metrics.running().decrementAndGet();
                lane.metrics.time().record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            }
        }

        private synchronized boolean begin() {
            thread = Thread.currentThread();
            return !abandoned;
        }

        private synchronized void end() {
            thread = null;
            // An interruption that came too late is not the next message's.
            Thread.interrupted();
        }

        synchronized void abandon() {
            abandoned = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Ends the pool; what still runs in it is interrupted. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
