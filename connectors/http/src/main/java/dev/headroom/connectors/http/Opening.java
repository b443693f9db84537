package dev.headroom.connectors.http;

import dev.headroom.engine.loop.Connection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of servers from the options of a spec: {@code token-env}, {@code user}, {@code password-env}, {@code ca}, {@code timeout}. */
public final class Opening {
    private Opening() {}

    /**
     * How a server is asked.
     *
     * @param base that its addresses begin with
     * @param timeout if the options name none
     * @throws IllegalArgumentException if an option is wrong
     */
    public static ServerSettings server(Connection with, URI base, Duration timeout) {
        ServerSettings plain = ServerSettings.of(base).within(with.duration("timeout", timeout));
        ServerSettings known = plain.with(credentials(with));
        return with.text("ca").isPresent() ? known.trusting(Path.of(with.path("ca"))) : known;
    }

    /**
     * Who asks.
     *
     * @throws IllegalArgumentException if there are both a token and a user, or one of a user and a password only
     */
    public static Credentials credentials(Connection with) {
        Optional<String> token = with.secret("token-env");
        Optional<String> user = with.text("user");
        Optional<String> password = with.secret("password-env");
        if (token.isPresent() && (user.isPresent() || password.isPresent())) {
            throw new IllegalArgumentException("it has a token and a user; give one of the two");
        }
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("'user' and 'password-env' belong together; give both or neither");
        }
        if (token.isPresent()) {
            return new Credentials.Bearer(token.get());
        }
        return user.<Credentials>map(u -> new Credentials.Basic(u, password.orElse("")))
                .orElse(Credentials.None.NONE);
    }
}
