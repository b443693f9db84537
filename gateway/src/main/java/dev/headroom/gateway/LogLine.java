package dev.headroom.gateway;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A request as a line of the access log: JSON, or the combined form of Apache and nginx. What may be secret is in neither: no
 * query, no header but where somebody comes from (without its query) and with what program, and no body.
 */
final class LogLine {

    private static final int LONGEST = 1024;
    private static final DateTimeFormatter COMBINED =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

    private LogLine() {}

    /**
     * A line.
     *
     * @param combined whether it is of that form
     * @param nanos how long it took
     */
    static String of(boolean combined, ServerRequest req, int status, Told told, long nanos, Instant at, ZoneId zone) {
        String method = cut(req.prologue().method().text());
        String shown = told.path();
        String path = shown == null ? cut(req.prologue().uriPath().rawPath()) : shown;
        String version = req.prologue().protocolVersion();
        if (combined) {
            return "%s - - [%s] \"%s %s HTTP/%s\" %d %s \"%s\" \"%s\""
                    .formatted(
                            told.client().isEmpty() ? "-" : told.client(),
                            COMBINED.format(at.atZone(zone)),
                            plain(method),
                            plain(path),
                            version,
                            status,
                            told.bytes() == 0 ? "-" : Long.toString(told.bytes()),
                            plain(header(req, HeaderNames.REFERER).replaceFirst("[?#].*", "")),
                            plain(header(req, HeaderNames.USER_AGENT)));
        }
        StringBuilder out = new StringBuilder(256);
        out.append("{\"at\":\"").append(at.truncatedTo(ChronoUnit.MILLIS)).append('"');
        put(out, "client", told.client());
        put(out, "method", method);
        put(out, "path", path);
        put(out, "version", version);
        out.append(",\"status\":").append(status);
        out.append(",\"bytes\":").append(told.bytes());
        out.append(",\"ms\":").append(Math.round(nanos / 1e4) / 1e2);
        Route route = told.route();
        if (route != null) {
            put(out, "route", route.name());
        }
        String server = told.server();
        if (server != null) {
            put(out, "server", server);
        }
        String reason = told.reason();
        if (reason != null) {
            put(out, "reason", reason);
        }
        return out.append('}').toString();
    }

    private static String header(ServerRequest req, HeaderName name) {
        String value = cut(req.headers().first(name).orElse(""));
        return value.isEmpty() ? "-" : value;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static void put(StringBuilder out, String name, String value) {
        out.append(",\"").append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, out);
        out.append('"');
    }

    /** Quotes, backslashes and whatever is not printable, escaped so that a line stays a line. */
    private static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c == 0x7f) {
                out.append(String.format(Locale.ROOT, "\\x%02X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
