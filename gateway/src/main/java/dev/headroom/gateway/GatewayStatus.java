package dev.headroom.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.guard.GuardClock;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway tells of itself to those who run it: {@code /metrics} for Prometheus, {@code /health} for a load balancer in
 * front, and {@code /status} with averages over a time, as JSON that a controller scales on.
 */
final class GatewayStatus {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m)");
    private static final int MOST_QUERY = 200;

    private final Collection<Upstream> upstreams;
    private final List<Route> routes;
    private final GatewayMetrics metrics;
    private final Supplier<@Nullable JobRunner> jobs;
    private final IntSupplier level;
    private final GuardClock clock;

    /**
     * What is told of.
     *
     * @param jobs who does queued requests; null when nobody does
     * @param level of degradation, 0 to 4
     */
    GatewayStatus(
            Collection<Upstream> upstreams,
            List<Route> routes,
            GatewayMetrics metrics,
            Supplier<@Nullable JobRunner> jobs,
            IntSupplier level,
            GuardClock clock) {
        this.upstreams = upstreams;
        this.routes = routes;
        this.metrics = metrics;
        this.jobs = jobs;
        this.level = level;
        this.clock = clock;
    }

    HttpRouting.Builder routing() {
        return HttpRouting.builder()
                .get("/metrics", (req, res) -> text(res, 200, metrics.scrape()))
                .get("/health", (req, res) -> health(res))
                .get("/status", this::status);
    }

    private static void text(ServerResponse res, int status, String body) {
        send(res, status, "text/plain; version=0.0.4; charset=utf-8", body);
    }

    private static void send(ServerResponse res, int status, String type, String body) {
        res.status(Status.create(status));
        res.header(HeaderNames.CONTENT_TYPE, type);
        res.send(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Well when every upstream has a server; an upstream at zero that is held for is well too. */
    private void health(ServerResponse res) {
        StringBuilder out = new StringBuilder();
        boolean well = true;
        for (Upstream u : upstreams) {
            boolean fine = !u.replicas().isEmpty() || !u.spec().hold().isZero();
            well &= fine;
            out.append(u.name())
                    .append(": ")
                    .append(u.replicas().all().size())
                    .append(fine ? " servers\n" : " servers, none takes requests\n");
        }
        out.append("degradation: ").append(level.getAsInt()).append('\n');
        text(res, well ? 200 : 503, out.toString());
    }

    private void status(ServerRequest req, ServerResponse res) {
        Set<String> names = req.query().names();
        Duration span =
                names.isEmpty() ? USUAL : span(req.query().first("window").orElse(""));
        if (span == null || names.size() > 1) {
            Problem.of(400, "Bad Request", "the only parameter is window, from 1s to 1m, such as window=10s")
                    .send(res);
            return;
        }
        send(res, 200, "application/json", json(span));
    }

    /** A time as written; null when it is none, or too short or too long. */
    static @Nullable Duration span(String text) {
        Matcher m = SPAN.matcher(text.length() > MOST_QUERY ? "" : text);
        if (!m.matches()) {
            return null;
        }
        long amount = Long.parseLong(m.group(1));
        Duration span = switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
        return span.compareTo(SHORTEST) < 0 || span.compareTo(Signals.LONGEST) > 0 ? null : span;
    }

    /** Everything over a time; shares from 0 to 1, times in seconds, rates per second. */
    String json(Duration span) {
        long now = clock.nanos();
        ObjectNode root = JSON.createObjectNode();
        root.put("at", clock.instant().toString());
        root.put("window", span.toNanos() / 1e9);
        root.put("degradation", level.getAsInt());
        JobRunner runner = jobs.get();
        ObjectNode of = root.putObject("upstreams");
        for (Upstream u : upstreams) {
            ObjectNode one = of.putObject(u.name());
            put(one, u.signals().over(span, now));
            one.put("backlog", runner == null ? 0 : runner.open(u));
            one.put("degradation", u.degradation().level());
            one.put("servers", u.replicas().all().size());
            one.put("serversWell", u.well(now));
            one.put("regionKept", rounded(u.replicas().shares().regions().getFirst()));
            one.put("zoneKept", rounded(u.replicas().shares().zoneKept()));
        }
        of = root.putObject("routes");
        for (Route r : routes) {
            ObjectNode one = of.putObject(r.name());
            put(one, r.signals().over(span, now));
            one.put("backlog", runner == null ? 0 : runner.open(r.name()));
            one.put("concurrencyLimit", r.gate().capacity());
        }
        return root + "\n";
    }

    private static void put(ObjectNode into, Signals.Seen s) {
        into.put("inFlight", rounded(s.inFlight()));
        into.put("queue", rounded(s.waiting()));
        into.put("demand", rounded(s.inFlight() + s.waiting()));
        into.put("rate", rounded(s.rate()));
        into.put("answered", rounded(s.answered()));
        into.put("p50", rounded(s.p50()));
        into.put("p95", rounded(s.p95()));
        into.put("p99", rounded(s.p99()));
        into.put("errors", rounded(s.errors()));
        into.put("limited", rounded(s.limited()));
        into.put("rejected", rounded(s.rejected()));
    }

    /** To a hundredth of a thousandth; null when there is none. */
    private static @Nullable Double rounded(double value) {
        return Double.isNaN(value) ? null : Math.rint(value * 1e5) / 1e5;
    }
}
