package dev.headroom.worker;

import dev.headroom.guard.Backoff;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes messages from a queue, ten at a time and no more than it can work on, puts each through the stages, writes what comes
 * out in bulk, and acknowledges when the sink has confirmed. What it holds is renewed as long as work goes on. What fails is
 * tried again later, and put aside with its reason after some tries. Killed at any point, it loses nothing: what was not
 * acknowledged comes again.
 *
 * <p>Each message has a virtual thread of its own, and waits in it for the places of stages.
 *
 * @param <T> what the sink takes
 */
public final class Worker<T> implements AutoCloseable {

    /** What a worker is doing. */
    public enum State {
        NEW,
        RUNNING,
        /** Takes nothing new, and ends what it has. */
        DRAINING,
        ENDED
    }

    private static final Duration DEPTH_EVERY = Duration.ofSeconds(15);
    private static final Backoff QUEUE_AWAY = new Backoff(2, Duration.ofMillis(200), Duration.ofSeconds(30), 2, 0.2);

    private final MessageQueue queue;
    private final WorkerSettings settings;
    private final InstantSource time;
    private final WorkerMetrics metrics;
    private final Scratch scratch;
    private final Lanes lanes;
    private final Leases leases;
    private final Settling settling;
    private final Bulks<T> bulks;
    private final int inFlight;
    private final Semaphore slots;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Thread> receivers = new ArrayList<>();
    private final List<Thread> writers = new ArrayList<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("worker-", 0).factory());
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("worker-timer").daemon().factory());

    /**
     * A worker that does nothing yet.
     *
     * @param pipeline from a message to the items that the sink is to write for it; none is allowed
     * @param registry where its metrics go
     * @throws IOException if there is no place for temporary files
     */
    public Worker(
            MessageQueue queue,
            Pipeline<List<Item<T>>> pipeline,
            BulkSink<T> sink,
            WorkerSettings settings,
            MeterRegistry registry,
            InstantSource time)
            throws IOException {
        this.queue = queue;
        this.settings = settings;
        this.time = time;
        scratch = Scratch.in(settings.temporary());
        metrics = new WorkerMetrics(registry);
        lanes = new Lanes(pipeline.stages(), settings, metrics);
        WorkerSettings.Trying trying = settings.trying();
        leases = new Leases(queue, settings.receiving().visibility(), trying.longest(), System::nanoTime, metrics);
        settling = new Settling(queue, leases, threads, metrics, trying, System::nanoTime);
        bulks = new Bulks<>(sink, settings, settling, metrics, timer);
        inFlight = settings.receiving().inFlight() > 0
                ? settings.receiving().inFlight()
                : MessageQueue.MOST
                        + pipeline.stages().stream()
                                .mapToInt(stage -> Lanes.parallelism(stage, settings))
                                .sum();
        slots = new Semaphore(inFlight);
        metrics.gauge("in.flight", "Messages that this worker holds.", leases::size);
        metrics.gauge("in.flight.limit", "Messages in stages at most, prefetched ones included.", () -> inFlight);
    }

    /** Begins to work, in threads of its own. */
    public void start() {
        if (!state.compareAndSet(State.NEW, State.RUNNING)) {
            throw new IllegalStateException("a worker is started once");
        }
        every(settings.receiving().visibility().dividedBy(3), this::beat);
        every(DEPTH_EVERY, this::look);
        threads.execute(this::look);
        for (int i = 0; i < settings.bulk().parallelism(); i++) {
            writers.add(Thread.ofVirtual().name("worker-bulk-" + i).start(bulks::write));
        }
        for (int i = 0; i < settings.receiving().receivers(); i++) {
            receivers.add(Thread.ofVirtual().name("worker-receive-" + i).start(this::receive));
        }
    }

    /** What it is doing. */
    public State state() {
        return state.get();
    }

    /** What it has done so far. */
    public Summary summary() {
        return metrics.summary();
    }

    /** Waits until it has ended; somebody else must drain it. */
    public Summary await() throws InterruptedException {
        ended.await();
        return summary();
    }

    private void every(Duration span, Runnable task) {
        long nanos = Math.max(1, span.toNanos());
        var unused = timer.scheduleWithFixedDelay(() -> threads.execute(task), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        queue.depth().ifPresent(metrics::depth);
    }

    private void beat() {
        for (Held held : leases.renew()) {
            settling.failed(
                    held, "not done within " + settings.trying().longest().toSeconds() + " s");
            held.interrupt();
        }
    }

    private void receive() {
        // Waiting until some places are free keeps batches whole.
        int least = Math.max(1, Math.min(MessageQueue.MOST, inFlight / 2));
        int away = 0;
        try {
            while (state.get() == State.RUNNING) {
                slots.acquire(least);
                if (state.get() != State.RUNNING) {
                    slots.release(least);
                    return;
                }
                int most = least;
                while (most < MessageQueue.MOST && slots.tryAcquire()) {
                    most++;
                }
                List<Message> messages = List.of();
                try {
                    switch (queue.receive(
                            most,
                            settings.receiving().poll(),
                            settings.receiving().visibility())) {
                        case MessageQueue.Received.Messages some -> {
                            messages = some.messages();
                            away = 0;
                        }
                        case MessageQueue.Received.Unreachable no -> {
                            metrics.queueFailed();
                            away++;
                            Log.warn("the queue gives no messages, try " + away + ": " + no.why());
                        }
                    }
                } finally {
                    slots.release(most - messages.size());
                }
                messages.forEach(this::take);
                if (away > 0) {
                    Thread.sleep(Pause.after(away, QUEUE_AWAY));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Message message) {
        Held held = leases.add(message);
        metrics.received(message, time.instant());
        if (state.get() != State.RUNNING && held.settleWaiting()) {
            slots.release();
            settling.giveBack(List.of(held), Duration.ZERO);
            return;
        }
        threads.execute(() -> {
            held.by(Thread.currentThread());
            try {
                process(held);
            } finally {
                slots.release();
            }
        });
    }

    private void process(Held held) {
        Message message = held.message();
        if (message.receives() > settings.trying().backoff().attempts()) {
            if (held.settle()) {
                settling.bury(
                        held,
                        "received " + message.receives()
                                + " times and never answered for: the workers that had it died," + " or were too slow");
            }
            return;
        }
        Work work = new Work(message, scratch);
        try {
            Object value = message;
            try {
                for (int i = 0; i < lanes.count(); i++) {
                    value = lanes.run(i, value, held, work);
                }
            } finally {
                work.end();
            }
            @SuppressWarnings("unchecked") // the type of the pipeline says so
            List<Item<T>> items = (List<Item<T>>) value;
            bulks.add(held, items);
        } catch (Lanes.TakenAway e) {
            // Whoever took it has told the queue.
        } catch (Lanes.Failed e) {
            if (held.settle()) {
                if (e.forGood()) {
                    settling.bury(held, e.why());
                } else {
                    settling.failed(held, e.why());
                }
            }
        } catch (InterruptedException e) {
            if (held.settle()) {
                settling.giveBack(List.of(held), Duration.ZERO);
            }
        } catch (RuntimeException e) {
            if (held.settle()) {
                settling.failed(held, e.toString());
            }
        }
    }

    /**
     * Ends the worker: takes nothing new, gives back at once what no stage has begun with, finishes the rest, and gives back
     * what is not finished in time. Returns when it has ended; calling it again waits for the first call.
     *
     * @param within how long that may take; zero gives everything back now
     */
    public Summary drain(Duration within) throws InterruptedException {
        if (state.compareAndSet(State.NEW, State.ENDED)) {
            close(List.of());
            return summary();
        }
        if (!state.compareAndSet(State.RUNNING, State.DRAINING)) {
            return await();
        }
        long end = System.nanoTime() + within.toNanos() - Math.min(within.toNanos() / 10, TimeUnit.SECONDS.toNanos(2));
        settling.giveBack(leases.held().stream().filter(Held::settleWaiting).toList(), Duration.ZERO);
        bulks.hurry();
        slots.release(MessageQueue.MOST * receivers.size()); // receivers that wait for places need not
        try {
            // An answer that is on its way brings messages, which would stay held if nobody took them: so half of the
            // time.
            for (Thread receiver : receivers) {
                if (!joined(receiver, (end - System.nanoTime()) / 2)) {
                    receiver.interrupt();
                    joined(receiver, TimeUnit.SECONDS.toNanos(1));
                }
            }
            leases.awaitNone(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        } finally {
            List<Held> unfinished = leases.held().stream().filter(Held::settle).toList();
            close(unfinished);
        }
        return summary();
    }

    private static boolean joined(Thread thread, long nanos) throws InterruptedException {
        return thread.join(Duration.ofNanos(Math.max(0, nanos)));
    }

    private void close(List<Held> unfinished) {
        settling.giveBack(unfinished, Duration.ZERO);
        unfinished.forEach(Held::interrupt);
        receivers.forEach(Thread::interrupt);
        bulks.close();
        writers.forEach(Thread::interrupt);
        timer.shutdownNow();
        lanes.close();
        threads.shutdownNow();
        scratch.close();
        state.set(State.ENDED);
        ended.countDown();
    }

    /** Ends at once; everything unfinished goes back to the queue. */
    @Override
    public void close() {
        try {
            drain(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
