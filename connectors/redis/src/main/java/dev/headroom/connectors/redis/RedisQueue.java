package dev.headroom.connectors.redis;

import dev.headroom.worker.Message;
import dev.headroom.worker.MessageQueue;
import io.lettuce.core.RedisException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A queue in a stream of Redis 7 or newer, {@code PREFIX:{NAME}}, read by the consumer group {@code workers}; dead letters go to
 * {@code PREFIX:{NAME}:dead}, with the fields of the message and {@code headroom-reason}, {@code headroom-message-id} and {@code
 * headroom-receives}. A message is an entry with the field {@code body}; its other fields are attributes. What is acknowledged
 * is deleted.
 *
 * <p>A message that another program reads from the group comes back after twelve hours. Redis loses what it has not written: run
 * it with {@code appendonly yes}, and {@code appendfsync always} where not even the last second may be lost.
 */
public final class RedisQueue implements MessageQueue {

    /** Field of a message with its content. */
    public static final String BODY = "body";

    /** Field of a dead letter: why it is one. */
    public static final String REASON = "headroom-reason";

    private static final String MESSAGE_ID = "headroom-message-id";
    private static final String RECEIVES = "headroom-receives";
    private static final int MOST_REASON = 2000;

    private static final Script RECEIVE = new Script("receive.lua");
    private static final Script HOLD = new Script("hold.lua");
    private static final Script SETTLE = new Script("settle.lua");
    private static final Script DEPTH = new Script("depth.lua");

    private static final Duration LONGEST_HOLD = Duration.ofHours(12);
    private static final Duration FIRST_LOOK = Duration.ofMillis(5);
    private static final Duration NEXT_LOOKS = Duration.ofMillis(50);
    private static final String START = "0-0";

    private final Redis redis;
    private final byte[] stream;
    private final byte[] dead;
    private volatile String cursor = START;

