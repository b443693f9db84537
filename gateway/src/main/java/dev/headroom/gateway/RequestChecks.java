package dev.headroom.gateway;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Requests that two servers could read in two ways, or that point out of where they belong, are refused: RFC 9112 section 6.1
 * and 6.3 on both lengths, section 5.2 on folded lines (which the server itself refuses), RFC 3986 section 6.2.2.3 on dots.
 */
final class RequestChecks {

    private static final int MOST_HEADERS = 100;

    private RequestChecks() {}

    /** Why a request is refused; null when it is not. */
    static @Nullable String refuse(String rawPath, Headers headers, long mostBody) {
        String path = path(rawPath);
        if (path != null) {
            return path;
        }
        if (headers.size() > MOST_HEADERS) {
            return "there are more than " + MOST_HEADERS + " headers";
        }
        List<String> lengths = headers.values(HeaderNames.CONTENT_LENGTH);
        List<String> encodings = headers.values(HeaderNames.TRANSFER_ENCODING);
        if (!encodings.isEmpty()) {
            if (!lengths.isEmpty()) {
                return "both Content-Length and Transfer-Encoding are given";
            }
            if (encodings.size() != 1 || !encodings.getFirst().toLowerCase(Locale.ROOT).equals("chunked")) {
                return "the transfer encoding is not chunked";
            }
        }
        if (lengths.size() > 1) {
            return "there are several Content-Length";
        }
        if (lengths.size() == 1 && !lengths.getFirst().matches("[0-9]{1,18}")) {
            return "the Content-Length is no number";
        }
        if (headers.values(HeaderNames.HOST).size() != 1) {
            return "there is not exactly one Host";
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
        for (String segment : seen.replace("%2e", ".").split("/", -1)) {
            String bare = segment.contains(";") ? segment.substring(0, segment.indexOf(';')) : segment;
            if (bare.equals("..") || bare.equals(".")) {
                return "the path points out of where it is";
            }
        }
        return seen.contains("//") ? "the path has an empty segment" : null;
    }
}
