package dev.headroom.examples.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
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
import java.util.function.IntFunction;

/** Those who ask the platform, through the gateway. */
final class Callers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * What a caller got.
     *
     * @param level of degradation that the gateway told
     * @param again whether it was told when to come again
     */
    record Got(int status, String body, int level, boolean again) {
        boolean well() {
            return status == 200;
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;

    Callers(URI gateway) {
        this.gateway = gateway;
    }

    /** Looks up the features of a user. */
    Got features(int user) throws IOException, InterruptedException {
        return ask("/v1/features?user=u" + user);
    }

    /** Asks for the score of a user, with a priority. */
    Got predict(int user, String priority) throws IOException, InterruptedException {
        return ask("/v1/predict?user=u" + user, "X-Priority", priority);
    }

    /** Asks for tokens, and reads none. */
    Got generate(String tenant, int tokens) throws IOException, InterruptedException {
        return ask("/v1/generate", "X-Tenant", tenant, "X-Tokens", Integer.toString(tokens));
    }

    /** Asks for tokens; {@code first} runs when the first has come. How many came. */
    int stream(String tenant, int tokens, Runnable first) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(
                request("/v1/generate", "X-Tenant", tenant, "X-Tokens", Integer.toString(tokens)),
                HttpResponse.BodyHandlers.ofInputStream());
        int count = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    if (count++ == 0) {
                        first.run();
                    }
                }
            }
        }
        return count;
    }

    /** Gets what stands at an address. */
    String get(URI address) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(address).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Got ask(String path, String... headers) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request(path, headers), HttpResponse.BodyHandlers.ofString());
        return new Got(
                answer.statusCode(),
                answer.body(),
                Integer.parseInt(
                        answer.headers().firstValue("X-Degradation-Level").orElse("0")),
                answer.headers().firstValue("Retry-After").isPresent());
    }

    private HttpRequest request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(path)).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    /** What so many callers got at once, by number. */
    static List<Got> together(int count, IntFunction<Callable<Got>> each)
            throws InterruptedException, ExecutionException {
        List<Callable<Got>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(each.apply(i));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Got> out = new ArrayList<>();
            for (Future<Got> f : threads.invokeAll(all)) {
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
