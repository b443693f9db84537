package dev.headroom.examples.sessions;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/** A browser with a cookie, which remembers which instances answered. Its windows may be used at once. */
final class Visitor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI cart;
    private final Set<String> instances = new ConcurrentSkipListSet<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile String cookie = "";

    /** A visitor of a shop. */
    Visitor(URI cart) {
        this.cart = cart;
    }

    /** Puts something into the cart; again, if need be, without it being there twice. */
    void put(String item) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(cart + "?item=" + item)).PUT(HttpRequest.BodyPublishers.noBody()));
    }

    /** What lies in the cart. */
    List<String> cart() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(cart).GET()).lines().toList();
    }

    /** Ends the session, and keeps the cookie as if it did not know. */
    void end() throws IOException, InterruptedException {
        String before = cookie;
        send(HttpRequest.newBuilder(cart).DELETE());
        cookie = before;
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        request.timeout(PATIENCE);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            failures.incrementAndGet();
            return "";
        }
        answer.headers().firstValue(Carts.INSTANCE).ifPresent(instances::add);
        answer.headers().firstValue("Set-Cookie").ifPresent(c -> cookie = c.substring(0, c.indexOf(';')));
        return answer.body();
    }

    /** Instances that have answered since {@link #forget}. */
    Set<String> instances() {
        return new TreeSet<>(instances);
    }

    /** Answers since then that were errors. */
    int failures() {
        return failures.get();
    }

    /** Forgets who has answered, and how often not well. */
    void forget() {
        instances.clear();
        failures.set(0);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
