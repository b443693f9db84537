package dev.headroom.cli;

/** How a command prints what it found. */
enum Format {
    /** For people. */
    TABLE,
    /** For programs. */
    JSON,
    /** For spreadsheets. */
    CSV
}
