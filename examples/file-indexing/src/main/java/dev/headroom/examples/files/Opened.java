package dev.headroom.examples.files;

import java.nio.file.Path;

/**
 * A file that may be read.
 *
 * @param file where it is on this machine
 * @param name relative to its folder
 * @param key SHA-256 of its content, in hexadecimal: what the index knows it by
 * @param bytes its size
 * @param kind what it is, by its first bytes
 */
record Opened(Path file, String name, String key, long bytes, Kind kind) {

    enum Kind {
        PDF,
        IMAGE
    }
}
