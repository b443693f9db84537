package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.headroom.testing.RealRedis;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of {@code headroom gateway} that count their limits together in a real Redis. */
class SharedLimitsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable c : open.reversed()) {
            c.close();
        }
        client.shutdownNow();
    }

    private static int[] twoFree() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), two.getLocalPort()};
        }
    }

    private int upstream() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        open.add(() -> server.stop(0));
        return server.getAddress().getPort();
    }

    /** A gateway at work: its ports, and what it says. */
    private record Running(int port, int admin, Path said) {
        boolean hasSaid(String text) throws IOException {
            return Files.readString(said).contains(text);
        }
    }

    private Running gateway(String name, int upstream, String redis) throws IOException {
        int[] ports = twoFree();
        Running g = new Running(ports[0], ports[1], folder.resolve(name + ".log"));
        Path spec = folder.resolve(name + ".yaml");
        Files.writeString(spec, """
            apiVersion: headroom/v1
            gateway:
              listen: 127.0.0.1:%d
              admin: 127.0.0.1:%d
              upstreams: { web: { addresses: "http://127.0.0.1:%d" } }
              routes:
                - path: /
                  upstream: web
                  limits:
                    - { by: all, allow: 100, per: 365d, kind: window }
                    - { by: all, allow: 150, per: 365d }
                - { path: /keys, upstream: web, limits: { by: key, allow: 40, per: 365d, kind: sliding } }
              redis: { servers: "%s", timeout: 30s }
            """.formatted(g.port, g.admin, upstream, redis));
        Process process = OwnProcess.of(
                        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"),
                        List.of("gateway", spec.toString()))
                .redirectErrorStream(true)
                .redirectOutput(g.said.toFile())
                .start();
        open.add(process::destroyForcibly);
        return g;
    }

    private int status(Running g, String path, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + g.port + path))
                .header("X-Api-Key", key)
                .timeout(LONG)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** By status, how many of so many requests got it, sent to the gateways in turn by eight threads. */
    private Map<Integer, Integer> ask(List<Running> gateways, int requests, String path, String key) throws Exception {
        Map<Integer, Integer> counts = new TreeMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                Running to = gateways.get(i % gateways.size());
                answers.add(threads.submit(() -> status(to, path, key)));
            }
            for (Future<Integer> answer : answers) {
                counts.merge(answer.get(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private String metrics(Running g) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + g.admin + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void letThroughTogetherWhatIsAllowedToTheRequest() throws Exception {
        RealRedis.assumeInstalled();
        RealRedis redis = RealRedis.start(folder.resolve("redis"));
        open.add(redis);
        int upstream = upstream();
        List<Running> both =
                List.of(gateway("one", upstream, redis.hostPort()), gateway("two", upstream, redis.hostPort()));
        for (Running g : both) {
            Awaitility.await().atMost(LONG).until(() -> g.hasSaid("listening on"));
        }
        assertThat(ask(both, 240, "/", "anybody")).isEqualTo(Map.of(200, 100, 429, 140));
        assertThat(ask(both, 60, "/keys", "a")).isEqualTo(Map.of(200, 40, 429, 20));
        assertThat(ask(both, 60, "/keys", "b")).isEqualTo(Map.of(200, 40, 429, 20));

        redis.kill();
        // Each counts for itself now.
        assertThat(ask(List.of(both.getFirst()), 60, "/keys", "a")).isEqualTo(Map.of(200, 40, 429, 20));
        assertThat(ask(List.of(both.getLast()), 60, "/keys", "a")).isEqualTo(Map.of(200, 40, 429, 20));
        assertThat(metrics(both.getFirst())).contains("\nheadroom_gateway_limits_shared 0");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> both.getFirst().hasSaid("limits are counted by this gateway alone"));

        redis.restart();
        for (Running g : both) { // what was killed has forgotten
            Awaitility.await().atMost(LONG).until(() -> {
                status(g, "/keys", "c");
                return metrics(g).contains("\nheadroom_gateway_limits_shared 1");
            });
        }
        assertThat(ask(both, 60, "/keys", "d"))
                .as(
                        "%s %s",
                        Files.readString(both.getFirst().said()),
                        Files.readString(both.getLast().said()))
                .isEqualTo(Map.of(200, 40, 429, 20));
        Awaitility.await().atMost(LONG).until(() -> both.getFirst().hasSaid("limits are counted together again"));
    }

    @Test
    void thePasswordMustBeThere() throws Exception {
        Path spec = folder.resolve("headroom.yaml");
        Files.writeString(spec, """
            apiVersion: headroom/v1
            gateway:
              upstreams: { web: { addresses: "http://127.0.0.1:9001" } }
              routes: { path: /, upstream: web }
              redis: { servers: "127.0.0.1:6379", password-env: NO_SUCH_VARIABLE }
            """);
        StringWriter err = new StringWriter();
        assertThat(Main.run(new PrintWriter(err, true), new PrintWriter(err, true), "gateway", spec.toString()))
                .isNotZero();
        assertThat(err.toString())
                .contains(
                        "gateway.redis: the environment variable NO_SUCH_VARIABLE is not set; set it to the password");
    }
}
