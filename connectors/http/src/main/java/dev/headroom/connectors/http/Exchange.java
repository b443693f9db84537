package dev.headroom.connectors.http;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one server: a bounded number at a time, each with a deadline, tries, and a breaker for all of them. Redirects
 * are not followed, so that credentials stay with the server they are for.
 *
 * <p>Thread-safe.
 */
public final class Exchange implements AutoCloseable {

    /** What came of a request. */
    public sealed interface Outcome {
        /** An answer, of whatever status. */
        record Answered(int status, byte[] body) implements Outcome {
            /** Whether the status is one of success. */
            public boolean ok() {
                return status / 100 == 2;
            }

            /** What a status of failure means, in brackets after a space; empty for the others. */
            public String hint() {
                return switch (status) {
                    case 301, 302, 303, 307, 308 ->
                        " (a redirect, which is not followed: give the address it leads to)";
                    case 401 -> " (the server wants a token or a user and password, or does not accept the ones given)";
                    case 403 -> " (the server does not allow this to whom it was asked by)";
                    default -> "";
                };
            }

            /** The begin of the body as one line. */
            public String excerpt() {
                return Exchange.excerpt(new String(body, StandardCharsets.UTF_8));
            }
        }

        /**
         * None, and why, as a sentence without a full stop.
         *
         * @param mayPass whether another try may succeed; if not, it is the question's fault and not the server's
         */
        record Failed(String why, boolean mayPass) implements Outcome {
            Failed(String why) {
                this(why, true);
            }
        }

        /** More bytes than allowed, and why that is a failure, as a sentence without a full stop. */
        record TooLarge(String why) implements Outcome {}
    }

    /**
     * A request.
     *
     * @param method such as GET
     * @param path what follows the base address: begins with a slash or a question mark, or is empty
     * @param headers besides those of credentials
     * @param body null for none
     */
    public record Request(String method, String path, Map<String, String> headers, byte @Nullable [] body) {
        /** A GET of JSON. */
        public static Request get(String path) {
            return new Request("GET", path, Map.of("Accept", "application/json"), null);
        }

        /** Sends JSON. */
        public static Request json(String method, String path, byte[] body) {
            return new Request(
                    method, path, Map.of("Accept", "application/json", "Content-Type", "application/json"), body);
        }

        /** Asks with parameters: in the address if that does not grow too long, else in the body of a POST. */
        public static Request form(String path, Map<String, String> parameters) {
            String form = parameters.entrySet().stream()
                    .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            if (form.length() <= LONG_QUERY) {
                return get(path + "?" + form);
            }
            return new Request(
                    "POST",
                    path,
                    Map.of("Accept", "application/json", "Content-Type", "application/x-www-form-urlencoded"),
                    form.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final int FAILURES_IN_A_ROW = 5;
    // Well below the usual interval of a workload: each of its turns asks again.
    private static final Duration PAUSE = Duration.ofSeconds(5);
    // Beyond this the query goes into the body: servers and proxies bound the length of addresses.
    private static final int LONG_QUERY = 2000;
    /** Statuses of a server that is overloaded or being restarted. */
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private static final int MOST_WORDS = 300;

    private final ServerSettings settings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Semaphore places;
    private final Breaker breaker;
    private final LongSupplier nanos;

    /**
     * Requests to a server.
     *
     * @param nanos monotonic nanoseconds
     * @throws IllegalArgumentException if the file of authorities cannot be used
     */
    public Exchange(ServerSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
        this.places = new Semaphore(settings.inFlight());
        this.breaker = new Breaker(FAILURES_IN_A_ROW, PAUSE, nanos);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .executor(threads)
                .connectTimeout(settings.timeout())
                // Without the offer to upgrade, over which some proxies stumble.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (settings.authority() != null) {
            builder.sslContext(Trust.in(settings.authority()));
        }
        this.client = builder.build();
    }

    /** The threads on which callers may ask at the same time. */
    public ExecutorService threads() {
        return threads;
    }

    /** Asks, and tries again while that may help and there is time. */
    public Outcome ask(Request request) {
        long deadline = nanos.getAsLong() + settings.timeout().toNanos();
        try {
            if (!places.tryAcquire(left(deadline), TimeUnit.NANOSECONDS)) {
                return new Outcome.Failed("not asked within " + text(settings.timeout()) + ": " + settings.inFlight()
                        + " other requests were in flight all the time");
            }
            try {
                return tries(built(request), deadline);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted while asking " + settings.base());
        }
    }

    private Outcome tries(HttpRequest.Builder request, long deadline) throws InterruptedException {
        for (int tried = 1; ; tried++) {
            Optional<String> refusal = breaker.refusal(deadline);
            if (refusal.isPresent()) {
                return new Outcome.Failed(settings.base() + " is " + refusal.get());
            }
            Outcome outcome;
            boolean told = false;
            try {
                outcome = once(request, deadline);
                if (passing(outcome)) {
                    breaker.failed(why(outcome));
                } else {
                    breaker.succeeded();
                }
                told = true;
            } finally {
                if (!told) {
                    breaker.failed("the request was given up");
                }
            }
            if (!passing(outcome) || tried >= settings.tries()) {
                return outcome;
            }
            long longest = settings.backoff().toNanos() << (tried - 1);
            long pause = longest <= 0 ? 0 : ThreadLocalRandom.current().nextLong(longest + 1);
            if (pause >= left(deadline)) {
                return outcome;
            }
            TimeUnit.NANOSECONDS.sleep(pause);
        }
    }

    private static boolean passing(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> PASSING.contains(answered.status());
            case Outcome.Failed failed -> failed.mayPass();
            case Outcome.TooLarge large -> false;
        };
    }

    private static String why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> "HTTP " + answered.status();
            case Outcome.Failed failed -> failed.why();
            case Outcome.TooLarge large -> large.why();
        };
    }

