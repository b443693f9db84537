package dev.headroom.controller;

import dev.headroom.journal.Rollout;
import dev.headroom.spec.ControllerSpec;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Problem;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A spec that controls.
 *
 * @param text as written
 * @param spec as read
 * @param fingerprint of the text: 64 bits of its SHA-256, in hexadecimal
 * @param loaded when it was put in force
 * @param others specs that decide for some workloads in its place, by the workload; their part is in {@code spec}
 */
record InForce(String text, Spec spec, String fingerprint, Instant loaded, Map<String, InForce> others) {

    private static final int DIGITS = 16;

    /** What came of reading a text. */
    sealed interface Read {
        /** A spec that controls something. */
        record Good(InForce spec, List<String> warnings) implements Read {}

        /** None, and every reason. */
        record Bad(List<String> problems) implements Read {}
    }

    /**
     * Reads a text.
     *
     * @param name of the file, for problems
     * @param folder of files that it names
     */
    static Read read(String name, Path folder, String text, Instant now) {
        Loaded loaded = SpecReader.read(name, folder, text);
        List<String> problems = loaded.problems().stream().map(Problem::render).toList();
        Spec spec = loaded.spec();
        if (spec == null) {
            return new Read.Bad(problems);
        }
        if (spec.workloads().isEmpty()) {
            return new Read.Bad(
                    List.of(name + ": the spec has no workloads; add what shall be scaled under 'workloads'"));
        }
        return new Read.Good(new InForce(text, spec, fingerprint(text), now, Map.of()), problems);
    }

    /**
     * The spec to start with where a file holds another one than was in force: that one, if roll-outs are in use.
     *
     * @param file name and folder of the spec, for problems
     */
    static InForce before(Parts parts, InForce given, String file, Path folder) {
        if (parts.mode() != ControllerStatus.Mode.ACTING) {
            return given;
        }
        try {
            Rollout r = parts.vault().rollouts().current().orElse(null);
            if (r == null
                    || (given.spec().controller().rollout() == null
                            && !r.next().equals(given.text())
                            && !r.former().equals(given.text()))) {
                return given;
            }
            return read(file, folder, r.inForce(), parts.timing().now()) instanceof Read.Good good
                    ? good.spec()
                    : given;
        } catch (IllegalStateException e) {
            // The store is asked again before anything is scaled.
            return given;
        }
    }

    /** The spec that decides for a workload. */
    InForce of(String workload) {
        return others.getOrDefault(workload, this);
    }

    /** The same with a workload as another spec has it. */
    InForce with(String workload, InForce other) {
        Map<String, WorkloadSpec> workloads = new LinkedHashMap<>(spec.workloads());
        workloads.put(workload, other.spec().workloads().get(workload));
        return new InForce(text, spec.with(workloads), fingerprint, loaded, Map.of(workload, other));
    }

    /** The same, put in force at another time. */
    InForce since(Instant now) {
        return new InForce(text, spec, fingerprint, now, others);
    }

    /** The rules that the spec sets; the usual ones where it sets none. */
    Rules rules(Rules usual) {
        return spec.controller().equals(ControllerSpec.DEFAULT) ? usual : usual.as(spec.controller());
    }

    static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
