package dev.headroom.controller;

import dev.headroom.spec.ControllerSpec;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Problem;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * A spec that controls.
 *
 * @param text as written
 * @param spec as read
 * @param fingerprint of the text: 64 bits of its SHA-256, in hexadecimal
 * @param loaded when it was put in force
 */
record InForce(String text, Spec spec, String fingerprint, Instant loaded) {

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
        return new Read.Good(new InForce(text, spec, fingerprint(text), now), problems);
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
