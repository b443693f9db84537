package dev.headroom.examples.files;

import dev.headroom.worker.Message;
import dev.headroom.worker.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Files of a folder, named by messages. What cannot become text is refused here, with a reason, before anything large is done.
 *
 * @param root the folder; nothing outside is read
 * @param mostBytes the largest file that is read
 */
record Folder(Path root, long mostBytes) implements Source {
    private static final int BUFFER = 1 << 16;
    /** Viewers accept a PDF that begins within its first kilobyte (ISO 32000-1, annex H, note 13). */
    private static final int HEADER = 1024;

    Folder {
        root = root.toAbsolutePath().normalize();
    }

    @Override
    public Opened open(Message message, Copies copies) throws Refused, IOException {
        String name = message.body().strip();
        Path file;
        try {
            file = root.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new Refused("'" + name + "' is no file name: " + e.getReason(), e);
        }
        if (!file.startsWith(root)) {
            throw new Refused("'" + name + "' is outside of the folder");
        }
        try {
            return look(file, name, mostBytes);
        } catch (NoSuchFileException e) {
            throw new Refused("the file is not there (any more)", e);
        } catch (AccessDeniedException e) {
            throw new Refused("the file may not be read", e);
        }
    }

    /** Looks at a file, and reads it once for its key. */
    static Opened look(Path file, String name, long mostBytes) throws Refused, IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new Refused("it is a directory, not a file");
        }
        if (!attributes.isRegularFile()) {
            throw new Refused("it is no regular file");
        }
        if (attributes.size() == 0) {
            throw new Refused("the file is empty");
        }
        if (attributes.size() > mostBytes) {
            throw new Refused(
                    "the file has " + mebibytes(attributes.size()) + "; " + mebibytes(mostBytes) + " are read at most");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            int first = in.readNBytes(buffer, 0, HEADER);
            Opened.Kind kind = kind(Arrays.copyOf(buffer, first));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(buffer, 0, first);
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return new Opened(file, name, HexFormat.of().formatHex(digest.digest()), attributes.size(), kind);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Opened.Kind kind(byte[] head) throws Refused {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.contains("%PDF-")) {
            return Opened.Kind.PDF;
        }
        for (String image : new String[] {"\u0089PNG\r\n", "\u00ff\u00d8\u00ff", "II*\0", "MM\0*", "GIF8", "BM"}) {
            if (text.startsWith(image)) {
                return Opened.Kind.IMAGE;
            }
        }
        throw new Refused("it is neither a PDF nor an image (PNG, JPEG, TIFF, GIF, BMP)");
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f MiB", Math.ceil(bytes / 1048576.0));
    }
}
