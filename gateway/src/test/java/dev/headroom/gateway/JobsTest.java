package dev.headroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.guard.JobStore;
import dev.headroom.testing.MemoryJobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are accepted now and done later. */
class JobsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JobStore jobs = new MemoryJobs();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable c : open.reversed()) {
            c.close();
        }
        client.shutdownNow();
    }

    private Gateway gateway(String upstream, String route) throws IOException {
        Gateway g = GatewayTest.start(
                folder,
                "upstreams: { web: { " + upstream + " } }\nroutes: { path: /, upstream: web, " + route + " }",
                jobs);
        open.add(g);
        return g;
    }

    private Wire.Server server(Wire.Answer answer) throws IOException {
        Wire.Server s = new Wire.Server(answer);
        open.add(s);
        return s;
    }

    /** Answers with the body that came, after its length. */
    private static void echo(String head, InputStream body, OutputStream out) throws IOException {
        int length = head.toLowerCase(Locale.ROOT).contains("content-length")
                ? Integer.parseInt(head.replaceAll("(?is).*content-length: (\\d+).*", "$1"))
                : 0;
        String text = "got " + new String(body.readNBytes(length), StandardCharsets.UTF_8);
        Wire.text(
                out,
                "HTTP/1.1 201 Created\r\nX-Made: yes\r\nContent-Type: text/plain\r\nContent-Length: " + text.length()
                        + "\r\n\r\n" + text);
    }

    private HttpResponse<String> post(Gateway g, String body, String... headers) throws Exception {
        HttpRequest.Builder r = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + g.port() + "/stories?x=1"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            r.headers(headers);
        }
        return client.send(r.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(Gateway g, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + g.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    /** Asks until it is over. */
    private JsonNode over(Gateway g, HttpResponse<String> accepted) throws Exception {
        String where = accepted.headers().firstValue("Location").orElseThrow();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        JsonNode told;
        do {
            told = json(get(g, where));
            assertThat(System.nanoTime()).isLessThan(end);
        } while (told.path("state").asText().matches("queued|running"));
        return told;
    }

    @Test
    void aRequestIsAcceptedDoneAndItsAnswerKept() throws Exception {
        Wire.Server server = server(JobsTest::echo);
        Gateway g = gateway("addresses: \"" + server.url() + "\"", "async: {}");
        HttpResponse<String> accepted = post(g, "once upon", "Authorization", "Bearer x", "Prefer", "respond-async");
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.headers().firstValue("Preference-Applied")).contains("respond-async");
        JsonNode told = over(g, accepted);
        assertThat(told.path("state").asText()).isEqualTo("done");
        assertThat(told.path("answered").asInt()).isEqualTo(201);
        HttpResponse<String> result = get(g, told.path("result").asText());
        assertThat(result.statusCode()).isEqualTo(201);
        assertThat(result.body()).isEqualTo("got once upon");
        assertThat(result.headers().firstValue("X-Made")).contains("yes");
        assertThat(server.heads).hasSize(1);
        assertThat(server.heads.getFirst())
                .startsWith("POST /stories?x=1 HTTP/1.1\r\n")
                .contains(
                        "Authorization: Bearer x\r\n",
                        "Idempotency-Key: " + told.path("id").asText() + "\r\n");
        assertThat(get(g, "/jobs/" + "0".repeat(32)).statusCode()).isEqualTo(404);
        assertThat(get(g, "/jobs/../x").statusCode()).isEqualTo(400);
        assertThat(get(g, "/other").statusCode()).isEqualTo(201); // what only reads is not queued
    }

    @Test
    void theLogDoesNotTellTheAddressOfAnAnswer() throws Exception {
        Wire.Server server = server(JobsTest::echo);
        HttpResponse<String> accepted;
        try (Gateway g = GatewayTest.start(
                folder,
                "access-log: { file: access.log }\nupstreams: { web: { addresses: \"" + server.url()
                        + "\" } }\nroutes: { path: /, upstream: web, async: {} }",
                jobs)) {
            accepted = post(g, "a");
            over(g, accepted);
        }
        assertThat(Files.readString(folder.resolve("access.log")))
                .contains("\"path\":\"/jobs/…\"")
                .doesNotContain(json(accepted).path("id").asText());
    }

    @Test
    void theSameKeyIsTheSameRequest() throws Exception {
        Wire.Server server = server(JobsTest::echo);
        Gateway g = gateway("addresses: \"" + server.url() + "\"", "async: {}");
        HttpResponse<String> first = post(g, "a", "Idempotency-Key", "k", "X-Api-Key", "me");
        over(g, first);
        HttpResponse<String> second = post(g, "a", "Idempotency-Key", "k", "X-Api-Key", "me");
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(json(second).path("id")).isEqualTo(json(first).path("id"));
        assertThat(post(g, "b", "Idempotency-Key", "k", "X-Api-Key", "me").statusCode())
                .isEqualTo(422);
        HttpResponse<String> other = post(g, "b", "Idempotency-Key", "k", "X-Api-Key", "you");
        assertThat(other.statusCode()).isEqualTo(202);
        over(g, other);
        assertThat(server.heads).hasSize(2).allMatch(h -> h.contains("Idempotency-Key: k\r\n"));
        assertThat(post(g, "b", "Idempotency-Key", "not a word").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "lookup, 2, 503, done, 3",
        "lookup, 9, 503, failed, 3",
        "none, 9, 500, failed, 1",
        "lookup, 9, 404, done, 1", // it is the answer
        "lookup, 9, 0, failed, 3", // no answer at all
    })
    void whatFailsIsTriedAgain(String retries, int times, int status, String state, int attempts) throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Wire.Server server = server((head, body, out) -> {
            if (seen.incrementAndGet() > times) {
                echo(head, body, out);
            } else if (status == 0) {
                throw new IOException("gone");
            } else {
                body.readNBytes(1);
                Wire.text(out, "HTTP/1.1 " + status + " No\r\nContent-Length: 2\r\n\r\nno");
            }
        });
        Gateway g = gateway("addresses: \"" + server.url() + "\"", "async: { retries: " + retries + " }");
        JsonNode told = over(g, post(g, "a"));
        assertThat(told.path("state").asText()).isEqualTo(state);
        assertThat(told.path("attempts").asInt()).isEqualTo(attempts);
        assertThat(seen).hasValue(attempts);
    }

    @Test
    void moreThanMayWaitAreRefusedAndAnUpstreamAtZeroKeepsWhatCame() throws Exception {
        Gateway g = gateway("file: targets.json, hold: 1s", "async: { most: 2 }");
        HttpResponse<String> first = post(g, "a");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(post(g, "b").statusCode()).isEqualTo(202);
        HttpResponse<String> third = post(g, "c");
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(third.headers().firstValue("Retry-After")).contains("10");
        URI status = URI.create("http://127.0.0.2:" + g.adminPort() + "/status");
        JsonNode told;
        do { // what a controller starts a first server on
            told = json(client.send(HttpRequest.newBuilder(status).build(), HttpResponse.BodyHandlers.ofString()));
        } while (told.at("/upstreams/web/backlog").asInt() != 2);
        assertThat(told.at("/routes/~1/backlog").asInt()).isEqualTo(2);
        Wire.Server server = server(JobsTest::echo);
        Files.writeString(folder.resolve("targets.json"), "[{\"targets\":[\"127.0.0.1:" + server.port() + "\"]}]");
        assertThat(over(g, first).path("state").asText()).isEqualTo("done");
    }

    @Test
    void whatExpiresIsNotDone() throws Exception {
        Gateway g = gateway("file: targets.json", "async: { expiry: 1s }");
        assertThat(over(g, post(g, "a")).path("state").asText()).isEqualTo("expired");
    }

    @Test
    void whatWouldBeRefusedIsQueuedWhereThatIsSaid() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Wire.Server server = server((head, body, out) -> {
            if (head.startsWith("GET")) {
                begun.countDown();
                try {
                    end.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            echo(head, body, out);
        });
        Gateway g = gateway(
                "addresses: \"" + server.url() + "\"",
                "concurrency: { adapt: fixed, most: 1, queue: 0 }, async: { when: overload }");
        assertThat(post(g, "a").statusCode()).isEqualTo(201);
        var slow = client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + g.port() + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        HttpResponse<String> queued = post(g, "b");
        assertThat(queued.statusCode()).isEqualTo(202);
        assertThat(get(g, "/").statusCode()).isEqualTo(503);
        end.countDown();
        assertThat(slow.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        assertThat(over(g, queued).path("state").asText()).isEqualTo("done");
    }
}
