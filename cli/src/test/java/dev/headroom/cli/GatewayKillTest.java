package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** kill −9 of a gateway in the midst of queued requests: none is lost, and each comes with the same key when it comes again. */
@EnabledOnOs(OS.LINUX)
class GatewayKillTest {

    private static final int JOBS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, List<String>> done = new ConcurrentHashMap<>();
    private final AtomicInteger came = new AtomicInteger();
    private final CountDownLatch killed = new CountDownLatch(1);
    private final Map<String, String> accepted = new LinkedHashMap<>();

    @Test
    void whatWasAcceptedIsDone() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::work);
        server.start();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path spec = Files.writeString(folder.resolve("headroom.yaml"), """
            apiVersion: headroom/v1
            gateway:
              listen: 127.0.0.1:%d
              admin: 127.0.0.2:%d
              upstreams: { web: { addresses: "http://127.0.0.1:%d" } }
              routes: { path: /, upstream: web, async: { workers: 3, retries: lookup } }
            """.formatted(
                        port, port, server.getAddress().getPort()));
        Process gateway = start(spec);
        try {
            URI url = URI.create("http://127.0.0.1:" + port + "/stories");
            submit(url, 0, JOBS / 2);
            gateway.destroyForcibly().waitFor();
            killed.countDown();
            gateway = start(spec);
            submit(url, 0, JOBS); // whoever got no answer asks again, and some who did
            assertThat(accepted).hasSize(JOBS);
            for (String status : accepted.values()) {
                assertThat(over(url.resolve(status))).isEqualTo("done");
            }
            assertThat(done).hasSize(JOBS);
            done.forEach((key, bodies) -> assertThat(bodies).isNotEmpty().allMatch(("body of " + key)::equals));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("gateway-queue.db"))))
                    .isEqualTo("rw-------");
        } finally {
            gateway.destroyForcibly().waitFor();
            server.stop(0);
            client.shutdownNow();
        }
    }

    private void work(HttpExchange exchange) {
        try (exchange) {
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (came.incrementAndGet() > 5) {
                killed.await(); // some are done, some are under way, and some wait
            }
            done.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>()).add(body);
            exchange.sendResponseHeaders(200, -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the gateway was killed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process start(Path spec) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process gateway = OwnProcess.of(
                        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), List.of("gateway", spec.toString()))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!Files.readString(out).contains("listening on")) {
            assertThat(gateway.waitFor(50, TimeUnit.MILLISECONDS))
                    .as(Files.readString(out))
                    .isFalse();
            assertThat(System.nanoTime()).isLessThan(end);
        }
        return gateway;
    }

    private void submit(URI url, int from, int to) throws IOException, InterruptedException {
        for (int i = from; i < to; i++) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(url)
                            .header("Idempotency-Key", "k" + i)
                            .POST(HttpRequest.BodyPublishers.ofString("body of k" + i))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(202);
            String where = answer.headers().firstValue("Location").orElseThrow();
            String before = accepted.put("k" + i, where);
            assertThat(before == null || before.equals(where))
                    .as("the same key is the same request, before and after")
                    .isTrue();
        }
    }

    private String over(URI status) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(status)
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            String state =
                    new ObjectMapper().readTree(answer.body()).path("state").asText();
            if (!state.equals("queued") && !state.equals("running")) {
                return state;
            }
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
