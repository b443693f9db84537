package dev.headroom.gateway;

import dev.headroom.guard.GuardClock;
import dev.headroom.spec.GatewaySpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What else the levels of degradation depend on: one virtual thread each asks again and again, with a time-out and a bound on the
 * answer. A service that does not answer three times in a row is away (1), and back (0) after two answers; a metric that cannot
 * be read three times in a row is not known, and then asks for nothing.
 */
final class Watches implements AutoCloseable {

    private static final int MOST_BYTES = 4 << 20;

    /** One of them. */
    private static final class Watched {
        private final GatewaySpec.Watch spec;
        private ReplicaHealth health = ReplicaHealth.NEW; // of its own thread
        private volatile double value = Double.NaN;

        Watched(GatewaySpec.Watch spec) {
            this.spec = spec;
        }
    }

    private final List<Watched> all = new ArrayList<>();
    private final GuardClock clock;
    private final Consumer<String> say;
    private volatile boolean closed;
    private @Nullable HttpClient client;

    /** Watches that nobody looks at yet; {@code say} hears of what can no longer be read. */
    Watches(List<GatewaySpec.Watch> watches, GuardClock clock, Consumer<String> say) {
        watches.forEach(w -> all.add(new Watched(w)));
        this.clock = clock;
        this.say = say;
    }

    void start() {
        if (all.isEmpty()) {
            return;
        }
        HttpClient asks = HttpClient.newHttpClient();
        client = asks;
        for (Watched w : all) {
            Thread.ofVirtual().name("headroom-gateway-watch-" + w.spec.name()).start(() -> run(w, asks));
        }
    }

    /** What is known for an upstream, by name. */
    Map<String, Double> readings(String upstream) {
        Map<String, Double> out = new HashMap<>();
        for (Watched w : all) {
            double value = w.value;
            if (!Double.isNaN(value)
                    && (w.spec.upstreams().isEmpty() || w.spec.upstreams().contains(upstream))) {
                out.put(w.spec.name(), value);
            }
        }
        return out;
    }

    /** Puts the value of each where metrics are told. */
    void gauges(GatewayMetrics metrics) {
        for (Watched w : all) {
            metrics.gauge(
                    "headroom_gateway_watch",
                    "What a watch has read: the metric, or 1 while the service is away; NaN while it is not known.",
                    "watch",
                    w.spec.name(),
                    () -> w.value);
        }
    }

    private void run(Watched w, HttpClient asks) {
        while (!closed) {
            try {
                look(w, asks);
                clock.pause(w.spec.every());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(Watched w, HttpClient asks) throws InterruptedException {
        String metric = w.spec.metric();
        OptionalDouble read = OptionalDouble.empty();
        String why = "";
        try {
            String text = ask(w.spec, asks);
            read = metric == null ? OptionalDouble.of(0) : Exposition.find(text, metric, w.spec.of());
            why = read.isPresent() ? "" : "it tells nothing of " + metric;
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        }
        boolean before = w.health.isWell(0);
        w.health = w.health.checked(read.isPresent());
        boolean well = w.health.isWell(0);
        if (!well) {
            w.value = metric == null ? 1 : Double.NaN;
        } else if (read.isPresent()) {
            w.value = read.getAsDouble();
        }
        if (before && !well && !closed) {
            say.accept("headroom gateway: watch " + w.spec.name() + ": " + w.spec.url()
                    + (metric == null ? " is away: " : " cannot be read: ") + why);
        } else if (well && !before) {
            say.accept("headroom gateway: watch " + w.spec.name() + ": " + w.spec.url() + " answers again");
        }
    }

    private static String ask(GatewaySpec.Watch spec, HttpClient asks) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Duration wait = spec.timeout();
        CompletableFuture<HttpResponse<Void>> answer = asks.sendAsync(
                HttpRequest.newBuilder(URI.create(spec.url())).timeout(wait).build(),
                HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
                    if (body.size() + bytes.length > MOST_BYTES) {
                        throw new IllegalStateException("the answer is larger than 4 MiB");
                    }
                    body.writeBytes(bytes);
                })));
        try {
            int status = answer.get(wait.toNanos(), TimeUnit.NANOSECONDS).statusCode();
            if (status < 200 || status >= 400) {
                throw new IOException("it answers " + status);
            }
            return body.toString(StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + wait.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String text = cause.getMessage();
            throw new IOException(text == null ? cause.getClass().getSimpleName() : text, e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (client != null) {
            client.shutdownNow();
        }
    }
}
