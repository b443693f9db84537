package dev.headroom.cli;

import dev.headroom.forecast.history.History;
import dev.headroom.forecast.history.HistoryException;
import dev.headroom.forecast.history.HistoryReader;
import dev.headroom.forecast.history.PrometheusReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Prometheus, or another server that speaks its range query, for a history. A long time is asked for in several parts,
 * since Prometheus gives at most 11 000 points at once.
 *
 * @param base address up to {@code /api/v1}
 * @param query what is asked for
 * @param from begin
 * @param to end
 * @param step distance of points
 */
record PrometheusRange(String base, String query, Instant from, Instant to, Duration step) {
    private static final String PATH = "/api/v1/query_range";
    private static final int MOST_POINTS = 10_000;
    private static final int MOST_PARTS = 100;
    private static final int LONGEST_REPLY = 256 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Pattern STEP = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d|w)?");

    /** Whether a source named on the command line is an address. */
    static boolean isUrl(String source) {
        String s = source.toLowerCase(Locale.ROOT);
        return s.startsWith("http://") || s.startsWith("https://");
    }

    /**
     * What an address and options ask for; options win over the address.
     *
     * @param url of the server, or of a whole range query
     * @param now end unless another is given
     * @throws Refusal when the query is missing or something is not what it should be
     */
    static PrometheusRange of(
            String url,
            @Nullable String query,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String step,
            Instant now) {
        Map<String, String> asked = new LinkedHashMap<>();
        String base = url;
        int mark = url.indexOf('?');
        if (mark >= 0) {
            base = url.substring(0, mark);
            for (String pair : url.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    asked.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        base = base.replaceAll("/+$", "");
        base = base.endsWith(PATH) ? base.substring(0, base.length() - PATH.length()) : base;
        String wanted = query == null ? asked.get("query") : query;
        if (wanted == null) {
            throw Refusal.ofUsage("what to ask " + base
                    + " is missing: add --query 'sum(rate(http_requests_total[5m]))', or give the whole address of a"
                    + " range query");
        }
        Instant end = to != null ? to : asked.containsKey("end") ? time(asked.get("end")) : now;
        Instant begin = from != null
                ? from
                : asked.containsKey("start") ? time(asked.get("start")) : end.minus(Duration.ofDays(28));
        Duration each = duration(step != null ? step : asked.getOrDefault("step", "5m"));
        if (!begin.isBefore(end)) {
            throw Refusal.ofUsage("the begin, " + begin + ", is not before the end, " + end);
        }
        return new PrometheusRange(base, wanted, begin, end, each);
    }

    private static Instant time(String written) {
        try {
            return written.contains("T")
                    ? Instant.parse(written)
                    : Instant.ofEpochMilli(Math.round(Double.parseDouble(written) * 1000));
        } catch (RuntimeException e) {
            throw Refusal.ofUsage(
                    "'" + written + "' in the address is not a time; write epoch seconds or 2026-01-07T12:00:00Z");
        }
    }

    private static Duration duration(String written) {
        Matcher m = STEP.matcher(written.strip());
        if (m.matches()) {
            String unit = m.group(2) == null ? "s" : m.group(2);
            double millis = Double.parseDouble(m.group(1))
                    * switch (unit) {
                        case "ms" -> 1;
                        case "m" -> 60_000;
                        case "h" -> 3_600_000;
                        case "d" -> 86_400_000;
                        case "w" -> 7 * 86_400_000;
                        default -> 1000;
                    };
            if (millis >= 1000) {
                return Duration.ofMillis(Math.round(millis));
            }
        }
        throw Refusal.ofUsage("--step: '" + written + "' is not a step of a second or more; write 30s, 5m or 1h");
    }

    /**
     * The history; words on the way go to {@code err}.
     *
     * @throws Refusal when the server cannot be reached in time or does not answer with a history
     */
    History read(HistoryReader.Options options, PrintWriter err) {
        long part = step.toMillis() * MOST_POINTS;
        long parts = Math.ceilDiv(Duration.between(from, to).toMillis(), part);
        if (parts > MOST_PARTS) {
            throw new Refusal("that is more than " + MOST_PARTS * MOST_POINTS + " points; ask for a longer --step");
        }
        List<String> bodies = new ArrayList<>();
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            for (long i = 0; i < parts; i++) {
                Instant begin = from.plusMillis(i * part);
                Instant next = begin.plusMillis(part);
                // The end belongs to the answer: one step before the next begin.
                Instant end = next.isBefore(to) ? next.minus(step) : to;
                bodies.add(get(client, begin, end));
                if (parts > 1) {
                    err.println("read part " + (i + 1) + " of " + parts + ", to " + end);
                }
            }
        }
        try {
            return PrometheusReply.read(query, bodies, PrometheusReply.isRate(query), options);
        } catch (HistoryException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    private String get(HttpClient client, Instant begin, Instant end) {
        String address = base + PATH + "?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&start="
                + begin.toEpochMilli() / 1000.0 + "&end=" + end.toEpochMilli() / 1000.0 + "&step="
                + step.toMillis() / 1000.0;
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(ANSWER)
                    .header("Accept", "application/json")
                    .build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] bytes = in.readNBytes(LONGEST_REPLY + 1);
                if (bytes.length > LONGEST_REPLY) {
                    throw new Refusal(base + ": the answer is longer than " + (LONGEST_REPLY >> 20)
                            + " MB; ask for a longer --step or sum the series");
                }
                String body = new String(bytes, StandardCharsets.UTF_8);
                // Prometheus says in the body what is wrong with a query, with status 400 or 422.
                if (response.statusCode() / 100 != 2 && !body.startsWith("{")) {
                    throw new Refusal(base + ": the server answered with status " + response.statusCode()
                            + "; is it a Prometheus?");
                }
                return body;
            }
        } catch (IllegalArgumentException e) {
            throw Refusal.ofUsage("'" + base + "' is not an address: " + e.getMessage());
        } catch (HttpTimeoutException e) {
            throw new Refusal(
                    base + ": no answer within " + ANSWER.toSeconds() + " s; ask for less, or a longer --step");
        } catch (IOException e) {
            throw new Refusal(
                    base + ": cannot be reached: " + (e.getMessage() == null ? "connection refused" : e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }
}
