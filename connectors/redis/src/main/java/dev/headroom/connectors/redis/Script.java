package dev.headroom.connectors.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** A script that Redis runs as one step. It is sent by its digest, and whole only to a server that does not know it. */
final class Script {

    private final byte[] text;
    private final String digest;

    /** A script of this package's resources. */
    Script(String file) {
        try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(file), file)) {
            this.text = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.digest = HexFormat.of().formatHex(digest("SHA-1", text));
    }

    static byte[] digest(String how, byte[] of) {
        try {
            return MessageDigest.getInstance(how).digest(of);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-1 and SHA-256
        }
    }

    /** Runs it on keys that lie in one slot; its answer is a number. */
    long number(Redis redis, byte[][] keys, byte[]... args) {
        return redis.call(commands -> {
            try {
                return commands.<Long>evalsha(digest, ScriptOutputType.INTEGER, keys, args);
            } catch (RedisNoScriptException e) {
                return commands.<Long>eval(text, ScriptOutputType.INTEGER, keys, args);
            }
        });
    }

    /** Runs it on keys that lie in one slot; its answer is a list of numbers, bytes, and lists. */
    List<Object> list(Redis redis, byte[][] keys, byte[]... args) {
        return redis.call(commands -> {
            try {
                return commands.<List<Object>>evalsha(digest, ScriptOutputType.MULTI, keys, args);
            } catch (RedisNoScriptException e) {
                return commands.<List<Object>>eval(text, ScriptOutputType.MULTI, keys, args);
            }
        });
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }
}
