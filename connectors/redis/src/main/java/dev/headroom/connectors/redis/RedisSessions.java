package dev.headroom.connectors.redis;

import io.lettuce.core.RedisException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Sessions of a service whose instances keep nothing themselves: any of them answers any request, and one that ends takes no
 * session with it. A session is a small map of texts; requests of one user that come at once to different instances lose
 * nothing of each other. Redis sees a digest of the id only.
 */
public final class RedisSessions {

    private static final Script SAVE = new Script("save.lua");
    private static final Script FIND = new Script("find.lua");
    private static final String VERSION = "#";
    private static final int ID_BYTES = 16;
    private static final int MOST_TRIES = 100;

    private record Stored(Map<String, String> values, String version) {}

    private final Redis redis;
    private final String prefix;
    private final Duration life;
    private final SecureRandom random = new SecureRandom();

    /**
     * Sessions.
     *
     * @param prefix of their keys, such as {@code headroom}
     * @param life after which a session that nobody asked for ends; at least 1 ms
     */
    public RedisSessions(Redis redis, String prefix, Duration life) {
        if (life.toMillis() < 1) {
            throw new IllegalArgumentException("a session lives for 1 ms or longer, not " + life);
        }
        this.redis = redis;
        this.prefix = prefix;
        this.life = life;
    }

    /**
     * Begins a session without values.
     *
     * @return its id, 128 random bits that are fit for a cookie
     * @throws RedisException when Redis is away; so do the others
     */
    public String begin() {
        String id = randomText();
        if (!save(id, new Stored(Map.of(), ""))) {
            throw new IllegalStateException("two sessions have the same id"); // once in 2^64 sessions
        }
        return id;
    }

    private String randomText() {
        byte[] bits = new byte[ID_BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** The values of a session, which then lives on; empty when there is none (any more). */
    public Optional<Map<String, String>> find(String id) {
        return stored(id).map(s -> Collections.unmodifiableMap(s.values));
    }

    /**
     * Changes a session. {@code change} is given the values and gives the new ones, and is asked again when another request
     * changed the session meanwhile.
     *
     * @return the new values; empty when there is no session (any more)
     */
    public Optional<Map<String, String>> update(String id, UnaryOperator<Map<String, String>> change) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<Stored> found = stored(id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Map<String, String> next = change.apply(new LinkedHashMap<>(found.get().values));
            if (save(id, new Stored(next, found.get().version))) {
                return Optional.of(Collections.unmodifiableMap(next));
            }
        }
        throw new RedisException("the session is changed by too many at once");
    }

    /** Ends a session. */
    public void end(String id) {
        byte[] key = key(id);
        redis.call(c -> c.del(key));
    }

    private byte[] key(String id) {
        byte[] hash = Script.digest("SHA-256", Script.bytes(id));
        return Script.bytes(prefix + ":session:{" + HexFormat.of().formatHex(hash, 0, ID_BYTES) + "}");
    }

    private Optional<Stored> stored(String id) {
        List<Object> fields = FIND.list(redis, new byte[][] {key(id)}, Script.bytes(life.toMillis()));
        Map<String, String> values = new LinkedHashMap<>();
        String version = "";
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            String name = new String((byte[]) fields.get(i), StandardCharsets.UTF_8);
            String value = new String((byte[]) fields.get(i + 1), StandardCharsets.UTF_8);
            if (name.equals(VERSION)) {
                version = value;
            } else {
                values.put(name.substring(1), value);
            }
        }
        return version.isEmpty() ? Optional.empty() : Optional.of(new Stored(values, version));
    }

    private boolean save(String id, Stored next) {
        List<byte[]> args = new ArrayList<>(
                List.of(Script.bytes(next.version), Script.bytes(randomText()), Script.bytes(life.toMillis())));
        next.values.forEach((name, value) -> {
            args.add(Script.bytes(name));
            args.add(Script.bytes(value));
        });
        long done = SAVE.number(redis, new byte[][] {key(id)}, args.toArray(byte[][]::new));
        return done == 1;
    }
}
