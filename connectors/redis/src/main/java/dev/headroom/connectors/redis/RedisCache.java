package dev.headroom.connectors.redis;

import dev.headroom.guard.HotKeys;
import dev.headroom.guard.SharedCache;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisKeyCommands;
import io.lettuce.core.api.sync.RedisStringCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The second tier of a cache in Redis. What is no longer good is told to all processes over pub/sub; after a lost connection
 * everything near is dropped, since news may have been missed. Hot keys are read from one of several copies, which lie in
 * different slots of a cluster.
 */
public final class RedisCache implements SharedCache {

    private static final int COPIES = 4;
    private static final long LONGEST_COPY = 2000;
    private static final int COUNTERS = 100;
    private static final double HOT = 0.05;
    private static final long HALVING = 10_000;

    private final RedisStringCommands<byte[], byte[]> strings;
    private final RedisKeyCommands<byte[], byte[]> keys;
    private final BiConsumer<byte[], byte[]> publish;
    private final byte[] channel;
    private final String prefix;
    private final DoubleSupplier random;
    private final HotKeys hot = new HotKeys(COUNTERS, HOT, HALVING);
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /**
     * A cache.
     *
     * @param publish sends a message to a channel
     * @param news a connection for nothing but news
     * @param prefix of all keys, and name of the channel
     * @param random numbers from 0 up to, not including, 1
     */
    public RedisCache(
            RedisStringCommands<byte[], byte[]> strings,
            RedisKeyCommands<byte[], byte[]> keys,
            BiConsumer<byte[], byte[]> publish,
            StatefulRedisPubSubConnection<byte[], byte[]> news,
            String prefix,
            DoubleSupplier random) {
        this.strings = strings;
        this.keys = keys;
        this.publish = publish;
        this.prefix = prefix;
        this.channel = bytes(prefix + ":news");
        this.random = random;
        news.addListener(new RedisPubSubAdapter<>() {
            private boolean before;

            @Override
            public void message(byte[] from, byte[] key) {
                tell(new String(key, StandardCharsets.UTF_8));
            }

            @Override
            public void subscribed(byte[] to, long count) {
                // The second time is after a lost connection.
                if (before) {
                    tell("");
                }
                before = true;
            }
        });
        news.sync().subscribe(channel);
    }

    private void tell(String key) {
        listeners.forEach(l -> l.accept(key));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] name(String key, int copy) {
        return bytes(prefix + ":" + key + (copy == 0 ? "" : "#" + copy));
    }

    @Override
    public byte @Nullable [] get(String key) {
        try {
            int copy = hot.ask(key) ? (int) (random.getAsDouble() * COPIES) : 0;
            byte[] found = strings.get(name(key, copy));
            if (found != null || copy == 0) {
                return found;
            }
            byte[] first = strings.get(name(key, 0));
            Long left = first == null ? null : keys.pttl(name(key, 0));
            if (first != null && left != null && left > 0) {
                // Not for long: a copy made while its key changed would be old.
                strings.psetex(name(key, copy), Math.min(left, LONGEST_COPY), first);
            }
            return first;
        } catch (RedisException e) {
            return null;
        }
    }

    @Override
    public void put(String key, byte[] value, Duration time) {
        try {
            strings.psetex(name(key, 0), Math.max(1, time.toMillis()), value);
        } catch (RedisException e) {
            // the next who asks finds nothing, and asks the origin
        }
    }

    @Override
    public void invalidate(String key) {
        tell(key);
        try {
            for (int copy = 0; copy < COPIES; copy++) {
                keys.del(name(key, copy));
            }
            publish.accept(channel, bytes(key));
        } catch (RedisException e) {
            // others learn of it when their connection comes back: they then drop everything
        }
    }

    @Override
    public void onInvalidation(Consumer<String> listener) {
        listeners.add(listener);
    }
}
