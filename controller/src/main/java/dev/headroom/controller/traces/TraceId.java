package dev.headroom.controller.traces;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/** The id by which logs and traces name the same turn. */
public final class TraceId {

    private static final int BYTES = 16;

    private TraceId() {}

    /** The id of a workload's turn: 32 hexadecimal digits, the same wherever it is asked for. */
    public static String of(String workload, Instant turn) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((workload + ' ' + turn.toEpochMilli()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
