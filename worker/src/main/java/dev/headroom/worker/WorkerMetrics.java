package dev.headroom.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells about itself; docs/operate/worker.md lists the names. In Prometheus' form they begin with {@code
 * headroom_worker_}.
 */
final class WorkerMetrics {
    private static final String PREFIX = "headroom.worker.";

    private final MeterRegistry registry;
    private final Counter received;
    private final Counter redelivered;
    private final Counter done;
    private final Counter returned;
    private final Counter buried;
    private final Counter lost;
    private final Counter holdFailures;
    private final Counter queueFailures;
    private final Counter bulkFailures;
    private final Counter rejected;
    private final Timer bulk;
    private final DistributionSummary bulkItems;
    private final Timer age;
    private final Timer whole;
    private final Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
    private final AtomicReference<MessageQueue.@Nullable Depth> depth = new AtomicReference<>();

    WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        received = counter("received", "Messages received.");
        redelivered = counter("redelivered", "Messages received that had been received before.");
        done = outcome("done");
        returned = outcome("returned");
        buried = outcome("buried");
        lost = outcome("lost");
        holdFailures =
                counter("hold.failures", "Messages that could not be held any longer while they were worked on.");
        queueFailures = counter("queue.failures", "Calls that the queue did not answer as it should.");
        bulkFailures = counter("bulk.failures", "Bulks that the sink failed at.");
        rejected = counter("items.rejected", "Items that the sink did not take while it took others of their bulk.");
        bulk = timer("bulk", "Time of a bulk that was written.");
        bulkItems = DistributionSummary.builder(PREFIX + "bulk.items")
                .description("Items of a bulk that was written.")
                .register(registry);
        age = timer("received.age", "Age of messages when they were received.");
        whole = timer("message", "Time from a message's receipt to its acknowledgement.");
        depth("visible", MessageQueue.Depth::visible);
        depth("held", MessageQueue.Depth::held);
        depth("dead", MessageQueue.Depth::dead);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private Counter outcome(String outcome) {
        return Counter.builder(PREFIX + "messages")
                .description("Messages that this worker ended with.")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(PREFIX + name).description(description).register(registry);
    }

    private void depth(String state, java.util.function.ToLongFunction<MessageQueue.Depth> part) {
        gauge("queue.messages", "Messages in the queue.", state, () -> {
            MessageQueue.Depth last = depth.get();
            return last == null || part.applyAsLong(last) < 0 ? Double.NaN : part.applyAsLong(last);
        });
    }

    private void gauge(String name, String description, String state, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value)
                .description(description)
                .tag("state", state)
                .register(registry);
    }

    /** A number that is looked up when it is asked for. */
    void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value).description(description).register(registry);
    }

    /** How long a stage took, and how it ended. */
    Stages stage(String name) {
        AtomicInteger running = inside.computeIfAbsent(name, n -> new AtomicInteger());
        Gauge.builder(PREFIX + "stage.in.flight", running, AtomicInteger::get)
                .description("Messages in a stage.")
                .tag("stage", name)
                .register(registry);
        return new Stages(
                Timer.builder(PREFIX + "stage")
                        .description("Time of a message in a stage, without waiting for it.")
                        .tag("stage", name)
                        .register(registry),
                Counter.builder(PREFIX + "stage.errors")
                        .description("Messages that failed in a stage.")
                        .tag("stage", name)
                        .register(registry),
                running);
    }

    /** The meters of one stage. */
    record Stages(Timer time, Counter errors, AtomicInteger running) {}

    void received(Message message, Instant now) {
        received.increment();
        if (message.receives() > 1) {
            redelivered.increment();
        }
        if (message.sent() != null && message.sent().isBefore(now)) {
            age.record(Duration.between(message.sent(), now));
        }
    }

    void done(long nanos) {
        done.increment();
        whole.record(Duration.ofNanos(nanos));
    }

    void returned() {
        returned.increment();
    }

    void buried() {
        buried.increment();
    }

    void lost() {
        lost.increment();
    }

    void holdFailed() {
        holdFailures.increment();
    }

    void queueFailed() {
        queueFailures.increment();
    }

    void bulkFailed() {
        bulkFailures.increment();
    }

    void rejected() {
        rejected.increment();
    }

    void bulkWritten(int items, long nanos) {
        bulk.record(Duration.ofNanos(nanos));
        bulkItems.record(items);
    }

    void depth(MessageQueue.Depth now) {
        depth.set(now);
    }

    Summary summary() {
        return new Summary(
                (long) received.count(),
                (long) redelivered.count(),
                (long) done.count(),
                (long) returned.count(),
                (long) buried.count(),
                (long) lost.count());
    }
}
