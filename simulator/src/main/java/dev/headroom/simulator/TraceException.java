package dev.headroom.simulator;

/** A trace file that cannot be read. The message names the file, the line where there is one, the cause and a mend. */
public final class TraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TraceException(String message) {
        super(message);
    }
}
