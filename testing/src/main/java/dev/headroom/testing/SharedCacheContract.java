package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.guard.SharedCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link SharedCache} must do. */
public abstract class SharedCacheContract {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** The cache as a process sees it; each call gives that of another process, where it matters. */
    protected abstract SharedCache cache() throws Exception;

    /** Lets time pass, for the cache at least. */
    protected abstract void pass(Duration span) throws InterruptedException;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static void fill(SharedCache cache, String key, String value, Duration time) {
        SharedCache.Lease lease = cache.lease(key, LONG);
        assertThat(lease.granted()).isTrue();
        cache.put(key, lease.token(), bytes(value), time);
    }

    @Test
    void whatOneFillsTheOthersFindUntilItsTimeIsOver() throws Exception {
        SharedCache one = cache();
        SharedCache two = cache();
        assertThat(two.get("a")).isNull();
        fill(one, "a", "value ä \0", LONG);
        assertThat(text(two.get("a"))).isEqualTo("value ä \0");
        assertThat(text(one.get("a"))).isEqualTo("value ä \0");
        fill(one, "brief", "b", SHORT);
        pass(SHORT.plusMillis(100));
        assertThat(two.get("brief")).isNull();
    }

    @Test
    void anEmptyValueIsOne() throws Exception {
        SharedCache cache = cache();
        fill(cache, "a", "", LONG);
        assertThat(cache.get("a")).isEmpty();
    }

    @Test
    void keysAreApart() throws Exception {
        SharedCache cache = cache();
        List<String> keys = List.of("b", "b#1", "0:b", "{b}", "%7Bb%7D", "b}", "b:v", "b:l", "ä", "x".repeat(5000));
        keys.forEach(key -> fill(cache, key, key, LONG));
        assertThat(keys).allSatisfy(key -> assertThat(text(cache.get(key))).isEqualTo(key));
    }

    @Test
    void oneFillsAKeyAndTheOthersSeeWhatItIs() throws Exception {
        SharedCache one = cache();
        SharedCache two = cache();
        SharedCache.Lease lease = one.lease("c", LONG);
        assertThat(lease.granted()).isTrue();
        assertThat(lease.value()).isNull();
        assertThat(two.lease("c", LONG).granted()).isFalse();
        assertThat(one.lease("c", LONG).granted()).isFalse();
        one.put("c", lease.token(), bytes("v"), LONG);
        SharedCache.Lease later = two.lease("c", LONG);
        assertThat(later.granted()).isTrue();
        assertThat(text(later.value())).isEqualTo("v");
        assertThat(text(one.lease("c", LONG).value())).isEqualTo("v");
        two.put("c", later.token(), null, LONG);
        assertThat(one.lease("c", LONG).granted()).isTrue();
        assertThat(text(one.get("c"))).isEqualTo("v");
    }

    @Test
    void aLeaseLapsesAndThenFillsNothing() throws Exception {
        SharedCache one = cache();
        SharedCache two = cache();
        SharedCache.Lease lapsed = one.lease("d", SHORT);
        pass(SHORT.plusMillis(100));
        SharedCache.Lease lease = two.lease("d", LONG);
        assertThat(lease.granted()).isTrue();
        one.put("d", lapsed.token(), bytes("late"), LONG);
        assertThat(two.get("d")).isNull();
        two.put("d", lease.token(), bytes("in time"), LONG);
        assertThat(text(one.get("d"))).isEqualTo("in time");
    }

    @Test
    void whatWasFetchedBeforeAChangeIsNotKeptAfterIt() throws Exception {
        SharedCache reads = cache();
        SharedCache writes = cache();
        fill(reads, "e", "old", LONG);
        SharedCache.Lease before = reads.lease("e", LONG);
        String token = writes.change("e", LONG);
        assertThat(reads.get("e")).isNull();
        assertThat(reads.lease("e", LONG).granted()).isFalse();
        reads.put("e", before.token(), bytes("old"), LONG);
        assertThat(reads.get("e")).isNull();
        writes.changed("e", token, bytes("new"), LONG);
        assertThat(text(reads.get("e"))).isEqualTo("new");
        reads.put("e", before.token(), bytes("old"), LONG);
        assertThat(text(reads.get("e"))).isEqualTo("new");
    }

    @Test
    void ofTwoChangesAtOnceNeitherIsKept() throws Exception {
        SharedCache one = cache();
        SharedCache two = cache();
        String first = one.change("f", LONG);
        String second = two.change("f", LONG);
        one.changed("f", first, bytes("first"), LONG);
        assertThat(one.get("f")).isNull();
        two.changed("f", second, bytes("second"), LONG);
        assertThat(one.get("f")).isNull();
        SharedCache.Lease lease = one.lease("f", LONG);
        assertThat(lease.granted()).isTrue();
    }

    @Test
    void changesAreToldToAll() throws Exception {
        SharedCache one = cache();
        SharedCache two = cache();
        List<String> heard = new CopyOnWriteArrayList<>();
        one.onInvalidation(key -> heard.add("one " + key));
        two.onInvalidation(key -> heard.add("two " + key));
        fill(one, "g", "old", LONG);
        one.changed("g", "", null, Duration.ZERO);
        assertThat(two.get("g")).isNull();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> heard.containsAll(List.of("one g", "two g")));
    }
}
