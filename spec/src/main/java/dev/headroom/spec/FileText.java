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

/** The text of a file, or why there is none. */
sealed interface FileText {

    /** The text. */
    record Text(String text) implements FileText {}

    /** Why there is none. */
    record Failed(Problem problem) implements FileText {}

    /** Reads a file of moderate size as UTF-8. */
    static FileText read(Path file) {
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
        return new Text(out.flip().toString());
    }

    private static Failed failed(String file, int line, int column, String message, String mend) {
        return new Failed(new Problem(Problem.Severity.ERROR, file, line, column, "", message, mend));
    }
}
