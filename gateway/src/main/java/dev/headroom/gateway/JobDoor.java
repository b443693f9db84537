package dev.headroom.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.Job;
import dev.headroom.guard.JobStore;
import dev.headroom.guard.JobStore.Submitted;
import dev.headroom.spec.GatewaySpec;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where requests are handed in to be done later, and where it is asked what became of them: {@code 202} with the address of the
 * status, by the keys of draft-ietf-httpapi-idempotency-key-header.
 */
final class JobDoor {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> QUEUED = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final HeaderName KEY = HeaderNames.create("Idempotency-Key");
    private static final HeaderName PREFER = HeaderNames.create("Prefer");
    private static final HeaderName APPLIED = HeaderNames.create("Preference-Applied");
    private static final Duration COME_AGAIN = Duration.ofSeconds(10);
    private static final String RESULT = "/result";

    private final GatewaySpec.Queue queue;
    private final HeaderName apiKey;
    private final JobStore store;
    private final SlowClients slow;
    private final GatewayMetrics metrics;
    private final GuardClock clock;
    private final long mostBody;
    private final Consumer<String> came;
    private final SecureRandom random = new SecureRandom();

    /**
     * A door.
     *
     * @param apiKey header by which callers are known, besides Authorization
     * @param mostBody bytes of a body at most
     * @param came hears of the route of each job that was accepted
     */
    JobDoor(
            GatewaySpec.Queue queue,
            String apiKey,
            JobStore store,
            SlowClients slow,
            GatewayMetrics metrics,
            GuardClock clock,
            long mostBody,
            Consumer<String> came) {
        this.queue = queue;
        this.apiKey = HeaderNames.create(apiKey);
        this.store = store;
        this.slow = slow;
        this.metrics = metrics;
        this.clock = clock;
        this.mostBody = mostBody;
        this.came = came;
    }

    /** Whether a request is queued whatever comes. */
    boolean takes(ServerRequest req, Route route) {
        GatewaySpec.Async async = route.spec().async();
        return async != null
                && QUEUED.contains(req.prologue().method().text())
                && (async.when().equals("always") || asks(req));
    }

    /** Whether a request is queued rather than refused. */
    boolean mayTake(ServerRequest req, Route route) {
        GatewaySpec.Async async = route.spec().async();
        return async != null
                && async.when().equals("overload")
                && QUEUED.contains(req.prologue().method().text());
    }

    private static boolean asks(ServerRequest req) {
        return req.headers().values(PREFER).stream()
                .flatMap(v -> Arrays.stream(v.split("[,;]", -1)))
                .anyMatch(word -> word.strip().equalsIgnoreCase("respond-async"));
    }

    /** Keeps a request whose body has not been read, and says so; or refuses it. */
    void accept(ServerRequest req, ServerResponse res, Route route, Told told) throws IOException {
        String given = req.headers().first(KEY).orElse("");
        if (given.length() > 255 || !given.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            refuse(req, res, route, told, "bad_request", Problem.bad("the Idempotency-Key is no word of up to 255"));
            return;
        }
        byte[] body = body(req);
        if (body == null) {
            refuse(
                    req,
                    res,
                    route,
                    told,
                    "too_large",
                    new Problem(413, "Content Too Large", RequestChecks.TOO_LARGE, Duration.ZERO, true));
            return;
        }
        GatewaySpec.Async async = Objects.requireNonNull(route.spec().async());
        Job job = job(req, route, given, told.client(), body, async.expiry());
        try {
            switch (store.submit(job, fingerprint(job.request()), async.most())) {
                case Submitted.Accepted ok -> {
                    came.accept(route.name());
                    told.reason("queued");
                    accepted(req, res, job);
                }
                case Submitted.Known known -> {
                    told.reason("queued");
                    accepted(req, res, known.job());
                }
                case Submitted.Conflict no ->
                    refuse(
                            req,
                            res,
                            route,
                            told,
                            "key_reused",
                            Problem.of(422, "Unprocessable Content", "the Idempotency-Key was of another request"));
                case Submitted.Full no ->
                    refuse(
                            req,
                            res,
                            route,
                            told,
                            "backlog_full",
                            Problem.of(503, "Service Unavailable", "as many requests wait as may")
                                    .after(COME_AGAIN));
            }
        } catch (IllegalStateException e) {
            refuse(req, res, route, told, "store_away", away());
        }
    }

    private static Problem away() {
        return Problem.of(503, "Service Unavailable", "the queue cannot be reached")
                .after(COME_AGAIN);
    }

    private void refuse(ServerRequest req, ServerResponse res, Route route, Told told, String reason, Problem problem) {
        metrics.rejected(route.name(), reason);
        route.signals().rejected(clock.nanos());
        told.reason(reason);
        problem.to(req).send(res);
    }

