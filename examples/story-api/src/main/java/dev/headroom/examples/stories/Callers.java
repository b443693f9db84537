package dev.headroom.examples.stories;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Those who ask for stories. */
final class Callers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;

    /** Callers of a gateway. */
    Callers(URI gateway) {
        this.gateway = gateway;
    }

    /** Asks for a story at once. */
    HttpResponse<String> ask(String user, String hero, String place) throws IOException, InterruptedException {
        return client.send(request(user, hero, place).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Asks for a story some time. */
    HttpResponse<String> later(String user, String key, String hero) throws IOException, InterruptedException {
        return client.send(
                request(user, hero, "the harbour")
                        .header("Prefer", "respond-async")
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String user, String hero, String place) {
        return HttpRequest.newBuilder(
                        gateway.resolve("/v1/stories?hero=" + URLEncoder.encode(hero, StandardCharsets.UTF_8)
                                + "&place=" + URLEncoder.encode(place, StandardCharsets.UTF_8)))
                .header("X-User", user)
                .header("X-Api-Key", user)
                .timeout(PATIENCE);
    }

    /** Gets what stands at an address of the gateway, or elsewhere. */
    String get(String address) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(gateway.resolve(address))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /**
     * All at once.
     *
     * @param <T> what each gets
     */
    static <T> List<T> together(List<Callable<T>> all) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> out = new ArrayList<>();
            for (Future<T> f : threads.invokeAll(all)) {
                out.add(f.get());
            }
            return out;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
