package dev.headroom.spec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads specs. All problems are found in one go; none is an exception. */
public final class SpecReader {

    private SpecReader() {}

    /** Reads a file; price files that it names are looked for beside it. */
    public static Loaded read(Path file) {
        String name = file.toString();
        byte[] bytes;
        try {
            if (Files.size(file) > 4L * YamlText.MAX_CHARACTERS) {
                return failed(
                        name,
                        0,
                        0,
                        "the file has " + Files.size(file) + " bytes; a spec has at most " + YamlText.MAX_CHARACTERS,
                        "");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return failed(name, 0, 0, "there is no such file", "");
        } catch (IOException e) {
            return failed(name, 0, 0, "the file cannot be read: " + e.getMessage(), "");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            String before = out.flip().toString();
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            int column = before.length() - before.lastIndexOf('\n');
            return failed(
                    name,
                    line,
                    column,
                    String.format("the byte 0x%02X is not UTF-8", bytes[in.position()]),
                    "save the file as UTF-8");
        }
        return read(name, file.toAbsolutePath().getParent(), out.flip().toString());
    }

    /**
     * Reads a text.
     *
     * @param fileName as problems shall call it
     */
    public static Loaded read(String fileName, String yaml) {
        return read(fileName, null, yaml);
    }

    private static Loaded read(String name, @Nullable Path folder, String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Reading reading = new Reading(name, folder, plain);
        Node root = YamlText.parse(reading, plain);
        Spec spec = null;
        if (root != null) {
            Cursor at = Cursor.root(reading, root);
            if (at.isMapping()) {
                spec = SpecTable.TABLE.read(at);
                Tiers.check(reading);
            } else {
                at.error(
                        at.isNothing() ? "the file is empty" : at.what() + " where a spec is expected",
                        "begin with 'apiVersion: " + Spec.API_VERSION + "'");
            }
        }
        reading.finish();
        List<Problem> problems = reading.problems();
        return new Loaded(reading.errors() > 0 ? null : spec, problems);
    }

    private static Loaded failed(String file, int line, int column, String message, String mend) {
        return new Loaded(null, List.of(new Problem(Problem.Severity.ERROR, file, line, column, "", message, mend)));
    }
}