    private Outcome once(HttpRequest.Builder request, long deadline) throws InterruptedException {
        long left = left(deadline);
        if (left <= 0) {
            return late();
        }
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request.timeout(Duration.ofNanos(left)).build(), info -> new BoundedBody(settings.largestAnswer()));
        try {
            // The client's own time-out ends with the headers; this one covers the body too.
            HttpResponse<byte[]> response = answer.get(left, TimeUnit.NANOSECONDS);
            return new Outcome.Answered(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            answer.cancel(true);
            return late();
        } catch (ExecutionException e) {
            return failure(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    private Outcome late() {
        return new Outcome.Failed(settings.base() + " did not answer within " + text(settings.timeout()));
    }

    private Outcome failure(@Nullable Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof BoundedBody.TooLarge) {
                return new Outcome.TooLarge(settings.base() + ": " + e.getMessage());
            }
            if (e instanceof javax.net.ssl.SSLException) {
                return new Outcome.Failed(settings.base() + " speaks no TLS that is trusted: " + e.getMessage());
            }
        }
        return switch (cause) {
            case null -> new Outcome.Failed(settings.base() + " could not be asked");
            case java.net.http.HttpTimeoutException e -> late();
            case java.net.ConnectException e ->
                new Outcome.Failed(
                        settings.base() + " cannot be reached" + (e.getMessage() == null ? "" : ": " + e.getMessage()));
            case IOException e -> new Outcome.Failed(settings.base() + " broke off: " + e);
            default -> new Outcome.Failed(settings.base() + " could not be asked: " + cause);
        };
    }

    private HttpRequest.Builder built(Request request) {
        byte[] body = request.body();
        HttpRequest.Builder built = HttpRequest.newBuilder(URI.create(settings.base() + request.path()))
                .method(
                        request.method(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        String authorization = settings.credentials().header();
        if (!authorization.isEmpty()) {
            built.header("Authorization", authorization);
        }
        request.headers().forEach(built::header);
        return built;
    }

    /** The begin of a text as one line. */
    public static String excerpt(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "…";
    }

    private long left(long deadline) {
        return deadline - nanos.getAsLong();
    }

    /** A span as people write it. */
    static String text(Duration span) {
        return span.toMillis() < 1000
                ? span.toMillis() + " ms"
                : (span.toMillis() % 1000 == 0 ? "" + span.toSeconds() : "" + span.toMillis() / 1000.0) + " s";
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
