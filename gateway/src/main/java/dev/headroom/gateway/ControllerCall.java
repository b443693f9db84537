package dev.headroom.gateway;

import dev.headroom.spec.GatewaySpec;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a controller at once that a workload at zero is asked for, so that it takes a turn before the next one is due: a POST of
 * nothing to {@code /api/v1/workloads/NAME/turn}. Nobody waits for the answer, and what it does not do the next turn does.
 */
public final class ControllerCall implements Consumer<String>, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String base;
    private final @Nullable String token;
    private final Consumer<String> say;
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * A controller that can be told.
     *
     * @param token of an operator; null for none
     * @param say hears of a controller that does not listen, once until it does
     */
    public ControllerCall(GatewaySpec.Controller controller, @Nullable String token, Consumer<String> say) {
        this.base = controller.url().replaceAll("/+$", "");
        this.token = token == null || token.isBlank() ? null : token.strip();
        this.say = say;
    }

    @Override
    public void accept(String workload) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v1/workloads/"
                        + URLEncoder.encode(workload, StandardCharsets.UTF_8).replace("+", "%20") + "/turn"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        CompletableFuture<?> unused = client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, failed) -> {
                    if (closed) {
                        return; // it may have failed for no other reason
                    }
                    String why = failed != null
                            ? "does not answer"
                            : answer.statusCode() == 200 ? "" : "answers " + answer.statusCode();
                    if (closed) {
                        return; // what is not answered any more is not the controller's doing
                    }
                    if (why.isEmpty()) {
                        told.remove(workload);
                    } else if (!why.equals(told.put(workload, why))) {
                        say.accept("headroom gateway: " + workload
                                + " is asked for and has no server, and the controller at " + base + " " + why);
                    }
                });
    }

    @Override
    public void close() {
        closed = true;
        client.shutdownNow();
    }
}
