package dev.headroom.controller;

/** Closes what may have to be closed. */
final class Closing {

    private Closing() {}

    /** Closes it if it can be; what it scales or reads stays as it is. */
    static void close(Object opened) {
        if (opened instanceof AutoCloseable c) {
            try {
                c.close();
            } catch (Exception e) {
                // It is not used any more, whatever became of it.
                return;
            }
        }
    }
}
