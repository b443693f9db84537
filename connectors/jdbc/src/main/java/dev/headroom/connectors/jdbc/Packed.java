package dev.headroom.connectors.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Texts as they are stored: gzipped UTF-8. */
final class Packed {

    /** No text that was stored unpacks to more. */
    private static final int MOST = 64 << 20;

    private Packed() {}

    static byte[] pack(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() / 4 + 64);
        try (GZIPOutputStream zip = new GZIPOutputStream(out, 4096)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    /** @throws IllegalStateException if the bytes are damaged */
    static String unpack(byte[] bytes) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes), 4096)) {
            byte[] text = zip.readNBytes(MOST);
            if (zip.read() >= 0) {
                throw new IllegalStateException("a stored text is larger than " + MOST + " bytes: it is damaged");
            }
            return new String(text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a stored text is damaged: " + e.getMessage(), e);
        }
    }
}
