package dev.headroom.connectors.http;

import java.util.Optional;

/** Notices as lines of the log {@code dev.headroom.notify}. */
final class LogSink implements NoticeSink {
    private static final System.Logger LOG = System.getLogger("dev.headroom.notify");

    @Override
    public Optional<String> deliver(Notice notice) {
        System.Logger.Level level = switch (notice.severity()) {
            case INFO -> System.Logger.Level.INFO;
            case WARNING -> System.Logger.Level.WARNING;
            case CRITICAL -> System.Logger.Level.ERROR;
        };
        LOG.log(level, () -> notice.workload() + ": " + notice.text());
        return Optional.empty();
    }
}
