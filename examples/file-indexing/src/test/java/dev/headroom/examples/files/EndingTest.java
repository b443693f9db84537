package dev.headroom.examples.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.headroom.connectors.aws.SqsClients;
import dev.headroom.worker.MessageQueue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A real worker process that must end while it is busy: by SIGTERM, or because its machine is taken away. */
class EndingTest {
    private static final int MESSAGES = 300;
    private static final int SIGTERM = 128 + 15;
    /** Seconds; a worker that did not end of itself would work for hours. */
    private static final int LONGEST_END = 150;

    private static final Pattern SUMMARY = Pattern.compile(
            "worker ended: Summary\\[received=(\\d+), redelivered=(\\d+), done=(\\d+), returned=(\\d+), buried=(\\d+),"
                    + " lost=(\\d+)]");

    @TempDir
    static Path data;

    @TempDir
    Path work;

    /** One for all tests: ElasticMQ has one database in a process. */
    private static QueueServer server;

    private Queues queues;
    private Children children;
    private final Probe probe = new Probe();
    private final int port = Ports.free(1);

    @BeforeAll
    static void serve() {
        server = new QueueServer(0, data.resolve("messages"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void start() {
        queues = new Queues(server.endpoint());
        try (SqsClient client = SqsClients.client(null, server.endpoint())) {
            client.listQueues().queueUrls().forEach(url -> client.purgeQueue(r -> r.queueUrl(url)));
        }
        children = new Children(work);
        queues.queue().send(IntStream.range(0, MESSAGES).mapToObj(MadeUp::name).toList());
    }

    @AfterEach
    void end() {
        children.close();
        probe.close();
        queues.close();
    }

    private Process worker(int millis, int drain, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "work",
                "--made-up=" + millis,
                "--visibility=600",
                "--poll=1",
                "--drain=" + drain,
                "--endpoint=" + server.endpoint(),
                "--port=" + port,
                "--folder=" + work,
                "--index=" + work.resolve("index")));
        command.addAll(List.of(more));
        Process worker =
                children.start("worker", Children.java("128m", Children.mark(work), command.toArray(String[]::new)));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !worker.isAlive() || probe.held(port).orElse(0) >= 16);
        assertThat(worker.isAlive()).as(log()).isTrue();
        return worker;
    }

    private String log() throws Exception {
        return Files.readString(work.resolve("worker.log"));
    }

    /** What is done is in the index, what is not can be had at once by others, though it was held for ten minutes. */
    private void nothingIsHeld() throws Exception {
        Matcher said = SUMMARY.matcher(log());
        assertThat(said.find()).as(log()).isTrue();
        long received = Long.parseLong(said.group(1));
        long done = Long.parseLong(said.group(3));
        long returned = Long.parseLong(said.group(4));
        long buried = Long.parseLong(said.group(5));
        assertThat(received).isPositive().isEqualTo(done + returned + buried);
        assertThat(said.group(6)).as("lost").isEqualTo("0");
        assertThat(queues.queue().depth()).contains(new MessageQueue.Depth(MESSAGES - done - buried, 0, buried));
        try (Search search = new Search(work.resolve("index"))) {
            assertThat(search.documents()).isBetween((int) done, (int) (done + returned));
        }
    }

    @ParameterizedTest(name = "messages of {0} ms, {1} s to end in")
    @CsvSource({
        "100, 60", // what it holds is finished
        "10000000, 3" // there is no time for that: it is given back
    })
    void aWorkerThatIsAskedToEndFinishesOrReturnsWhatItHolds(int millis, int drain) throws Exception {
        Process worker = worker(millis, drain);
        worker.destroy();
        assertThat(worker.waitFor(LONGEST_END, TimeUnit.SECONDS)).as(log()).isTrue();
        assertThat(worker.exitValue()).isEqualTo(SIGTERM);
        nothingIsHeld();
    }

    @Test
    void aWorkerWhoseMachineIsTakenAwayEndsInTime() throws Exception {
        AtomicReference<String> notice = new AtomicReference<>("");
        HttpServer metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metadata.createContext("/", exchange -> {
            byte[] answer = (exchange.getRequestMethod().equals("PUT") ? "token" : notice.get())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.length == 0 ? 404 : 200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        metadata.start();
        try {
            Process worker = worker(
                    100, 1, "--spot=http://127.0.0.1:" + metadata.getAddress().getPort());
            notice.set(
                    "{\"action\": \"terminate\", \"time\": \"" + Instant.now().plusSeconds(90) + "\"}");
            assertThat(worker.waitFor(LONGEST_END, TimeUnit.SECONDS)).as(log()).isTrue();
            assertThat(worker.exitValue()).isZero();
            assertThat(log()).contains("the machine is taken away at");
            nothingIsHeld();
        } finally {
            metadata.stop(0);
        }
    }
}