    /**
     * A queue, which begins to exist with its first message.
     *
     * @param prefix of its keys, such as {@code headroom}
     * @param name of the queue, without braces
     */
    public RedisQueue(Redis redis, String prefix, String name) {
        if (name.isEmpty() || name.contains("{") || name.contains("}")) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a queue");
        }
        this.redis = redis;
        this.stream = Script.bytes(prefix + ":{" + name + "}");
        this.dead = Script.bytes(prefix + ":{" + name + "}:dead");
    }

    /**
     * Puts a message in.
     *
     * @return its id
     * @throws RedisException when it is not certain that it is in; sent again, it may be in twice
     */
    public String send(String body) {
        return send(body, Map.of());
    }

    /** Puts a message with attributes in; none is called {@code body}. */
    public String send(String body, Map<String, String> attributes) {
        if (attributes.containsKey(BODY)) {
            throw new IllegalArgumentException("'" + BODY + "' is the message itself, no attribute");
        }
        List<byte[]> fields = new ArrayList<>(List.of(Script.bytes(BODY), Script.bytes(body)));
        attributes.forEach((name, value) -> {
            fields.add(Script.bytes(name));
            fields.add(Script.bytes(value));
        });
        Object[] namesAndValues = fields.toArray();
        return redis.call(c -> c.xadd(stream, namesAndValues));
    }

    @Override
    public Received receive(int most, Duration wait, Duration visibility) throws InterruptedException {
        if (most < 1 || most > MOST || visibility.isNegative() || visibility.isZero()) {
            throw new IllegalArgumentException(
                    "1 to " + MOST + " messages are received and held, not " + most + " for " + visibility);
        }
        Duration pause = FIRST_LOOK;
        for (Duration left = wait; ; left = left.minus(pause)) {
            try {
                List<Message> messages = take(most, visibility);
                if (!messages.isEmpty() || left.isNegative() || left.isZero()) {
                    return new Received.Messages(messages);
                }
            } catch (RedisException e) {
                return new Received.Unreachable(Redis.reason(e));
            }
            pause = NEXT_LOOKS.compareTo(pause.multipliedBy(2)) < 0 ? NEXT_LOOKS : pause.multipliedBy(2);
            pause = pause.compareTo(left) < 0 ? pause : left;
            Thread.sleep(pause);
        }
    }

    private List<Message> take(int most, Duration visibility) {
        List<Object> answer = RECEIVE.list(
                redis,
                new byte[][] {stream},
                Script.bytes(most),
                Script.bytes(hold(visibility)),
                Script.bytes(LONGEST_HOLD.toMillis()),
                Script.bytes(cursor));
        cursor = text(answer.getFirst());
        List<Message> messages = new ArrayList<>();
        for (Object one : answer.subList(1, answer.size())) {
            messages.add(message((List<?>) one));
        }
        return messages;
    }

    private static long hold(Duration visibility) {
        return Math.min(visibility.toMillis(), LONGEST_HOLD.toMillis());
    }

    private static Message message(List<?> entry) {
        String id = text(entry.get(0));
        long receives = (Long) entry.get(1);
        List<?> fields = (List<?>) entry.get(2);
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            attributes.put(text(fields.get(i)), text(fields.get(i + 1)));
        }
        String body = attributes.remove(BODY);
        return new Message(
                id,
                body == null ? "" : body,
                id + "/" + receives,
                Math.toIntExact(receives),
                Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-')))),
                attributes);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    private static void add(List<byte[]> args, Message message) {
        args.add(Script.bytes(message.id()));
        args.add(Script.bytes(message.receipt().substring(message.receipt().lastIndexOf('/') + 1)));
    }

    @Override
    public Map<Message, String> acknowledge(List<Message> messages) {
        List<byte[]> args = new ArrayList<>(List.of(Script.bytes(messages.size())));
        messages.forEach(m -> add(args, m));
        return settled(SETTLE, messages, args, false);
    }

    @Override
    public Map<Message, String> hold(List<Message> messages, Duration visibility) {
        List<byte[]> args = new ArrayList<>(List.of(Script.bytes(LONGEST_HOLD.toMillis() - hold(visibility))));
        messages.forEach(m -> add(args, m));
        return settled(HOLD, messages, args, true);
    }

    private Map<Message, String> settled(Script script, List<Message> messages, List<byte[]> args, boolean mustBeHere) {
        Map<Message, String> failed = new HashMap<>();
        if (messages.isEmpty()) {
            return failed;
        }
        try {
            List<Object> answers = script.list(redis, new byte[][] {stream}, args.toArray(byte[][]::new));
            for (int i = 0; i < messages.size(); i++) {
                long answer = (Long) answers.get(i);
                if (answer == 0) {
                    failed.put(messages.get(i), "it is no longer held: it was delivered again");
                } else if (answer < 0 && mustBeHere) {
                    failed.put(messages.get(i), "it is gone: it was acknowledged");
                }
            }
        } catch (RedisException e) {
            messages.forEach(m -> failed.put(m, Redis.reason(e)));
        }
        return failed;
    }

    @Override
    public Optional<String> bury(Message message, String reason) {
        List<byte[]> args = new ArrayList<>(List.of(Script.bytes(1)));
        add(args, message);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(BODY, message.body());
        fields.putAll(message.attributes());
        fields.put(REASON, reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) : reason);
        fields.put(MESSAGE_ID, message.id());
        fields.put(RECEIVES, Integer.toString(message.receives()));
        fields.forEach((name, value) -> {
            args.add(Script.bytes(name));
            args.add(Script.bytes(value));
        });
        try {
            List<Object> answers = SETTLE.list(redis, new byte[][] {stream, dead}, args.toArray(byte[][]::new));
            return answers.getFirst().equals(1L)
                    ? Optional.empty()
                    : Optional.of("it is no longer held: it was delivered again, or acknowledged");
        } catch (RedisException e) {
            return Optional.of(Redis.reason(e));
        }
    }

    @Override
    public Optional<Depth> depth() {
        try {
            List<Object> counts = DEPTH.list(redis, new byte[][] {stream, dead}, Script.bytes(LONGEST_HOLD.toMillis()));
            return Optional.of(new Depth((Long) counts.get(0), (Long) counts.get(1), (Long) counts.get(2)));
        } catch (RedisException e) {
            return Optional.empty();
        }
    }
}
