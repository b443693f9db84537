package dev.headroom.cli;

import dev.headroom.controller.Console;
import dev.headroom.controller.api.ApiServer;
import dev.headroom.controller.api.ApiSettings;
import dev.headroom.controller.api.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a controller serves its interface and its page, and who may use them. */
final class Interface {

    private static final String NONE = "none";
    private static final Pattern ADDRESS = Pattern.compile("(?:(.+):)?([0-9]{1,5})");
    private static final int MOST_PORT = 65_535;

    @Option(
            names = "--listen",
            paramLabel = "[HOST:]PORT",
            description = "Where to serve the page and the REST interface; none for nowhere. Default: 127.0.0.1:"
                    + ApiSettings.PORT + " if it is free.")
    private @Nullable String listen;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description =
                    "Who may do what: a line each with a name, a role and the hash of a token, as 'headroom token'"
                            + " makes them. Without it, those in the environment variable HEADROOM_TOKENS, separated by commas.")
    private @Nullable Path tokens;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate chain (PEM), to serve HTTPS.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key of the certificate (PEM).")
    private @Nullable Path key;

    /** Reads what was said, before anything begins. */
    ApiSettings settings(UnaryOperator<@Nullable String> environment, @Nullable Path folder) {
        if ((certificate == null) != (key == null)) {
            throw Refusal.ofUsage("--tls-cert and --tls-key belong together");
        }
        ApiSettings settings = at(listen).with(tokens(environment)).beside(folder);
        return certificate == null || key == null ? settings : settings.withTls(certificate, key);
    }

    private static ApiSettings at(@Nullable String listen) {
        if (listen == null || listen.equals(NONE)) {
            return ApiSettings.local(ApiSettings.PORT);
        }
        Matcher m = ADDRESS.matcher(listen);
        if (!m.matches() || Integer.parseInt(m.group(2)) > MOST_PORT) {
            throw Refusal.ofUsage("--listen: a port, or an address with a port such as 0.0.0.0:8484, is needed, not '"
                    + listen + "'");
        }
        ApiSettings local = ApiSettings.local(Integer.parseInt(m.group(2)));
        if (m.group(1) == null) {
            return local;
        }
        try {
            return local.on(InetAddress.getByName(m.group(1).replaceAll("^\\[|\\]$", "")));
        } catch (UnknownHostException e) {
            throw Refusal.ofUsage("--listen: there is no address '" + m.group(1) + "'");
        }
    }

    private Tokens tokens(UnaryOperator<@Nullable String> environment) {
        try {
            if (tokens != null) {
                return Tokens.read(tokens.toString(), Files.readAllLines(tokens, StandardCharsets.UTF_8));
            }
            String given = environment.apply("HEADROOM_TOKENS");
            return given == null ? Tokens.NONE : Tokens.read("HEADROOM_TOKENS", List.of(given.split("[,\\n]", -1)));
        } catch (IOException e) {
            throw new Refusal("cannot read '" + tokens + "': "
                    + (e instanceof java.nio.file.NoSuchFileException
                            ? "there is no such file; 'headroom token NAME --add " + tokens + "' begins one"
                            : e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Begins to serve a controller. What is asked for must work; without a wish, a port that is taken is told, and the
     * controller runs without.
     *
     * @param say takes a line for people
     * @return ends it
     */
    Runnable serve(Console console, ApiSettings settings, Consumer<String> say) {
        if (NONE.equals(listen)) {
            return () -> {};
        }
        try {
            ApiServer server = ApiServer.start(console, settings);
            say.accept("the page is at " + server.url()
                    + (settings.tokens().isEmpty() ? "; it shows, and takes no orders without --tokens" : ""));
            return server::close;
        } catch (IllegalStateException e) {
            if (listen != null) {
                throw new Refusal(String.valueOf(e.getMessage()));
            }
            say.accept("no page and no REST interface: " + e.getMessage());
            return () -> {};
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }
}
