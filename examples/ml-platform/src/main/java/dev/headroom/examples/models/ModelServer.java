package dev.headroom.examples.models;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Scores users by a logistic regression on their features and the products of neighbours, and explains itself by the feature that
 * weighs most. It does as the gateway says: from level 1 on features that it has seen are good enough; from level 2 on it leaves
 * out products and explanation, and asks nobody.
 */
final class ModelServer extends Service {

    private static final double[] WEIGHTS = {0.9, -0.4, 0.3, 0.7, -1.1, 0.2, -0.6, 0.5};
    private static final double PRODUCT = 0.25;

    private final URI gateway;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, double[]> seen = new ConcurrentHashMap<>();
    private volatile long millis;

    ModelServer(int port, URI gateway) throws IOException {
        super(port);
        this.gateway = gateway;
    }

    /** How long a score takes from now on. */
    void slow(long each) {
        millis = each;
    }

    @Override
    void answer(HttpExchange exchange) throws Exception {
        int level = level(exchange);
        String user = user(exchange);
        double[] known = level >= 1 ? seen.get(user) : null;
        double[] x = known != null ? known : level >= 2 ? new double[FeatureStore.FEATURES] : features(user);
        TimeUnit.MILLISECONDS.sleep(millis);
        double sum = 0;
        int most = 0;
        for (int i = 0; i < x.length; i++) {
            sum += WEIGHTS[i] * x[i];
            sum += level >= 2 ? 0 : PRODUCT * x[i] * x[(i + 1) % x.length];
            most = Math.abs(WEIGHTS[i] * x[i]) > Math.abs(WEIGHTS[most] * x[most]) ? i : most;
        }
        String score = String.format(Locale.ROOT, "%.4f", 1 / (1 + Math.exp(-sum)));
        send(
                exchange,
                200,
                level >= 2
                        ? "{\"score\":" + score + ",\"by\":\"simple\"}\n"
                        : "{\"score\":" + score + ",\"by\":\"full\",\"because\":\"feature " + most + "\"}\n");
    }

    private double[] features(String user) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(gateway.resolve("/v1/features?user=" + user))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String[] words = answer.body().strip().split(" ", -1);
        if (answer.statusCode() != 200 || words.length != FeatureStore.FEATURES) {
            throw new IllegalStateException("no features: " + answer.statusCode());
        }
        double[] x = new double[words.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = Double.parseDouble(words[i]);
        }
        seen.put(user, x);
        return x;
    }

    @Override
    public void close() {
        super.close();
        client.shutdownNow();
    }
}
