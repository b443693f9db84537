package dev.headroom.connectors.prometheus;

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

/** Requests to one server: a bounded number at a time, each with a deadline, tries, and a breaker for all of them. */
final class Exchange implements AutoCloseable {

    /** What came of a request. */
    sealed interface Outcome {
        /** An answer, of whatever status. */
        record Answered(int status, byte[] body) implements Outcome {}

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
    }

    private static final int FAILURES_IN_A_ROW = 5;
    // Well below the usual interval of a workload: each of its turns asks again.
    private static final Duration PAUSE = Duration.ofSeconds(5);
    // Beyond this the query goes into the body: servers and proxies bound the length of addresses.
    private static final int LONG_QUERY = 2000;
    /** Statuses of a server that is overloaded or being restarted. */
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private final PrometheusSettings settings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Semaphore places;
    private final Breaker breaker;
    private final LongSupplier nanos;

    Exchange(PrometheusSettings settings, LongSupplier nanos) {
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
    ExecutorService threads() {
        return threads;
    }

    /** Asks, and tries again while that may help and there is time. */
    Outcome ask(String path, Map<String, String> parameters) {
        long deadline = nanos.getAsLong() + settings.timeout().toNanos();
        try {
            if (!places.tryAcquire(left(deadline), TimeUnit.NANOSECONDS)) {
                return new Outcome.Failed("not asked within " + text(settings.timeout()) + ": " + settings.inFlight()
                        + " other requests were in flight all the time");
            }
            try {
                return tries(request(path, parameters), deadline);
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
        };
    }

    private static String why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> "HTTP " + answered.status();
            case Outcome.Failed failed -> failed.why();
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
                return new Outcome.Failed(
                        settings.base() + ": " + e.getMessage() + "; aggregate in the query, as sum(…) does", false);
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

    private HttpRequest.Builder request(String path, Map<String, String> parameters) {
        String form = parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request;
        if (form.length() <= LONG_QUERY) {
            request = HttpRequest.newBuilder(URI.create(settings.base() + path + "?" + form))
                    .GET();
        } else {
            request = HttpRequest.newBuilder(URI.create(settings.base() + path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        }
        String authorization = settings.credentials().header();
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return request.header("Accept", "application/json");
    }

    private long left(long deadline) {
        return deadline - nanos.getAsLong();
    }

    private static String text(Duration span) {
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
