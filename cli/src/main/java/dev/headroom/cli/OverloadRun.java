package dev.headroom.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headroom.gateway.Gateway;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LocalLimits;
import dev.headroom.spec.GatewaySpec;
import dev.headroom.spec.SpecReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that can do so much, offered far more by callers who give up after a second: behind a gateway, and without. The server
 * works through what has come in order, whether anybody still waits for it or not, as most do.
 */
final class OverloadRun {

    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration SERVICE = Duration.ofMillis(100);
    private static final Duration PROBE = Duration.ofMillis(200);
    private static final int WELL = 5;
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(30);

    /**
     * What came of it.
     *
     * @param offered requests
     * @param inTime answered with 200 within a second
     * @param refused answered with another status
     * @param lost not answered within a second
     * @param p50 milliseconds of those in time, the median
     * @param p99 milliseconds that 99 % of those in time took
     * @param seconds that requests were offered for
     * @param recovery seconds after the last one until five requests in a row were answered within half a second; −1 when that
     *     took more than 30 s
     */
    record Result(
            int offered, int inTime, int refused, int lost, double p50, double p99, double seconds, double recovery) {
        double goodput() {
            return inTime / seconds;
        }
    }

    private OverloadRun() {}

    /**
     * Runs it.
     *
     * @param perSecond that are offered
     * @param capacity that the server can do a second
     */
    static Result run(boolean behindGateway, int perSecond, int capacity, Duration span, Path folder)
            throws IOException, InterruptedException {
        HttpServer server = server(capacity);
        try {
            int port = server.getAddress().getPort();
            if (!behindGateway) {
                return load(port, perSecond, span);
            }
            Path file = Files.writeString(folder.resolve("headroom.yaml"), spec(port));
            GatewaySpec spec = Objects.requireNonNull(
                    Objects.requireNonNull(SpecReader.read(file).spec()).gateway());
            try (Gateway gateway = new Gateway(
                    spec,
                    ZoneOffset.UTC,
                    folder,
                    new LocalLimits(GuardClock.SYSTEM, 100),
                    GuardClock.SYSTEM,
                    () -> ThreadLocalRandom.current().nextDouble(),
                    text -> {})) {
                gateway.start();
                return load(gateway.port(), perSecond, span);
            }
        } finally {
            server.stop(0);
        }
    }

    private static String spec(int port) {
        return """
            apiVersion: headroom/v1
            gateway:
              listen: 127.0.0.1:0
              admin: 127.0.0.2:0
              upstreams: { server: { addresses: "http://127.0.0.1:%d", failures: 50 } }
              routes:
                - path: /
                  upstream: server
                  deadline: 1s
                  concurrency: { adapt: vegas, most: 200, queue: 200, wait: 400ms }
            """.formatted(port);
    }

    /**
     * Places for as many as make the capacity, each taken for 100 ms. A place is free when its time is over, not when the machine
     * gets round to it: else a busy machine would make the server smaller than it is said to be.
     */
    private static HttpServer server(int capacity) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        Queue<Long> free = new PriorityQueue<>();
        for (long i = Math.max(1, capacity * SERVICE.toMillis() / 1000); i > 0; i--) {
            free.add(System.nanoTime());
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, free));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, Queue<Long> free) throws IOException {
        try (exchange) {
            long end;
            synchronized (free) {
                end = Math.max(System.nanoTime(), free.remove()) + SERVICE.toNanos();
                free.add(end);
            }
            TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Result load(int port, int perSecond, Duration span) throws InterruptedException {
        int count = (int) (perSecond * span.toMillis() / 1000);
        int[] statuses = new int[count];
        double[] millis = new double[count];
        AtomicInteger ended = new AtomicInteger();
        URI uri = URI.create("http://127.0.0.1:" + port + "/");
        try (HttpClient client = client();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = begin + (long) (i * 1e9 / perSecond);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                int number = i;
                callers.execute(() -> {
                    long sent = System.nanoTime();
                    statuses[number] = ask(client, uri, DEADLINE);
                    millis[number] = (System.nanoTime() - sent) / 1e6;
                    ended.incrementAndGet();
                });
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double recovery = recovery(client, uri);
            callers.shutdown();
            if (!callers.awaitTermination(DEADLINE.toMillis() + 10_000, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException((count - ended.get()) + " callers did not give up");
            }
            client.shutdownNow();
            double[] good = new double[count];
            int inTime = 0;
            int refused = 0;
            for (int i = 0; i < count; i++) {
                if (statuses[i] == 200) {
                    good[inTime++] = millis[i];
                } else if (statuses[i] > 0) {
                    refused++;
                }
            }
            Arrays.sort(good, 0, inTime);
            return new Result(
                    count,
                    inTime,
                    refused,
                    count - inTime - refused,
                    inTime == 0 ? Double.NaN : good[inTime / 2],
                    inTime == 0 ? Double.NaN : good[(int) Math.ceil(0.99 * inTime) - 1],
                    seconds,
                    recovery);
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(DEADLINE)
                .build();
    }

    private static double recovery(HttpClient client, URI uri) throws InterruptedException {
        long ended = System.nanoTime();
        double first = -1;
        int well = 0;
        while (System.nanoTime() - ended < LONGEST_RECOVERY.toNanos()) {
            double since = (System.nanoTime() - ended) / 1e9;
            if (ask(client, uri, DEADLINE.dividedBy(2)) == 200) {
                first = well == 0 ? since : first;
                if (++well == WELL) {
                    return first;
                }
            } else {
                well = 0;
            }
            TimeUnit.MILLISECONDS.sleep(PROBE.toMillis());
        }
        return -1;
    }

    /** The status; 0 when none comes in time. */
    private static int ask(HttpClient client, URI uri, Duration longest) {
        try {
            return client.send(
                            HttpRequest.newBuilder(uri).timeout(longest).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
