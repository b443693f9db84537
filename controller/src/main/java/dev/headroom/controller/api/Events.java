package dev.headroom.controller.api;

import dev.headroom.controller.Console;
import dev.headroom.controller.Console.Event;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.sse.SseEvent;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes on to many clients what a controller tells. The loops only leave their events in a bounded queue; a thread of its own
 * writes each once and leaves it in the queue of each client. A client whose queue is full is dropped: it connects again and
 * reads the present state, so nothing is lost but the way there.
 */
final class Events implements AutoCloseable {

    private static final int MOST_WAITING = 8192;
    private static final int MOST_WAITING_PER_CLIENT = 1024;

    private final BlockingQueue<Event> told = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Set<Subscription> clients = ConcurrentHashMap.newKeySet();
    private final Semaphore places;
    private final Runnable end;
    private final Thread writer;

    Events(Console console, int mostClients) {
        places = new Semaphore(mostClients);
        end = console.subscribe(this::tell);
        writer = Thread.ofVirtual().name("api-events").start(this::passOn);
    }

    /** Called by the loops: never waits. */
    private void tell(Event event) {
        if (!clients.isEmpty() && !told.offer(event)) {
            // Whoever listens has missed something and must look anew.
            clients.forEach(Subscription::close);
        }
    }

    private void passOn() {
        try {
            while (true) {
                SseEvent written = written(told.take());
                for (Subscription client : clients) {
                    if (!client.queue.offer(written)) {
                        client.close();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SseEvent written(Event event) {
        return switch (event) {
            case Event.Turn t -> event("turn", Shown.of(t.workload()));
            case Event.Told t ->
                event("told", new Views.ToldView(t.at(), t.workload(), Shown.word(t.severity()), t.text()));
            case Event.Changed c -> event("changed", Shown.of(c.change()));
        };
    }

    /** An event with a value as JSON. */
    static SseEvent event(String name, Object value) {
        return SseEvent.builder()
                .name(name)
                .mediaType(MediaTypes.APPLICATION_JSON)
                .data((Object) Json.bytes(value))
                .build();
    }

    /**
     * Begins to listen.
     *
     * @throws Problem if too many do already
     */
    Subscription subscribe() {
        if (!places.tryAcquire()) {
            throw Problem.unavailable("too many clients listen to events already; try again later");
        }
        Subscription client = new Subscription();
        clients.add(client);
        return client;
    }

    /** How many clients listen. */
    int clients() {
        return clients.size();
    }

    @Override
    public void close() {
        end.run();
        writer.interrupt();
        clients.forEach(Subscription::close);
    }

    /** What one client has yet to be told. */
    final class Subscription implements AutoCloseable {
        private final BlockingQueue<SseEvent> queue = new ArrayBlockingQueue<>(MOST_WAITING_PER_CLIENT);
        private volatile boolean closed;

        private Subscription() {}

        /** Waits for the next event; null when none came in time. */
        @Nullable
        SseEvent next(long millis) throws InterruptedException {
            return queue.poll(millis, TimeUnit.MILLISECONDS);
        }

        boolean isClosed() {
            return closed;
        }

        /** Ends it; what waits is dropped. */
        @Override
        public void close() {
            if (clients.remove(this)) {
                closed = true;
                queue.clear();
                places.release();
            }
        }
    }
}
