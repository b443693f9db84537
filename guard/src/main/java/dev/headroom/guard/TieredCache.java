package dev.headroom.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache in tiers: first this process (Caffeine), then one that processes share, then the origin. However many ask for the
 * same key at once, in one process or in several, the origin is asked once; a process that waited for another's answer for a
 * second asks for itself. A stale answer is given at once while a new one is fetched in the background, and when the origin
 * fails. That there is nothing is remembered too.
 *
 * @param <V> what is kept
 */
public final class TieredCache<V> {

    /**
     * Turns values into bytes and back, for the shared tier and for counting.
     *
     * @param <V> what is kept
     */
    public interface Codec<V> {
        byte[] encode(V value);

        V decode(byte[] bytes);
    }

    /**
     * The origin.
     *
     * @param <V> what is kept
     */
    @FunctionalInterface
    public interface Origin<V> {
        /** The value, or null when there is none. */
        @Nullable
        V load(String key) throws Exception;
    }

    /**
     * Where changes are written.
     *
     * @param <V> what is kept
     */
    @FunctionalInterface
    public interface Sink<V> {
        void store(String key, V value) throws Exception;
    }

    /**
     * The first tier.
     *
     * @param entries most entries
     * @param bytes most bytes of all entries; one that is larger than {@code bytes} is not kept
     * @param hold longest time an entry stays without another look at the shared tier
     */
    public record Near(int entries, long bytes, Duration hold) {
        /** 1000 entries, 64 MiB, 60 s. */
        public static final Near USUAL = new Near(1000, 64L << 20, Duration.ofSeconds(60));

        public Near {
            if (entries < 1 || bytes < entries || hold.isNegative() || hold.isZero()) {
                throw new IllegalArgumentException(
                        "the first tier holds at least one entry, a byte for each, for a time");
            }
        }
    }

    /** How often what answered, since the start. */
    public record Counts(long near, long shared, long origin, long stale, long coalesced, long failed) {}

    private record Entry<V>(@Nullable V value, long freshUntil, long staleUntil, int bytes) {}

    private static final class Load<V> {
        private final CompletableFuture<Entry<V>> done = new CompletableFuture<>();
        private volatile boolean spoiled;
    }

    private static final int HEAD = 17;
    /** The second tier keeps nothing for longer. */
    private static final Duration LONGEST_SHARED = Duration.ofHours(24);
    /** For one question at the origin; whoever takes longer does not fill the second tier. */
    private static final Duration LEASE = Duration.ofSeconds(10);
    /** How long a process waits for what another one fetches, and its pauses between two looks. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration FIRST_LOOK = Duration.ofMillis(5);
    private static final Duration NEXT_LOOKS = Duration.ofMillis(50);

    private final CacheRule rule;
    private final Codec<V> codec;
    private final @Nullable SharedCache shared;
    private final GuardClock clock;
    private final DoubleSupplier random;
    private final Executor background;
    private final Cache<String, Entry<V>> near;
    private final ConcurrentHashMap<String, Load<V>> loading = new ConcurrentHashMap<>();
    private final LongAdder fromNear = new LongAdder();
    private final LongAdder fromShared = new LongAdder();
    private final LongAdder fromOrigin = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder coalesced = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /**
     * A cache for answers of one type.
     *
     * @param shared the second tier; null for none. Its keys should not be used by another cache
     * @param random numbers from 0 to 1 for jitter
     * @param background runs what fetches anew while a stale answer is given
     */
    public TieredCache(
            CacheRule rule,
            Near size,
            Codec<V> codec,
            @Nullable SharedCache shared,
            GuardClock clock,
            DoubleSupplier random,
            Executor background) {
        this.rule = rule;
        this.codec = codec;
        this.shared = shared;
        this.clock = clock;
        this.random = random;
        this.background = background;
        // One bound for both: an entry weighs its bytes, but at least its share of the entries.
        long least = size.bytes() / size.entries();
        this.near = Caffeine.newBuilder()
                .maximumWeight(size.bytes())
                .weigher((String key, Entry<V> e) -> (int) Math.min(Integer.MAX_VALUE, Math.max(least, e.bytes())))
                .expireAfterWrite(size.hold())
                .executor(Runnable::run) // evicting is cheap, and the bounds then hold at all times
                .ticker(clock::nanos)
                .build();
        if (shared != null) {
            shared.onInvalidation(this::spoil);
        }
    }

