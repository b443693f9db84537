package dev.headroom.examples.files;

/**
 * What goes into the index for a file.
 *
 * @param name of the file, relative to its folder
 * @param pages that were read
 * @param text all of them, in their order
 */
record Indexed(String name, int pages, String text) {}
