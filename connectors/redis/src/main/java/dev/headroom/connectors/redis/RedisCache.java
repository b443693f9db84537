package dev.headroom.connectors.redis;

import dev.headroom.guard.HotKeys;
import dev.headroom.guard.SharedCache;
import io.lettuce.core.RedisException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The second tier of a cache in Redis. Changes are told to all processes over pub/sub; after a lost connection everything near
 * is dropped, since news may have been missed. Changes that could not be told because Redis was away are told when it is back,
 * up to 100000 of them; beyond that, values may be old until their time is over.
 *
 * <p>Keys that make up more than a twentieth of this process' questions are hot: they are read from one of four copies at
 * random, which lie in different parts of a cluster and are dropped with the first.
 */
public final class RedisCache implements SharedCache {

    private static final Script LEASE = new Script("lease.lua");
    private static final Script PUT = new Script("put.lua");
    private static final Script CHANGE = new Script("change.lua");
    private static final Script CHANGED = new Script("changed.lua");
    private static final Script MARK = new Script("mark.lua");

    private static final Duration COPY_LIFE = Duration.ofSeconds(10);
    private static final Duration COPY_LEASE = Duration.ofSeconds(2);
    private static final int COUNTERS = 100;
    private static final double HOT = 0.05;
    private static final long HALVING = 10_000;
    private static final int MOST_OWED = 100_000;
    private static final byte[] NOTHING = new byte[0];

    private final Redis redis;
    private final CacheKeys names;
    private final byte[] channel;
    private final DoubleSupplier random;
    private final HotKeys hot = new HotKeys(COUNTERS, HOT, HALVING);
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    /** Keys whose change Redis has not heard of. */
    private final Set<String> owed = ConcurrentHashMap.newKeySet();

    private final String self = UUID.randomUUID().toString();
    private final AtomicLong tokens = new AtomicLong();

    /**
     * A cache.
     *
     * @param prefix of all keys, and name of the channel; another one for each cache
     * @param random numbers from 0 up to, not including, 1
     */
    public RedisCache(Redis redis, String prefix, DoubleSupplier random) {
        this.redis = redis;
        this.names = new CacheKeys(prefix);
        this.channel = Script.bytes(prefix + ":news");
        this.random = random;
        redis.listen(channel, key -> tell(new String(key, StandardCharsets.UTF_8)), () -> tell(""));
        redis.whileConnected(this::pay);
    }

    private void tell(String key) {
        listeners.forEach(l -> l.accept(key));
    }

    private String token() {
        return self + ":" + tokens.incrementAndGet();
    }

    @Override
    public byte @Nullable [] get(String key) {
        if (owed.contains(key)) {
            return null;
        }
        try {
            int copy = hot.ask(key) ? (int) (random.getAsDouble() * CacheKeys.COPIES) : 0;
            byte[] found = redis.call(c -> c.get(names.value(key, copy)));
            return found != null || copy == 0 ? found : copied(key, copy);
        } catch (RedisException e) {
            return null;
        }
    }

    /**
     * Reads a value and copies it. The lease of the copy is taken before the value is read, and changes drop the value before
     * the leases of copies, so no copy is made of what is no longer good.
     */
    private byte @Nullable [] copied(String key, int copy) {
        byte[][] there = {names.value(key, copy), names.lease(key, copy)};
        byte[] token = Script.bytes(token());
        List<Object> lease = LEASE.list(redis, there, token, Script.bytes(COPY_LEASE.toMillis()));
        if (!lease.getFirst().equals(1L)) {
            return redis.call(c -> c.get(names.value(key, 0)));
        }
        List<Object> first = MARK.list(
                redis,
                new byte[][] {names.value(key, 0), names.mark(key)},
                Script.bytes(COPY_LIFE.plus(COPY_LEASE).toMillis()));
        byte[] value = first.isEmpty() ? null : (byte[]) first.getFirst();
        long left = value == null ? 0 : Math.min((Long) first.get(1), COPY_LIFE.toMillis());
        PUT.number(redis, there, token, value == null ? NOTHING : value, Script.bytes(Math.max(0, left)));
        return value;
    }

    @Override
    public Lease lease(String key, Duration time) {
        if (owed.contains(key)) {
            return Lease.ALONE;
        }
        try {
            String token = token();
            List<Object> answer = LEASE.list(
                    redis,
                    new byte[][] {names.value(key, 0), names.lease(key, 0)},
                    Script.bytes(token),
                    Script.bytes(time.toMillis()));
            boolean granted = answer.getFirst().equals(1L);
            return new Lease(granted, granted ? token : "", (byte[]) answer.get(1));
        } catch (RedisException e) {
            return Lease.ALONE;
        }
    }

    @Override
    public void put(String key, String token, byte @Nullable [] value, Duration time) {
        try {
            PUT.number(
                    redis,
                    new byte[][] {names.value(key, 0), names.lease(key, 0)},
                    Script.bytes(token),
                    value == null ? NOTHING : value,
                    Script.bytes(value == null ? 0 : Math.max(1, time.toMillis())));
        } catch (RedisException e) {
            // the lease lapses, and the next who asks finds nothing
        }
    }

    private byte[][] all(String key) {
        return new byte[][] {names.value(key, 0), names.lease(key, 0), names.mark(key)};
    }

    private void dropCopies(String key) {
        for (int copy = 1; copy < CacheKeys.COPIES; copy++) {
            byte[][] both = {names.value(key, copy), names.lease(key, copy)};
            redis.call(c -> c.del(both));
        }
    }

    @Override
    public String change(String key, Duration time) {
        try {
            String token = token();
            long copies = CHANGE.number(redis, all(key), Script.bytes(token), Script.bytes(time.toMillis()));
            if (copies > 0) {
                dropCopies(key);
            }
            return token;
        } catch (RedisException e) {
            return ""; // never a good token: what is changed so is dropped
        }
    }

    @Override
    public void changed(String key, String token, byte @Nullable [] value, Duration time) {
        tell(key);
        try {
            publish(key, token, value, time);
        } catch (RedisException e) {
            owe(key);
        }
    }

    private void owe(String key) {
        if (owed.size() < MOST_OWED) {
            owed.add(key);
        }
    }

    private void publish(String key, String token, byte @Nullable [] value, Duration time) {
        long copies = CHANGED.number(
                redis,
                all(key),
                Script.bytes(token),
                value == null ? NOTHING : value,
                Script.bytes(value == null ? 0 : Math.max(1, time.toMillis())));
        if (copies > 0) {
            dropCopies(key);
        }
        redis.call(c -> c.publish(channel, Script.bytes(key)));
    }

    /** Tells of what changed while Redis was away. */
    private void pay() {
        for (String key : List.copyOf(owed)) {
            owed.remove(key); // first: what changes from here on is owed anew
            try {
                publish(key, "", null, Duration.ZERO);
            } catch (RedisException e) {
                owe(key);
                throw e;
            }
        }
    }

    @Override
    public void onInvalidation(Consumer<String> listener) {
        listeners.add(listener);
    }
}
