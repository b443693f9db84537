package dev.headroom.worker;

/** The worker's log. */
final class Log {
    static final System.Logger LOGGER = System.getLogger("dev.headroom.worker");

    private Log() {}

    static void warn(String text) {
        LOGGER.log(System.Logger.Level.WARNING, text);
    }

    static void info(String text) {
        LOGGER.log(System.Logger.Level.INFO, text);
    }
}
