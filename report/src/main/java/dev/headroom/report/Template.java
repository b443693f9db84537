package dev.headroom.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Text with places {@code {{name}}} that are filled once each. What is put in is not searched again. */
public final class Template {

    private final String text;

    private Template(String text) {
        this.text = text;
    }

    /** A template that is a resource beside a class. */
    public static Template of(Class<?> beside, String name) {
        return new Template(resource(beside, name));
    }

    /**
     * The text of a resource beside a class, with its lines ended by LF: HTML parsers turn CR LF into LF before they hash a
     * script.
     */
    public static String resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text with every place filled. */
    public String fill(Map<String, String> parts) {
        StringBuilder out = new StringBuilder(text.length() + 1024);
        int from = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
            int close = text.indexOf("}}", open);
            String name = text.substring(open + 2, close);
            String part = parts.get(name);
            if (part == null) {
                throw new IllegalStateException("the template asks for '" + name + "'");
            }
            out.append(text, from, open).append(part);
            from = close + 2;
        }
        return out.append(text, from, text.length()).toString();
    }
}
