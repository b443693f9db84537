package dev.headroom.controller.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of the page, by the path they are served at. All are in this archive; none is fetched from elsewhere. */
final class Assets {

    private Assets() {}

    static Map<String, Reply.Content> all() {
        Map<String, Reply.Content> files = new LinkedHashMap<>();
        return files;
    }

    static Reply.Content of(String media, Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the build");
            }
            return new Reply.Content(media, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
