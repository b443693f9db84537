package dev.headroom.journal;

import dev.headroom.engine.Decision;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.Store.Entry;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision as a journal keeps it. States are large and follow from each other, so a journal keeps one only now and then,
 * and of the others a fingerprint: a replay runs on from the last state kept, and the fingerprints prove it right.
 *
 * @param workload the workload's name
 * @param at the time it was made for
 * @param current replicas asked of the target before
 * @param desired replicas decided
 * @param seen what was seen
 * @param reasons every step of the evaluation
 * @param advice what was asked of others
 * @param before the state it was made from; null when it is the one after the entry before
 * @param fingerprint of the state after
 */
public record Recorded(
        String workload,
        Instant at,
        int current,
        int desired,
        Observations seen,
        List<Reason> reasons,
        List<Advice> advice,
        @Nullable WorkloadState before,
        String fingerprint) {

    private static final int DIGITS = 16;

    public Recorded {
        reasons = List.copyOf(reasons);
        advice = List.copyOf(advice);
    }

    /** What a journal keeps of an entry; without its state when that follows from the entry before. */
    public static Recorded of(Entry entry, boolean withState) {
        Decision d = entry.decision();
        return new Recorded(
                entry.workload(),
                d.at(),
                d.current(),
                d.desired(),
                entry.seen(),
                d.reasons(),
                d.advice(),
                withState ? entry.before() : null,
                fingerprint(d.state()));
    }

    /** 64 bits of the SHA-256 of the state's JSON, in hexadecimal. */
    public static String fingerprint(WorkloadState state) {
        return fingerprint(EngineJson.write(state));
    }

    /** The fingerprint of a state that is written already. */
    public static String fingerprint(String stateJson) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(stateJson.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
