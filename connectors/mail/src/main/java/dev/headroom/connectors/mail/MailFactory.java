package dev.headroom.connectors.mail;

import dev.headroom.connectors.http.NotifierFactories;
import dev.headroom.connectors.http.Trust;
import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.loop.NotifierFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Opens notifiers of {@code type: email}. */
public final class MailFactory implements NotifierFactory {
    @Override
    public String type() {
        return "email";
    }

    @Override
    public Notifier open(Connection with) {
        MailServer.Security security = MailServer.Security.valueOf(
                with.text("security").orElse("starttls").toUpperCase(Locale.ROOT));
        Optional<String> user = with.text("user");
        Optional<String> password = with.secret("password-env");
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("'user' and 'password-env' belong together; give both or neither");
        }
        MailServer server = new MailServer(
                with.must("host"),
                with.count("port", security.usualPort()),
                security,
                user.orElse(null),
                password.orElse(null),
                with.text("ca").isPresent() ? Trust.in(Path.of(with.path("ca"))) : null,
                with.duration("timeout", Duration.ofSeconds(10)));
        return NotifierFactories.queued(with, new MailSink(server, with.must("from"), with.texts("to")));
    }
}
