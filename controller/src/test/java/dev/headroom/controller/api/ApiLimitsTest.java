package dev.headroom.controller.api;

import static dev.headroom.controller.api.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headroom.controller.Console;
import dev.headroom.testing.ManualTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that ask for too much, send too much, or are too slow: they are turned away, and the loop runs on. */
class ApiLimitsTest {

    private static final int BODY = 4096;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String TOKEN = Tokens.random();

    private final ManualTime time = new ManualTime();
    private final FakeConsole console = FakeConsole.shop(time);
    private final ApiServer server = ApiServer.start(
            console,
            ApiSettings.local(0)
                    .with(Tokens.read("tokens", List.of("ada admin " + TOKEN)))
                    .with(new ApiSettings.Limits(
                            20, 60, 40, 20, 4, BODY, Duration.ofMillis(1500), Duration.ofSeconds(2))));
    private final TestClient client = new TestClient(server, TOKEN);

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aFloodIsTurnedAway() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<HttpResponse<String>>> flood = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                flood.add(() -> client.get("/api/v1/workloads"));
            }
            List<Future<HttpResponse<String>>> answers =
                    flood.stream().map(pool::submit).toList();
            console.run(Duration.ofMinutes(5));
            int refused = 0;
            for (Future<HttpResponse<String>> answer : answers) {
                HttpResponse<String> a = answer.get();
                assertThat(a.statusCode()).isIn(200, 429);
                if (a.statusCode() == 429) {
                    refused++;
                    assertThat(a.headers().firstValue("Retry-After")).hasValue("1");
                }
            }
            assertThat(refused).isPositive();
        }
        assertThat(console.latest("web", 100)).hasSize(20);
    }

    @Test
    void aLargeBodyIsRefused() {
        HttpResponse<String> told = client.send("PUT", "/api/v1/spec", "x".repeat(BODY + 1));
        assertThat(told.statusCode()).isEqualTo(413);
        assertThat(json(told).get("detail").textValue()).contains("larger than " + BODY);
        HttpResponse<String> chunked = client.send(HttpRequest.newBuilder(client.uri("/api/v1/spec"))
                .timeout(LONG)
                .header("Authorization", "Bearer " + TOKEN)
                .PUT(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[3 * BODY])))
                .build());
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(console.audit(1)).isEmpty();
    }

    @Test
    void aLongHeadIsRefused() throws IOException {
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii("GET /livez HTTP/1.1\r\nHost: localhost\r\n"));
            try {
                for (int i = 0; i < 100; i++) {
                    out.write(ascii("X-" + i + ": " + "y".repeat(1000) + "\r\n"));
                }
            } catch (SocketException e) {
                // refused before all of it was sent
            }
            assertThat(isClosed(socket)).isTrue();
        }
    }

    /** Each sends a byte now and then, more often than any time-out between two bytes could see. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "PUT /api/v1/spec HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer TOKEN\r\nContent-Length: 4000\r\n\r\n",
                "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n",
            })
    void whoTricklesIsCutOff(String begin) throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                Socket socket = socket();
                socket.getOutputStream().write(ascii(begin.replace("TOKEN", TOKEN)));
                slow.add(socket);
            }
            assertThat(client.get("/livez").statusCode()).isEqualTo(200);
            for (Socket socket : slow) {
                await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
                    try {
                        socket.getOutputStream().write('a');
                        return false;
                    } catch (SocketException e) {
                        return true;
                    }
                });
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        assertThat(client.get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void whoSaysNothingIsCutOff() throws IOException {
        try (Socket never = socket();
                Socket once = socket()) {
            assertThat(isClosed(never)).isTrue();
            once.getOutputStream().write(ascii("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            assertThat(isClosed(once)).isTrue();
        }
    }

    @Test
    void eventsArriveAndLeaveOffAtTheLimit() throws Exception {
        List<InputStream> streams = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            streams.add(listen().body());
        }
        assertThat(client.get("/api/v1/events").statusCode()).isEqualTo(503);
        assertThat(server.listeners()).isEqualTo(4);
        console.turn();
        console.tell(new Console.Event.Told(time.now(), "web", Console.Severity.WARNING, "line 1\nline 2"));
        for (InputStream stream : streams) {
            String text = until(stream, "event:told");
            assertThat(text)
                    .startsWith("event:hello\ndata:{\"holder\":\"one\"")
                    .contains("event:turn\ndata:{\"name\":\"web\"", "event:turn\ndata:{\"name\":\"mail\"");
            stream.close();
        }
        await().atMost(LONG).until(() -> {
            console.turn();
            return server.listeners() == 0;
        });
        try (InputStream again = listen().body()) {
            assertThat(until(again, "event:hello")).isNotEmpty();
        }
    }

    @Test
    void whoDoesNotReadEventsIsDropped() throws IOException {
        try (Socket deaf = socket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.getOutputStream().write(ascii("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            await().atMost(LONG).until(() -> server.listeners() == 1);
            await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(() -> {
                console.run(Duration.ofMinutes(10));
                return server.listeners() == 0;
            });
        }
        assertThat(client.get("/livez").statusCode()).isEqualTo(200);
    }

    private HttpResponse<InputStream> listen() throws IOException, InterruptedException {
        return client.http()
                .send(
                        HttpRequest.newBuilder(client.uri("/api/v1/events"))
                                .timeout(LONG)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
    }

    private static String until(InputStream stream, String last) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        while (text.indexOf(last) < 0) {
            int n = stream.read(buffer);
            assertThat(n).as("bytes after " + text).isPositive();
            text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) LONG.toMillis());
        return socket;
    }

    /** Reads whatever comes until the other side ends it. */
    private static boolean isClosed(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketException e) {
            return true;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