    private Job job(ServerRequest req, Route route, String given, String client, byte[] body, Duration expiry) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        String id = HexFormat.of().formatHex(bits);
        String query = req.prologue().query().rawValue();
        String target = req.prologue().uriPath().rawPath() + (query == null || query.isEmpty() ? "" : "?" + query);
        // To the millisecond, as stores keep it.
        Instant now = Instant.ofEpochMilli(clock.instant().toEpochMilli());
        return Job.fresh(
                id,
                route.name(),
                given.isEmpty() ? id : given,
                scope(req, client),
                new Job.Request(
                        req.prologue().method().text(),
                        target,
                        "Host: " + req.authority() + "\n" + PassedHeaders.lines(PassedHeaders.ofRequest(req.headers())),
                        body),
                now,
                now.plus(expiry));
    }

    /** Whose keys they are: whoever shows the same credentials, and who shows none is known by address. */
    private String scope(ServerRequest req, String client) {
        String authorization = req.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        String key = req.headers().first(apiKey).orElse("");
        return digest((authorization + key).isEmpty() ? client : authorization + '\n' + key);
    }

    private static String fingerprint(Job.Request r) {
        MessageDigest d = sha256();
        d.update((r.method() + ' ' + r.target() + '\n').getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(d.digest(r.body()));
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private byte @Nullable [] body(ServerRequest req) throws IOException {
        if (!RequestChecks.hasBody(req)) {
            return new byte[0];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = req.content().inputStream()) {
            byte[] buffer = new byte[8192];
            for (int n = slow.read(in, buffer); n >= 0; n = slow.read(in, buffer)) {
                if (out.size() + n > mostBody) {
                    return null;
                }
                out.write(buffer, 0, n);
            }
        }
        return out.toByteArray();
    }

    private void accepted(ServerRequest req, ServerResponse res, Job job) {
        res.header(HeaderNames.LOCATION, queue.path() + '/' + job.id());
        if (asks(req)) {
            res.header(APPLIED, "respond-async");
        }
        if (!job.progress().state().isOver()) {
            res.header(HeaderNames.RETRY_AFTER, "1");
        }
        send(res, 202, job);
    }

    private void send(ServerResponse res, int status, Job job) {
        ObjectNode out = JSON.createObjectNode();
        out.put("id", job.id());
        out.put("state", job.progress().state().name().toLowerCase(Locale.ROOT));
        out.put("status", queue.path() + '/' + job.id());
        out.put("submitted", job.submitted().toString());
        out.put("expires", job.expires().toString());
        out.put("attempts", job.progress().attempts());
        if (job.progress().why() != null) {
            out.put("why", job.progress().why());
        }
        Job.Answer answer = JobStore.answer(job);
        if (answer != null) {
            out.put("answered", answer.status());
            out.put("result", queue.path() + '/' + job.id() + RESULT);
        }
        res.status(Status.create(status));
        res.header(HeaderNames.CONTENT_TYPE, "application/json");
        res.header(HeaderNames.CACHE_CONTROL, "no-store");
        res.send((out + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a path is one where it is told what became of a request. */
    boolean isStatus(String path) {
        return path.startsWith(queue.path() + '/');
    }

    /** The path that is before all of these. */
    String path() {
        return queue.path();
    }

    /** Tells what became of a request. */
    void status(ServerRequest req, ServerResponse res) {
        String method = req.prologue().method().text();
        if (!method.equals("GET")) {
            Problem.of(405, "Method Not Allowed", "what became of a request can be asked by GET only")
                    .send(res);
            return;
        }
        String rest = req.path().path().substring(queue.path().length() + 1);
        boolean result = rest.endsWith(RESULT);
        String id = result ? rest.substring(0, rest.length() - RESULT.length()) : rest;
        try {
            Optional<Job> found = id.matches("[0-9a-f]{32}") ? store.find(id) : Optional.empty();
            if (found.isEmpty()) {
                Problem.of(404, "Not Found", "there is no such request, or not any more")
                        .send(res);
                return;
            }
            Job job = found.get();
            Job.Answer answer = JobStore.answer(job);
            if (!result) {
                if (!job.progress().state().isOver()) {
                    res.header(HeaderNames.RETRY_AFTER, "1");
                }
                send(res, 200, job);
            } else if (answer == null) {
                Problem.of(404, "Not Found", "there is no answer, or not yet").send(res);
            } else {
                res.status(Status.create(answer.status()));
                PassedHeaders.set(answer.headers(), res.headers());
                res.send(answer.body());
            }
        } catch (IllegalStateException e) {
            away().send(res);
        }
    }
}
