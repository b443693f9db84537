package dev.headroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.JobStore;
import dev.headroom.guard.LocalLimits;
import dev.headroom.spec.GatewaySpec;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.SpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway on free ports before servers that answer by hand. */
class GatewayTest {

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

    private Wire.Server server(Wire.Answer answer) throws IOException {
        Wire.Server s = new Wire.Server(answer);
        open.add(s);
        return s;
    }

    private Gateway gateway(String keys) throws IOException {
        Gateway g = start(folder, keys);
        open.add(g);
        return g;
    }

    /** A gateway of a spec in a folder, on free ports. */
    static Gateway start(Path folder, String keys) throws IOException {
        return start(folder, keys, null);
    }

    /** The same with a place for queued requests. */
    static Gateway start(Path folder, String keys, @Nullable JobStore jobs) throws IOException {
        return start(folder, keys, jobs, upstream -> {});
    }

    private static Gateway start(Path folder, String keys, @Nullable JobStore jobs, Consumer<String> wanted)
            throws IOException {
        Path file = folder.resolve("headroom.yaml");
        Files.writeString(
                file,
                "apiVersion: headroom/v1\ngateway:\n  listen: 127.0.0.1:0\n  admin: 127.0.0.2:0\n" + keys.indent(2));
        Loaded loaded = SpecReader.read(file);
        assertThat(loaded.problems()).isEmpty();
        GatewaySpec spec =
                Objects.requireNonNull(Objects.requireNonNull(loaded.spec()).gateway());
        SplittableRandom random = new SplittableRandom(1);
        Gateway g = new Gateway(
                spec,
                ZoneId.of("UTC"),
                folder,
                new LocalLimits(GuardClock.SYSTEM, 1000),
                jobs,
                wanted,
                GuardClock.SYSTEM,
                () -> {
                    synchronized (random) {
                        return random.nextDouble();
                    }
                },
                text -> {});
        g.start();
        return g;
    }

    private Gateway before(Wire.Server server, String route) throws IOException {
        return gateway("upstreams: { web: { addresses: \"" + server.url() + "\" } }\nroutes: { path: /, upstream: web, "
                + route + " }");
    }

