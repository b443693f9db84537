package dev.headroom.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One replica of a small web service, as a process of its own. A request waits for one of a few slots and holds it for a
 * time that varies, as a call to a slow dependency does; what finds too many waiting is refused with 503.
 *
 * <p>It listens on the port in the variable PORT of 127.0.0.1 after a start-up time, answers {@code /ready} with 200 then,
 * and ends on SIGTERM when what it has is done, or when the process in the variable DEMO_PARENT is no more.
 */
public final class DemoService {

    /** Requests worked on at the same time. */
    public static final int SLOTS = 8;
    /** Mean time of a request in milliseconds. */
    public static final int MEAN_MILLIS = 200;
    /** Coefficient of variation of that time, which is lognormal. */
    public static final double CV = 0.4;
    /** Time from start to the first request in milliseconds. */
    public static final int BOOT_MILLIS = 4000;
    /** Requests that may wait. */
    public static final int QUEUE = 100;

    private static final int DRAIN_SECONDS = 5;

    private final Semaphore slots = new Semaphore(SLOTS, true);
    private final AtomicInteger inside = new AtomicInteger();

    private DemoService() {}

    /** Serves until told to end. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        TimeUnit.MILLISECONDS.sleep(BOOT_MILLIS);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        DemoService service = new DemoService();
        server.createContext("/ready", exchange -> answer(exchange, 200, "ready"));
        server.createContext("/", service::work);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(DRAIN_SECONDS)));
        server.start();
        String parent = System.getenv("DEMO_PARENT");
        if (parent != null) {
            ProcessHandle.of(Long.parseLong(parent)).ifPresent(p -> p.onExit().join());
            System.exit(0);
        }
    }

    private void work(HttpExchange exchange) throws IOException {
        if (inside.incrementAndGet() > SLOTS + QUEUE) {
            inside.decrementAndGet();
            answer(exchange, 503, "busy");
            return;
        }
        try {
            slots.acquire();
            try {
                TimeUnit.MICROSECONDS.sleep(micros());
            } finally {
                slots.release();
            }
            answer(exchange, 200, "done");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(exchange, 503, "ending");
        } finally {
            inside.decrementAndGet();
        }
    }

    /** Lognormal: σ² = ln(1 + cv²), μ = ln(mean) − σ²/2. */
    private static long micros() {
        double variance = Math.log1p(CV * CV);
        double log = Math.log(MEAN_MILLIS * 1000.0)
                - variance / 2
                + Math.sqrt(variance) * ThreadLocalRandom.current().nextGaussian();
        return Math.round(Math.exp(log));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
