package dev.headroom.gateway;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Requests that two servers could read in two ways, or that point out of where they belong, are refused: RFC 9112 section 6.1
 * and 6.3 on both lengths, section 5.2 on folded lines (which the server itself refuses), RFC 3986 section 6.2.2.3 on dots.
 */
final class RequestChecks {

    private static final int MOST_HEADERS = 100;

    private static final int LONGEST_TOKEN = 256;

    /** The characters of a token, RFC 9110 section 5.6.2. */
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+.^_`|~-".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private RequestChecks() {}

    private static boolean isToken(String text) {
        int length = text.length();
        if (length == 0 || length > LONGEST_TOKEN) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                return false;
            }
        }
        return true;
    }

    /** Why a request is refused; null when it is not. */
    static @Nullable String refuse(ServerRequest req, long mostBody) {
        return refuse(
                isHttp2(req) ? req.authority() : null,
                req.prologue().method().text(),
                req.prologue().uriPath().rawPath(),
                req.headers(),
                mostBody);
    }

    static boolean isHttp2(ServerRequest req) {
        return req.prologue().protocolVersion().startsWith("2");
    }

    /** Whether a request is the last of its connection. */
    static boolean asksToClose(ServerRequest req) {
        if (isHttp2(req)) {
            return false;
        }
        for (String value : req.headers().values(HeaderNames.CONNECTION)) {
            for (String word : value.split(",", -1)) {
                if (word.strip().equalsIgnoreCase("close")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a request comes with a body. */
    static boolean hasBody(ServerRequest req) {
        return isHttp2(req)
                ? req.content().hasEntity()
                : req.headers().contains(HeaderNames.TRANSFER_ENCODING)
                        || req.headers().contentLength().orElse(0) > 0;
    }

    /**
     * Why a request is refused; null when it is not.
     *
     * @param authority of HTTP/2, where it stands in place of Host and lengths are those of frames; null for HTTP/1.1
     */
    static @Nullable String refuse(
            @Nullable String authority, String method, String rawPath, Headers headers, long mostBody) {
        if (!isToken(method)) {
            return "the method is no word";
        }
        String path = path(rawPath);
        if (path != null) {
            return path;
        }
        if (headers.size() > MOST_HEADERS) {
            return "there are more than " + MOST_HEADERS + " headers";
        }
        for (Header each : headers) {
            if (!isToken(each.name())) {
                return "the name of a header is no word";
            }
        }
        List<String> lengths = headers.values(HeaderNames.CONTENT_LENGTH);
        List<String> encodings = headers.values(HeaderNames.TRANSFER_ENCODING);
        if (!encodings.isEmpty()) {
            if (!lengths.isEmpty()) {
                return "both Content-Length and Transfer-Encoding are given";
            }
            if (encodings.size() != 1
                    || !encodings.getFirst().toLowerCase(Locale.ROOT).equals("chunked")) {
                return "the transfer encoding is not chunked";
            }
        }
        if (lengths.size() > 1) {
            return "there are several Content-Length";
        }
        if (lengths.size() == 1 && !lengths.getFirst().matches("[0-9]{1,18}")) {
            return "the Content-Length is no number";
        }
        List<String> hosts = headers.values(HeaderNames.HOST);
        if (authority == null ? hosts.size() != 1 : !hosts.isEmpty() && !hosts.equals(List.of(authority))) {
            return "there is not exactly one Host";
        }
        if (authority != null && !encodings.isEmpty()) {
            return "there is a Transfer-Encoding, which HTTP/2 does not have";
        }
        return lengths.size() == 1 && Long.parseLong(lengths.getFirst()) > mostBody ? TOO_LARGE : null;
    }

    /** The reason for a body that is too large, which has a status of its own. */
    static final String TOO_LARGE = "the body is larger than allowed";

    /** Why a path is refused; null when it is not. */
    static @Nullable String path(String raw) {
        if (!raw.startsWith("/")) {
            return "the path does not begin with /";
        }
        String seen = raw.toLowerCase(Locale.ROOT);
        for (int i = 0; i < seen.length(); i++) {
            char c = seen.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '\\' || c == '#') {
                return "the path has a character that does not belong there";
            }
            if (c == '%') {
                if (i + 2 >= seen.length()
                        || Character.digit(seen.charAt(i + 1), 16) < 0
                        || Character.digit(seen.charAt(i + 2), 16) < 0) {
                    return "the path is encoded wrongly";
                }
                int code = Integer.parseInt(seen.substring(i + 1, i + 3), 16);
                if (code < ' ' || code == 0x7f || code == '/' || code == '\\') {
                    return "the path has an encoded character that does not belong there";
                }
            }
        }
        if (seen.indexOf('.') < 0 && seen.indexOf('%') < 0) {
            return seen.contains("//") ? "the path has an empty segment" : null;
        }
        for (String segment : seen.replace("%2e", ".").split("/", -1)) {
            String bare = segment.contains(";") ? segment.substring(0, segment.indexOf(';')) : segment;
            if (bare.equals("..") || bare.equals(".")) {
                return "the path points out of where it is";
            }
        }
        return seen.contains("//") ? "the path has an empty segment" : null;
    }
}