    private HttpResponse<String> get(Gateway g, String path, String... headers) throws Exception {
        HttpRequest.Builder r = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + g.port() + path));
        if (headers.length > 0) {
            r.headers(headers);
        }
        return client.send(r.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String metrics(Gateway g) throws Exception {
        return admin(g, "/metrics").body();
    }

    private HttpResponse<String> admin(Gateway g, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.2:" + g.adminPort() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** What comes to the server is what was sent, to the byte. */
    @ParameterizedTest
    @CsvSource({
        "/",
        "/a?x=1&flag&y=%20b+c",
        "/a%20b;c=1/x?q=%0d%0aX:1&=&a=1&a=2&%7e",
        "/v1/?",
        "/%C3%A9?%C3%A9",
        "/a?b?c/../d",
        "/a;x=1/b;y?c=1;d=2"
    })
    void targetsArePassedOnAsTheyAre(String target) throws Exception {
        Wire.Server server = server((head, body, out) -> Wire.ok(out, "hi"));
        Gateway g = before(server, "deadline: 5s");
        String answer = Wire.exchange(
                g.port(), "GET " + target + " HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("hi");
        assertThat(server.heads.getFirst()).startsWith("GET " + target.replaceAll("\\?$", "") + " HTTP/1.1\r\n");
        assertThat(server.heads.getFirst()).contains("Host: shop.example\r\n");
    }

    @Test
    void headersForTheConnectionAndSpoofedOnesStayBehind() throws Exception {
        Wire.Server server = server((head, body, out) -> Wire.text(
                out,
                String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Content-Length: 0",
                        "Connection: X-Private",
                        "X-Private: 1",
                        "X-Kept: 2",
                        "",
                        "")));
        Gateway g = before(server, "deadline: 5s");
        String answer = Wire.exchange(
                g.port(),
                String.join(
                        "\r\n",
                        "GET / HTTP/1.1",
                        "Host: a",
                        "Connection: close, X-Mine",
                        "X-Mine: 1",
                        "TE: trailers",
                        "Keep-Alive: 5",
                        "X-Forwarded-For: 6.6.6.6",
                        "X-Forwarded-Proto: https",
                        "X-Degradation-Level: 4",
                        "X-Two: a",
                        "X-Two: b",
                        "",
                        ""));
        String head = server.heads.getFirst();
        assertThat(head).doesNotContain("X-Mine", "TE:", "Keep-Alive", "6.6.6.6", "https");
        assertThat(head).contains("X-Forwarded-For: 127.0.0.1\r\n", "X-Degradation-Level: 0\r\n");
        assertThat(head).containsPattern("(X-Two: a\r\nX-Two: b\r\n|X-Two: a,\\s?b\r\n)");
        assertThat(answer).contains("X-Kept: 2").doesNotContain("X-Private");
    }

    @Test
    void eventsPassAsTheyCome() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Wire.Server server = server((head, body, out) -> {
            Wire.text(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            Wire.text(out, "9\r\ndata: 1\n\n\r\n");
            try {
                // The second event comes only once the first has arrived.
                if (!seen.await(60, TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            Wire.text(out, "9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        });
        Gateway g = before(server, "deadline: 20s");
        HttpResponse<InputStream> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + g.port() + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            assertThat(new String(in.readNBytes(9), StandardCharsets.UTF_8)).isEqualTo("data: 1\n\n");
            seen.countDown();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("data: 2\n\n");
        }
    }

    @Test
    void bodiesPassAsTheyCome() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        Wire.Server server = server((head, body, out) -> {
            first.complete(new String(body.readNBytes(8), StandardCharsets.UTF_8));
            body.readNBytes(2 + 10 + 5);
            Wire.ok(out, "got it");
        });
        Gateway g = before(server, "deadline: 20s");
        try (Socket s = new Socket(InetAddress.getLoopbackAddress(), g.port())) {
            OutputStream out = s.getOutputStream();
            Wire.text(out, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("5\r\nhello");
            Wire.text(out, "5\r\nworld\r\n0\r\n\r\n");
            assertThat(Wire.head(s.getInputStream())).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void anAnswerThatIsCutShortHasNoEnd() throws Exception {
        Wire.Server server = server((head, body, out) -> {
            Wire.text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            throw new IOException("gone");
        });
        Gateway g = before(server, "deadline: 5s");
        String answer = Wire.exchange(g.port(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(answer).contains("hello").doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void limitsSayWhatIsLeftAndWhenToComeAgain() throws Exception {
        Wire.Server server = server((head, body, out) -> Wire.ok(out, "hi"));
        Gateway g = before(server, "limits: { by: key, allow: 2, per: 1h, kind: sliding }");
        HttpResponse<String> first = get(g, "/", "X-Api-Key", "me");
        assertThat(first.headers().firstValue("RateLimit-Limit")).contains("2");
        assertThat(first.headers().firstValue("RateLimit-Remaining")).contains("1");
        get(g, "/", "X-Api-Key", "me");
        HttpResponse<String> third = get(g, "/", "X-Api-Key", "me");
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Long.parseLong(third.headers().firstValue("Retry-After").orElse("")))
                .isBetween(3500L, 3661L);
        assertThat(third.body()).contains("\"status\":429");
        assertThat(get(g, "/", "X-Api-Key", "you").statusCode()).isEqualTo(200);
        assertThat(server.heads).hasSize(3);
        assertThat(metrics(g)).contains("headroom_gateway_rejections_total{reason=\"limit\",route=\"/\"} 1.0");
    }

    @Test
    void whatHasBeenSeenOfLateIsTold() throws Exception {
        Wire.Server server = server((head, body, out) -> Wire.ok(out, "hi"));
        Gateway g = before(server, "limits: { by: all, allow: 3, per: 1h }");
        for (int i = 0; i < 5; i++) {
            get(g, "/");
        }
        JsonNode told = new ObjectMapper().readTree(admin(g, "/status").body());
        JsonNode web = told.at("/upstreams/web");
        JsonNode route = told.at("/routes/~1");
        assertThat(Instant.parse(told.path("at").asText())).isAfter(Instant.EPOCH);
        assertThat(route.path("rate").asDouble() / route.path("limited").asDouble())
                .isCloseTo(2.5, within(0.01));
        assertThat(web.path("rate").asDouble()).isEqualTo(web.path("answered").asDouble());
        assertThat(web.path("rate").asDouble()).isPositive();
        assertThat(web.path("p95").asDouble()).isPositive();
        assertThat(web.path("serversWell").asInt()).isEqualTo(1);
        assertThat(admin(g, "/status?window=3s").body()).contains("\"window\":3.0");
        assertThat(admin(g, "/status?window=3h").statusCode()).isEqualTo(400);
        assertThat(admin(g, "/status?span=3s").statusCode()).isEqualTo(400);
    }

    @Test
    void usersOfWhomNobodyTrustedTellsAreCountedByAddress() throws Exception {
        Wire.Server server = server((head, body, out) -> Wire.ok(out, "hi"));
        Gateway g = before(server, "limits: { by: user, allow: 1, per: 1h }");
        assertThat(get(g, "/", "X-User", "one").statusCode()).isEqualTo(200);
        assertThat(get(g, "/", "X-User", "two").statusCode()).isEqualTo(429);
    }

    @Test
    void aRequestForAnUpstreamAtZeroIsHeldUntilAServerIsThere() throws Exception {
        Wire.Server server = server((head, body, out) -> Wire.ok(out, "awake"));
        List<String> wanted = new CopyOnWriteArrayList<>();
        Gateway g = start(
                folder,
                "upstreams: { web: { file: targets.json, hold: 20s } }\nroutes: { path: /, upstream: web }",
                null,
                wanted::add);
        open.add(g);
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + g.port() + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        while (!metrics(g).contains("headroom_gateway_demand{upstream=\"web\"} 1.0")) {
            assertThat(answer).isNotDone();
        }
        assertThat(wanted).containsOnly("web"); // a controller need not find out by itself
        Path part = folder.resolve("part");
        Files.writeString(part, "[{\"targets\":[\"127.0.0.1:" + server.port() + "\"]}]");
        Files.move(part, folder.resolve("targets.json"));
        assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("awake");
    }

    @Test
    void aControllerIsToldByAPost() throws Exception {
        Wire.Server controller = server((head, body, out) ->
                Wire.text(out, "HTTP/1.1 " + (head.contains("gone") ? 404 : 200) + " X\r\nContent-Length: 0\r\n\r\n"));
        List<String> said = new CopyOnWriteArrayList<>();
        try (ControllerCall call =
                new ControllerCall(new GatewaySpec.Controller(controller.url() + "/", null), "t0ken\n", said::add)) {
            call.accept("web tier");
            call.accept("gone");
            while (said.isEmpty() || controller.heads.size() < 2) {
                Thread.onSpinWait();
            }
        }
        assertThat(controller.heads)
                .anySatisfy(h -> assertThat(h)
                        .startsWith("POST /api/v1/workloads/web%20tier/turn HTTP/1.1\r\n")
                        .contains("Authorization: Bearer t0ken\r\n"));
        assertThat(said)
                .containsExactly("headroom gateway: gone is asked for and has no server, and the controller at "
                        + controller.url() + " answers 404");
    }

    @Test
    void aServerThatIsNotThereIsPassedOver() throws Exception {
        Wire.Server gone = server((head, body, out) -> Wire.ok(out, "never"));
        int port = gone.port();
        gone.close();
        Wire.Server server = server((head, body, out) -> Wire.ok(out, "hi"));
        Gateway g = gateway("upstreams: { web: { addresses: [ \"http://127.0.0.1:" + port + "\", \"" + server.url()
                + "\" ] } }\nroutes: { path: /, upstream: web }");
        for (int i = 0; i < 20; i++) {
            assertThat(get(g, "/").body()).isEqualTo("hi");
        }
    }

    @Test
    void requestsLeaveTheRegionWhenItsServersAreGone() throws Exception {
        AtomicBoolean ill = new AtomicBoolean();
        Wire.Server here = server((head, body, out) -> {
            if (ill.get()) {
                Wire.text(out, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
            } else {
                Wire.ok(out, "here");
            }
        });
        Wire.Server far = server((head, body, out) -> Wire.ok(out, "far"));
        Gateway g =
                gateway("place: { region: tokyo }\nupstreams: { web: { addresses: [ \"" + here.url() + "\", { url: \""
                        + far.url() + "\", region: osaka } ] } }\nroutes: { path: /, upstream: web, retries: lookup }");
        for (int i = 0; i < 10; i++) {
            assertThat(get(g, "/").body()).isEqualTo("here");
        }
        ill.set(true);
        while (!metrics(g).contains("headroom_gateway_region_kept{upstream=\"web\"} 0.0")) {
            assertThat(get(g, "/").statusCode()).isEqualTo(200);
        }
        assertThat(get(g, "/").body()).isEqualTo("far");
    }

    @ParameterizedTest
    @CsvSource({"lookup, 200, 3", "none, 503, 1"})
    void whatMayBeRepeatedIsTriedAgainWhereThatIsSaid(String retries, int status, int requests) throws Exception {
        int[] count = {0};
        Wire.Server server = server((head, body, out) -> {
            if (++count[0] < 3) {
                Wire.text(out, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
            } else {
                Wire.ok(out, "hi");
            }
        });
        Gateway g = before(server, "retries: " + retries);
        assertThat(get(g, "/").statusCode()).isEqualTo(status);
        assertThat(count[0]).isEqualTo(requests);
    }

    @Test
    void aServerThatDoesNotAnswerInTimeIsNotWaitedFor() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Wire.Server server = server((head, body, out) -> {
            try {
                end.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        Gateway g = before(server, "deadline: 200ms");
        HttpResponse<String> answer = get(g, "/");
        end.countDown();
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(server.heads.getFirst()).containsPattern("X-Deadline-Ms: [0-9]{1,3}\r\n");
    }

    @Test
    void theDeadlineOfTheCallerCountsToo() throws Exception {
        Wire.Server server = server((head, body, out) -> Wire.ok(out, "hi"));
        Gateway g = before(server, "deadline: 30s");
        assertThat(get(g, "/", "X-Deadline-Ms", "900").statusCode()).isEqualTo(200);
        assertThat(server.heads.getFirst()).containsPattern("X-Deadline-Ms: [0-9]{1,3}\r\n");
        assertThat(get(g, "/", "X-Deadline-Ms", "0").statusCode()).isEqualTo(504);
        assertThat(server.heads).hasSize(1);
    }

    @Test
    void moreThanThePlacesAndTheQueueIsRefused() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Wire.Server server = server((head, body, out) -> {
            try {
                end.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            Wire.ok(out, "hi");
        });
        Gateway g = before(server, "concurrency: { adapt: fixed, most: 2, queue: 1, wait: 20s }");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + g.port() + "/"))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        while (!metrics(g).contains("headroom_gateway_queue{route=\"/\"} 1.0")) {
            assertThat(answers).allSatisfy(a -> assertThat(a).isNotDone());
        }
        HttpResponse<String> refused = get(g, "/");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        end.countDown();
        for (CompletableFuture<HttpResponse<String>> a : answers) {
            assertThat(a.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }
}
