package dev.headroom.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * A simple load balancer: each request goes to the replica with the fewest in flight, and to another one when it does not
 * answer the door. {@code /stats} tells what a controller scales on, as JSON, each of the last whole span: {@code inFlight} on
 * average, {@code requests} per second and {@code p95} in seconds.
 */
public final class LoadBalancer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long SPAN_NANOS = 2_000_000_000L;
    private static final int TRIES = 3;

    private final Supplier<List<Integer>> ports;
    private final HttpServer server;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Integer, AtomicInteger> busy = new ConcurrentHashMap<>();
    private final LongAdder came = new LongAdder();
    private final Recorder times = new Recorder(60_000_000, 3);
    private final Object lock = new Object();
    private int inFlight;
    private long changed = System.nanoTime();
    /** Requests in flight times nanoseconds since the span began. */
    private double flown;

    private long spanBegan = changed;
    private double meanInFlight;
    private double perSecond;
    private double p95 = Double.NaN;

    private LoadBalancer(Supplier<List<Integer>> ports, HttpServer server) {
        this.ports = ports;
        this.server = server;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .executor(threads)
                .build();
        server.setExecutor(threads);
        server.createContext("/stats", this::stats);
        server.createContext("/", this::forward);
    }

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param ports where replicas that take work listen, asked for with every request
     */
    public static LoadBalancer start(Supplier<List<Integer>> ports) throws IOException {
        LoadBalancer balancer = new LoadBalancer(
                ports, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024));
        balancer.server.start();
        return balancer;
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void forward(HttpExchange exchange) throws IOException {
        long begin = System.nanoTime();
        came.increment();
        inFlight(1);
        try (exchange) {
            HttpResponse<byte[]> response = asked(exchange.getRequestURI().getRawPath());
            times.recordValue(Math.min(60_000_000, (System.nanoTime() - begin) / 1000));
            if (response == null) {
                answer(exchange, 503, "no replica answers");
            } else {
                answer(exchange, response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight(-1);
        }
    }

    private @Nullable HttpResponse<byte[]> asked(String path) throws InterruptedException {
        List<Integer> left = new ArrayList<>(ports.get());
        for (int i = 0; i < TRIES && !left.isEmpty(); i++) {
            Integer port = left.stream()
                    .min(Comparator.comparingInt(p -> load(p).get()))
                    .orElseThrow();
            load(port).incrementAndGet();
            try {
                return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(PATIENCE)
                                .build(),
                        BodyHandlers.ofByteArray());
            } catch (HttpTimeoutException late) {
                return null;
            } catch (IOException gone) {
                // One that ends closes its connections; people only read here, so another replica may do it.
                left.removeIf(port::equals);
            } finally {
                load(port).decrementAndGet();
            }
        }
        return null;
    }

    private void inFlight(int more) {
        synchronized (lock) {
            long now = System.nanoTime();
            flown += (double) inFlight * (now - changed);
            changed = now;
            inFlight += more;
        }
    }

    private AtomicInteger load(Integer port) {
        return busy.computeIfAbsent(port, p -> new AtomicInteger());
    }

    private void stats(HttpExchange exchange) throws IOException {
        String body;
        synchronized (lock) {
            inFlight(0);
            long now = changed;
            if (now - spanBegan >= SPAN_NANOS) {
                Histogram span = times.getIntervalHistogram();
                meanInFlight = flown / (now - spanBegan);
                flown = 0;
                perSecond = came.sumThenReset() * 1e9 / (now - spanBegan);
                p95 = span.getTotalCount() == 0 ? Double.NaN : span.getValueAtPercentile(95) / 1e6;
                spanBegan = now;
            }
            body = String.format(
                    Locale.ROOT,
                    "{\"inFlight\": %.3f, \"requests\": %.3f, \"p95\": %s}%n",
                    meanInFlight,
                    perSecond,
                    Double.isNaN(p95) ? "null" : String.format(Locale.ROOT, "%.4f", p95));
        }
        answer(exchange, 200, body);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }
}