    /**
     * The value of a key; empty when the origin has none.
     *
     * @throws Exception of the origin, when there is not even a stale answer
     */
    public Optional<V> get(String key, Origin<V> origin) throws Exception {
        Entry<V> found = near.getIfPresent(key);
        if (found != null) {
            long now = clock.millis();
            if (now < found.freshUntil) {
                fromNear.increment();
                return Optional.ofNullable(found.value);
            }
            if (now < found.staleUntil) {
                stale.increment();
                refresh(key, origin, found);
                return Optional.ofNullable(found.value);
            }
        }
        return Optional.ofNullable(load(key, origin).value);
    }

    private void refresh(String key, Origin<V> origin, Entry<V> old) {
        Load<V> mine = new Load<>();
        if (loading.putIfAbsent(key, mine) != null) {
            return;
        }
        background.execute(() -> run(key, origin, mine, old));
    }

    private Entry<V> load(String key, Origin<V> origin) throws Exception {
        Load<V> mine = new Load<>();
        Load<V> other = loading.putIfAbsent(key, mine);
        if (other == null) {
            run(key, origin, mine, null);
        } else {
            coalesced.increment();
        }
        try {
            return (other == null ? mine : other).done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Fetches; whoever waits for it is answered in every case. */
    private void run(String key, Origin<V> origin, Load<V> mine, @Nullable Entry<V> old) {
        try {
            mine.done.complete(fetch(key, origin, mine, old));
        } catch (Exception e) {
            mine.done.completeExceptionally(e);
        } catch (Throwable e) {
            mine.done.completeExceptionally(e);
            throw e;
        } finally {
            loading.remove(key, mine);
        }
    }

    /** From the shared tier or the origin. */
    private Entry<V> fetch(String key, Origin<V> origin, Load<V> mine, @Nullable Entry<V> old) throws Exception {
        Entry<V> fallback = old == null && shared != null ? decoded(shared.get(key)) : old;
        SharedCache.Lease lease = SharedCache.Lease.ALONE;
        if (shared != null && !isFresh(fallback)) {
            lease = lease(shared, key, fallback);
            Entry<V> now = decoded(lease.value());
            fallback = now == null ? fallback : now;
        }
        if (fallback != null && isFresh(fallback)) {
            fromShared.increment();
            keep(key, fallback, mine);
            release(key, lease);
            return fallback;
        }
        if (!lease.granted() && fallback != null && isUsable(fallback)) {
            stale.increment(); // another process fetches it
            return fallback;
        }
        try {
            Entry<V> entry = entry(origin.load(key));
            fromOrigin.increment();
            keep(key, entry, mine);
            share(key, entry, mine, lease);
            return entry;
        } catch (Exception e) {
            release(key, lease);
            failed.increment();
            if (fallback != null && isUsable(fallback)) {
                stale.increment();
                return fallback;
            }
            throw e;
        }
    }

    /** The right to fill a key, or what another process has filled it with; neither when that takes too long. */
    private SharedCache.Lease lease(SharedCache tier, String key, @Nullable Entry<V> fallback)
            throws InterruptedException {
        SharedCache.Lease lease = tier.lease(key, LEASE);
        Duration pause = FIRST_LOOK;
        for (Duration left = PATIENCE;
                !lease.granted()
                        && !isFresh(decoded(lease.value()))
                        && !(fallback != null && isUsable(fallback))
                        && !left.isNegative();
                left = left.minus(pause)) {
            clock.pause(pause);
            pause = NEXT_LOOKS.compareTo(pause.multipliedBy(2)) < 0 ? NEXT_LOOKS : pause.multipliedBy(2);
            lease = tier.lease(key, LEASE);
        }
        return lease;
    }

    private void release(String key, SharedCache.Lease lease) {
        if (shared != null && !lease.token().isEmpty()) {
            shared.put(key, lease.token(), null, Duration.ZERO);
        }
    }

    private boolean isFresh(@Nullable Entry<V> entry) {
        return entry != null && clock.millis() < entry.freshUntil;
    }

    private boolean isUsable(Entry<V> entry) {
        return clock.millis() < entry.staleUntil;
    }

    private Entry<V> entry(@Nullable V value) {
        double cut = 1 - rule.jitter() * random.getAsDouble();
        long now = clock.millis();
        Duration fresh = value == null ? rule.negative() : rule.fresh();
        Duration after = value == null ? Duration.ZERO : rule.stale();
        long freshUntil = now + Math.round(fresh.toMillis() * cut);
        return new Entry<>(
                value,
                freshUntil,
                freshUntil + Math.round(after.toMillis() * cut),
                value == null ? 0 : codec.encode(value).length);
    }

    private void keep(String key, Entry<V> entry, Load<V> mine) {
        near.put(key, entry);
        if (mine.spoiled) {
            near.invalidate(key);
        }
    }

    private @Nullable Entry<V> decoded(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length < HEAD) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean present = in.get() == 1;
        long freshUntil = in.getLong();
        long staleUntil = in.getLong();
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        try {
            return new Entry<>(present ? codec.decode(rest) : null, freshUntil, staleUntil, rest.length);
        } catch (RuntimeException e) {
            return null; // another version of the program wrote it
        }
    }

    private byte[] encoded(Entry<V> entry) {
        byte[] value = entry.value == null ? new byte[0] : codec.encode(entry.value);
        return ByteBuffer.allocate(HEAD + value.length)
                .put((byte) (entry.value == null ? 0 : 1))
                .putLong(entry.freshUntil)
                .putLong(entry.staleUntil)
                .put(value)
                .array();
    }

    private Duration sharedTime(Entry<V> entry) {
        Duration time = Duration.ofMillis(entry.staleUntil - clock.millis());
        return time.compareTo(LONGEST_SHARED) > 0 ? LONGEST_SHARED : time;
    }

    private void share(String key, Entry<V> entry, Load<V> mine, SharedCache.Lease lease) {
        Duration time = sharedTime(entry);
        if (mine.spoiled || time.isNegative() || time.isZero()) {
            release(key, lease);
        } else if (shared != null && !lease.token().isEmpty()) {
            shared.put(key, lease.token(), encoded(entry), time);
        }
    }

    /**
     * Writes to the origin, keeps what was written in the shared tier, and tells other processes that what they have is no
     * longer good. Where two write at once, or the origin fails, nothing is kept, and the next who asks asks the origin.
     *
     * @throws Exception of the origin
     */
    public void write(String key, V value, Sink<V> origin) throws Exception {
        String token = shared == null ? "" : shared.change(key, LEASE);
        boolean written = false;
        try {
            origin.store(key, value);
            written = true;
        } finally {
            spoil(key);
            if (shared != null) {
                Entry<V> entry = entry(value);
                shared.changed(key, token, written ? encoded(entry) : null, sharedTime(entry));
            }
        }
    }

    /** A key changed at the origin. */
    public void invalidate(String key) {
        spoil(key);
        if (shared != null) {
            shared.changed(key, "", null, Duration.ZERO);
        }
    }

    private void spoil(String key) {
        if (key.isEmpty()) {
            loading.values().forEach(l -> l.spoiled = true);
            near.invalidateAll();
            return;
        }
        Load<V> under = loading.get(key);
        if (under != null) {
            under.spoiled = true;
        }
        near.invalidate(key);
    }

    /** How often what answered. */
    public Counts counts() {
        return new Counts(
                fromNear.sum(), fromShared.sum(), fromOrigin.sum(), stale.sum(), coalesced.sum(), failed.sum());
    }
}
