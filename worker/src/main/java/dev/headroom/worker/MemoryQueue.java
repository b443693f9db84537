package dev.headroom.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A queue in the memory of one process, for tests and for work that may be lost with it. */
public final class MemoryQueue implements MessageQueue {

    /** How often a waiting receiver looks whether a held message has come back. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A message that was put aside. */
    public record Buried(Message message, String reason) {}

    private record Stored(String id, String body, Instant sent, int receives, Map<String, String> attributes) {}

    private record Held(Stored stored, Instant until) {}

    private final InstantSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Stored> visible = new ArrayDeque<>();
    /** By receipt. */
    private final Map<String, Held> held = new LinkedHashMap<>();

    private final List<Buried> buried = new ArrayList<>();
    private long sent;
    private long received;

    /** An empty queue whose messages are held by this time. */
    public MemoryQueue(InstantSource time) {
        this.time = time;
    }

    /** Puts a message in; returns its id. */
    public String send(String body) {
        return send(body, Map.of());
    }

    /** Puts a message with attributes in; returns its id. */
    public String send(String body, Map<String, String> attributes) {
        lock.lock();
        try {
            String id = "m" + ++sent;
            visible.add(new Stored(id, body, time.instant(), 0, Map.copyOf(attributes)));
            arrived.signal();
            return id;
        } finally {
            lock.unlock();
        }
    }

    /** What was put aside, in the order it was. */
    public List<Buried> buried() {
        lock.lock();
        try {
            return List.copyOf(buried);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Received receive(int most, Duration wait, Duration visibility) throws InterruptedException {
        if (most < 1 || most > MOST || visibility.isNegative() || visibility.isZero()) {
            throw new IllegalArgumentException(
                    "1 to " + MOST + " messages are received and held, not " + most + " for " + visibility);
        }
        long left = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                comeBack();
                if (!visible.isEmpty() || left <= 0) {
                    break;
                }
                long slice = Math.min(left, LOOK_NANOS);
                left -= slice - Math.max(0, arrived.awaitNanos(slice));
            }
            Instant until = time.instant().plus(visibility);
            List<Message> messages = new ArrayList<>();
            while (messages.size() < most && !visible.isEmpty()) {
                Stored first = visible.remove();
                Stored next = new Stored(first.id, first.body, first.sent, first.receives + 1, first.attributes);
                String receipt = first.id + "/" + ++received;
                held.put(receipt, new Held(next, until));
                messages.add(new Message(next.id, next.body, receipt, next.receives, next.sent, next.attributes));
            }
            return new Received.Messages(messages);
        } finally {
            lock.unlock();
        }
    }

    private void comeBack() {
        Instant now = time.instant();
        Iterator<Held> all = held.values().iterator();
        while (all.hasNext()) {
            Held one = all.next();
            if (!now.isBefore(one.until)) {
                all.remove();
                visible.add(one.stored);
            }
        }
    }

    @Override
    public Map<Message, String> acknowledge(List<Message> messages) {
        lock.lock();
        try {
            comeBack();
            Map<Message, String> failed = new HashMap<>();
            for (Message message : messages) {
                boolean here = held.remove(message.receipt()) != null;
                if (!here && knows(message.id())) {
                    failed.put(message, "it is no longer held: it was delivered again");
                }
            }
            return failed;
        } finally {
            lock.unlock();
        }
    }

    private boolean knows(String id) {
        return visible.stream().anyMatch(m -> m.id.equals(id))
                || held.values().stream().anyMatch(h -> h.stored.id.equals(id));
    }

    @Override
    public Map<Message, String> hold(List<Message> messages, Duration visibility) {
        lock.lock();
        try {
            comeBack();
            Instant until = time.instant().plus(visibility);
            Map<Message, String> failed = new HashMap<>();
            for (Message message : messages) {
                Held now = held.get(message.receipt());
                if (now == null) {
                    failed.put(message, "it is no longer held");
                } else {
                    held.put(message.receipt(), new Held(now.stored, until));
                }
            }
            comeBack();
            arrived.signalAll();
            return failed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<String> bury(Message message, String reason) {
        lock.lock();
        try {
            comeBack();
            if (held.remove(message.receipt()) == null) {
                return Optional.of("it is no longer held");
            }
            buried.add(new Buried(message, reason));
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Depth> depth() {
        lock.lock();
        try {
            comeBack();
            return Optional.of(new Depth(visible.size(), held.size(), buried.size()));
        } finally {
            lock.unlock();
        }
    }
}
