package dev.headroom.connectors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.headroom.connectors.http.Credentials;
import dev.headroom.connectors.http.ServerSettings;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which a server can fail, played by a server of the JDK. */
class FailuresTest {

    private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
    private static final String ANSWER = answer("[%d,\"7\"]".formatted(NOW.getEpochSecond()));

    /** What the server does with a request. */
    private interface Behaviour {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nanos = new AtomicLong();
    private volatile Behaviour behaviour = e -> reply(e, 200, ANSWER);

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(server);
    }

    private void serve(HttpServer any) {
        any.setExecutor(threads);
        any.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().getPath());
            List<String> header = exchange.getRequestHeaders().get("Authorization");
            authorizations.add(header == null ? "" : header.get(0));
            try (exchange) {
                behaviour.answer(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        any.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static String answer(String sample) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":" + sample + "}}";
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private ServerSettings settings() {
        return ServerSettings.of(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .trying(1, Duration.ZERO);
    }

    private static Signal signal(String query) {
        return Signal.of(query, Measure.OTHER, Unit.COUNT);
    }

    private Reading read(ServerSettings settings) {
        try (PrometheusSource source = new PrometheusSource(settings)) {
            return source.read(List.of(signal("sum(a)")), NOW).get(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            422 | {"status":"error","errorType":"execution","error":"too many samples"} | HTTP 422, Prometheus says: execution: too many samples
            400 | {"status":"error","errorType":"bad_data","error":"parse error"}       | HTTP 400, Prometheus says: bad_data: parse error
            401 | ''                                                                    | token or a user and password
            403 | {}                                                                    | HTTP 403
            404 | 404 page not found                                                    | /api/v1
            503 | {"status":"error","errorType":"timeout","error":"query timed out"}    | HTTP 503, Prometheus says: timeout: query timed out
            502 | <html>Bad Gateway</html>                                              | HTTP 502
            200 | <html>login</html>                                                    | HTTP 200 with what is no JSON: <html>login
            200 | {"hello":1}                                                           | not that of a Prometheus
            200 | {"status":"success","data":{"resultType":"vector","result":[{"histogram":[]}]}} | no number
            """)
    void whatTheServerSaysIsSaid(int status, String body, String detail) {
        behaviour = e -> reply(e, status, body);
        Reading reading = read(settings());
        assertThat(reading.status()).isEqualTo(Reading.Status.FAILED);
        assertThat(reading.detail()).contains(detail);
    }

    @Test
    void samplesOfTheFutureAreNotUsed() {
        behaviour = e -> reply(e, 200, answer("[%d,\"7\"]".formatted(NOW.getEpochSecond() + 1)));
        assertThat(read(settings()).detail()).contains("after the time asked about");
    }

    @Test
    void nobodyThere() {
        server.stop(0);
        assertThat(read(settings()).detail()).contains("cannot be reached");
    }

    @Test
    void aServerThatNeverAnswers() {
        CountDownLatch end = new CountDownLatch(1);
        behaviour = e -> end.await();
        assertThat(read(settings().within(Duration.ofMillis(100))).detail()).contains("did not answer within 100 ms");
        end.countDown();
    }

    @Test
    void aServerThatStopsInTheMiddle() {
        CountDownLatch end = new CountDownLatch(1);
        behaviour = e -> {
            e.sendResponseHeaders(200, 1000);
            e.getResponseBody().write('{');
            e.getResponseBody().flush();
            end.await();
        };
        assertThat(read(settings().within(Duration.ofMillis(300))).detail()).contains("did not answer within 300 ms");
        end.countDown();
    }

    @Test
    void aServerThatHangsUp() {
        behaviour = e -> {
            e.sendResponseHeaders(200, 1000);
            e.getResponseBody().write('{');
            e.close();
        };
        assertThat(read(settings()).detail()).contains("broke off");
    }

    @Test
    void anAnswerWithoutEnd() {
        behaviour = e -> {
            e.sendResponseHeaders(200, 0);
            try (OutputStream out = e.getResponseBody()) {
                for (int i = 0; i < 10_000; i++) {
                    out.write(new byte[1024]);
                }
            }
        };
        try (PrometheusSource source =
                new PrometheusSource(settings().answersUpTo(4096).trying(3, Duration.ZERO))) {
            // One query that asks for too much neither is tried again nor keeps others from being asked.
            for (int i = 1; i <= 6; i++) {
                assertThat(source.read(List.of(signal("a + b")), NOW).get(0).detail())
                        .contains("larger than 4096 bytes");
                assertThat(requests).hasSize(i);
            }
        }
    }

    @Test
    void redirectsAreNotFollowed() {
        behaviour = e -> {
            e.getResponseHeaders().set("Location", "/elsewhere");
            reply(e, 302, "{}");
        };
        Reading reading = read(settings().with(new Credentials.Bearer("secret")));
        assertThat(reading.detail())
                .contains("a redirect, which is not followed")
                .doesNotContain("secret");
        assertThat(requests).containsExactly("/api/v1/query");
    }

    @Test
    void credentialsAreSent() {
        read(settings().with(new Credentials.Bearer("t0ken")));
        read(settings().with(new Credentials.Basic("me", "pass:word")));
        read(settings());
        assertThat(authorizations).containsExactly("Bearer t0ken", "Basic bWU6cGFzczp3b3Jk", "");
        assertThat(settings().with(new Credentials.Basic("me", "hidden")).toString())
                .doesNotContain("hidden");
    }

    @Test
    void whatMayPassIsTriedAgain() {
        AtomicInteger count = new AtomicInteger();
        behaviour = e -> reply(e, count.incrementAndGet() < 3 ? 503 : 200, count.get() < 3 ? "" : ANSWER);
        assertThat(read(settings().trying(3, Duration.ofMillis(2)))).isEqualTo(Reading.of(7, NOW));
        assertThat(requests).hasSize(3);
    }

    @Test
    void aBadQueryIsNotTriedAgain() {
        behaviour = e -> reply(e, 400, "{\"status\":\"error\"}");
        read(settings().trying(5, Duration.ZERO));
        assertThat(requests).hasSize(1);
    }

    @Test
    void noTryBeginsAfterTheTimeOut() {
        behaviour = e -> reply(e, 503, "");
        // Pauses of up to an hour do not fit into the ten seconds; the answer comes at once.
        ServerSettings patient = settings().trying(10, Duration.ofMinutes(10));
        assertThat(read(patient).detail()).contains("503");
        assertThat(requests).hasSizeLessThan(4);
    }

    @Test
    void theBreakerOpensTriesOnceAndCloses() {
        behaviour = e -> reply(e, 500, "{}");
        try (PrometheusSource source = new PrometheusSource(settings(), nanos::get)) {
            List<Signal> one = List.of(signal("sum(a)"));
            for (int i = 0; i < 8; i++) {
                source.read(one, NOW);
            }
            assertThat(requests).hasSize(5);
            assertThat(source.read(one, NOW).get(0).detail())
                    .contains("not asked after 5 failures in a row")
                    .contains("HTTP 500");
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
            source.read(one, NOW);
            source.read(one, NOW);
            assertThat(requests).as("one request tries").hasSize(6);
            behaviour = e -> reply(e, 200, ANSWER);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
            // One tries, the others of the same read wait for it.
            assertThat(source.read(List.of(signal("a + 1"), signal("a + 2"), signal("a + 3")), NOW))
                    .allMatch(r -> r.equals(Reading.of(7, NOW)));
            assertThat(requests).hasSize(9);
        }
    }

    @Test
    void aReadIsAskedAtOnceWithinTheBound() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        behaviour = e -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            three.countDown();
            // All three places are taken at the same time, or this test fails by its time-out.
            three.await(60, TimeUnit.SECONDS);
            inside.decrementAndGet();
            reply(e, 200, ANSWER);
        };
        List<Signal> signals = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            signals.add(signal("sum(a" + i / 2 + ")"));
        }
        try (PrometheusSource source = new PrometheusSource(settings().atATime(3))) {
            assertThat(source.read(signals, NOW)).hasSize(12).allMatch(r -> r.value() == 7);
        }
        assertThat(most).hasValue(3);
        assertThat(requests).as("equal queries are asked once").hasSize(6);
    }

    @Test
    void aClosedSourceAnswersWithFailures() {
        PrometheusSource source = new PrometheusSource(settings());
        source.close();
        assertThat(source.read(List.of(signal("a")), NOW).get(0).status()).isEqualTo(Reading.Status.FAILED);
    }

    @Test
    void tlsTrustsTheGivenAuthorityOnly(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-keystore",
                keys,
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1");
        Path pem = folder.resolve("ca.pem");
        keytool("-exportcert", "-rfc", "-keystore", keys, "-alias", "a", "-file", pem);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, "password".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "password".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        serve(secure);
        try {
            ServerSettings settings = ServerSettings.of(URI.create(
                            "https://127.0.0.1:" + secure.getAddress().getPort()))
                    .trying(1, Duration.ZERO);
            assertThat(read(settings.trusting(pem))).isEqualTo(Reading.of(7, NOW));
            assertThat(read(settings).detail()).contains("no TLS that is trusted");
        } finally {
            secure.stop(0);
        }
    }

    private static void keytool(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        command.addAll(List.of("-storepass", "password"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void filesThatAreNoAuthoritiesAreNamed(@TempDir Path folder) throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path wrong = Files.writeString(folder.resolve("wrong.pem"), "no certificate");
        for (Path file : List.of(empty, wrong, folder.resolve("absent.pem"))) {
            ServerSettings settings = settings().trusting(file);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PrometheusSource(settings))
                    .withMessageContaining(file.toString());
        }
    }

    @Test
    void allProblemsOfTheSettingsAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerSettings(
                        URI.create("ftp://user@host/?a"),
                        Credentials.None.NONE,
                        null,
                        Duration.ZERO,
                        0,
                        0,
                        Duration.ofMillis(-1),
                        1))
                .withMessageContainingAll(
                        "http://host:9090", "credentials", "'?'", "time-out", "at a time", "tries", "pause", "1024");
        assertThatIllegalArgumentException().isThrownBy(() -> new Credentials.Bearer("a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Credentials.Basic("a:b", ""));
    }
}
