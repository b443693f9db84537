package dev.headroom.connectors.http;

import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.loop.NotifierFactory;
import dev.headroom.engine.model.Advice;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Opens the notifiers of this room. */
public final class NotifierFactories {
    private static final int PLACES = 256;

    private NotifierFactories() {}

    /** A notifier that hands what its {@code least} lets through to a sink, one after the other. */
    public static Notifier queued(Connection with, NoticeSink sink) {
        Advice.Severity least = with.text("least")
                .map(word -> Advice.Severity.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Advice.Severity.INFO);
        return new QueuedNotifier(with.name(), sink, least, PLACES, with.clock());
    }

    private static Notifier posting(Connection with, boolean slack) {
        Optional<String> secret = with.secret("url-env");
        if (secret.isPresent() == with.text("url").isPresent()) {
            throw new IllegalArgumentException("it needs one of 'url' and 'url-env'");
        }
        Address address = Address.of(secret.orElseGet(() -> with.must("url")));
        return queued(
                with,
                new WebhookSink(Opening.server(with, address.server(), Duration.ofSeconds(10)), address.path(), slack));
    }

    /** {@code type: log}. */
    public static final class Log implements NotifierFactory {
        @Override
        public String type() {
            return "log";
        }

        @Override
        public Notifier open(Connection with) {
            return queued(with, new LogSink());
        }
    }

    /** {@code type: webhook}. */
    public static final class Webhook implements NotifierFactory {
        @Override
        public String type() {
            return "webhook";
        }

        @Override
        public Notifier open(Connection with) {
            return posting(with, false);
        }
    }

    /** {@code type: slack}. */
    public static final class Slack implements NotifierFactory {
        @Override
        public String type() {
            return "slack";
        }

        @Override
        public Notifier open(Connection with) {
            return posting(with, true);
        }
    }
}
