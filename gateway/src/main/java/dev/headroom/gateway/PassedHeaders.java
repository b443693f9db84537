package dev.headroom.gateway;

import dev.headroom.guard.Deadline;
import dev.headroom.guard.Degradation;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What of a message's headers goes on, and what was meant for the connection (RFC 9110 section 7.6.1) or is said anew. */
final class PassedHeaders {

    private static final Set<String> HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final Set<String> OURS = Set.of(
            "content-length",
            "expect",
            "host",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            Deadline.HEADER.toLowerCase(Locale.ROOT),
            Degradation.HEADER.toLowerCase(Locale.ROOT));

    private PassedHeaders() {}

    /** Of a request. */
    static List<Header> ofRequest(Headers in) {
        List<Header> out = new ArrayList<>(in.size());
        Set<String> dropped = dropped(in);
        for (Header each : in) {
            String name = each.headerName().lowerCase();
            if (!HOP.contains(name) && !OURS.contains(name) && !dropped.contains(name)) {
                out.add(each);
            }
        }
        return out;
    }

    /** Of an answer. */
    static List<Header> ofAnswer(Headers in) {
        List<Header> out = new ArrayList<>(in.size());
        Set<String> dropped = dropped(in);
        for (Header each : in) {
            String name = each.headerName().lowerCase();
            if (!HOP.contains(name) && !name.equals("content-length") && !dropped.contains(name)) {
                out.add(each);
            }
        }
        return out;
    }

    /** Names in Connection are for the connection too. */
    private static Set<String> dropped(Headers in) {
        List<String> named = in.values(HeaderNames.CONNECTION);
        if (named.isEmpty()) {
            return Set.of();
        }
        Set<String> out = new HashSet<>();
        for (String value : named) {
            for (String name : value.split(",", -1)) {
                out.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return out;
    }

    /** As a line each. */
    static String lines(List<Header> headers) {
        StringBuilder out = new StringBuilder();
        for (Header h : headers) {
            for (String value : h.allValues()) {
                out.append(h.name()).append(": ").append(value).append('\n');
            }
        }
        return out.toString();
    }

    /** Sets what {@link #lines} has written. */
    static void set(String lines, WritableHeaders<?> into) {
        for (String line : lines.split("\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                into.add(HeaderValues.create(HeaderNames.create(line.substring(0, colon)), line.substring(colon + 2)));
            }
        }
    }
}
