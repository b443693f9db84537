package dev.headroom.interop;

/**
 * One file of an export.
 *
 * @param path relative, with forward slashes, such as {@code web.hpa.yaml}
 * @param text its content, ending in a newline
 */
public record Document(String path, String text) {}
