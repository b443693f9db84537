package dev.headroom.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Prometheus, as Debian's package {@code prometheus} has it: tests that use it are skipped where it is not installed. */
public final class RealPrometheus implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process server;
    private final URI url;
    private final HttpClient client = HttpClient.newHttpClient();

    private RealPrometheus(Process server, URI url) {
        this.server = server;
        this.url = url;
    }

    /** Skips the test, with words, unless both programs of the package are there. */
    public static void assumeInstalled() {
        assumeTrue(
                installed("prometheus") && installed("promtool"),
                "prometheus and promtool are not installed (Debian's package prometheus has them): not tested with them");
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    /**
     * Runs {@code promtool} in a folder.
     *
     * @param input its standard input
     * @return what it says when it fails; empty when it does not
     */
    public static String promtool(Path folder, String input, String... arguments) {
        try {
            Path said = Files.createTempFile(folder, "promtool", ".log");
            Process p = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments))
                            .toList())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try (var in = p.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!p.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                p.destroyForcibly();
                return "no end after " + LIMIT.toSeconds() + " s";
            }
            return p.exitValue() == 0 ? "" : "exit code " + p.exitValue() + ": " + Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder for its data, in {@code data}, and its log
     * @param config the text of its configuration
     */
    public static RealPrometheus start(Path folder, String config) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + Files.writeString(folder.resolve("prometheus.yml"), config),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--storage.tsdb.retention.time=100y",
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        RealPrometheus started = new RealPrometheus(process, URI.create("http://127.0.0.1:" + port));
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .until(() -> started.get("/-/ready").statusCode() == 200);
        } catch (RuntimeException e) {
            started.close();
            throw new IllegalStateException(
                    "Prometheus does not start: " + Files.readString(folder.resolve("prometheus.log")), e);
        }
        return started;
    }

    /** Where it answers. */
    public URI url() {
        return url;
    }

    /** Its JSON answer to an instant query, whatever its status. */
    public String query(String query) {
        try {
            return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(url.resolve(path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        server.destroyForcibly();
        try {
            server.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
