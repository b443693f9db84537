package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Range queries against a server made here, and against a real Prometheus where one is installed. */
class PrometheusRangeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FROM = Instant.parse("2026-01-05T00:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    /** Requests per second of the test's traffic: a day, and six hours of three times as much on the ninth. */
    private static double rate(int hour) {
        return (100 - 60 * Math.cos(2 * Math.PI * (hour % 24) / 24.0)) * (hour >= 200 && hour < 206 ? 3 : 1);
    }

    @Test
    void aLongTimeIsAskedForInParts() throws IOException {
        List<String> asked = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/prom/api/v1/query_range", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            asked.add(query);
            double start = number(query, "start=");
            double end = number(query, "end=");
            StringBuilder body = new StringBuilder(
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[");
            String separator = "";
            for (double t = start; t <= end; t += 60) {
                int hour = (int) ((t - FROM.getEpochSecond()) / 3600);
                body.append(separator)
                        .append('[')
                        .append(t)
                        .append(",\"")
                        .append(rate(hour))
                        .append("\"]");
                separator = ",";
            }
            byte[] bytes = body.append("]}]}}").toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://localhost:" + server.getAddress().getPort() + "/prom/";
            assertThat(run(
                            "analyze",
                            base,
                            "--query",
                            "sum(rate(http_requests_total[5m]))",
                            "--from",
                            "2026-01-05",
                            "--to",
                            "2026-01-19",
                            "--step",
                            "1m",
                            "-o",
                            "json"))
                    .as(err.toString())
                    .isZero();
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasSize(3).allMatch(q -> q.contains("query=sum(rate(http_requests_total[5m]))"));
        assertThat(err.toString()).contains("read part 3 of 3, to 2026-01-19T00:00:00Z");
        JsonNode j = JSON.readTree(out.toString());
        assertThat(j.path("steps").asInt()).isEqualTo(14 * 1440 + 1);
        assertThat(j.path("gaps")).isEmpty();
        assertThat(j.path("events")).hasSize(1);
        assertThat(j.path("events").get(0).path("start").asText()).isEqualTo("2026-01-13T08:00Z");
        assertThat(j.path("profile").path("peakHour").asInt()).isEqualTo(12);
    }

    private static double number(String query, String name) {
        int at = query.indexOf(name) + name.length();
        int end = query.indexOf('&', at);
        return Double.parseDouble(query.substring(at, end < 0 ? query.length() : end));
    }

    @Test
    void aServerThatIsNoPrometheusIsSaid() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://localhost:" + server.getAddress().getPort();
            assertThat(run("analyze", base, "--query", "up")).isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("headroom: " + base + ": the server answered with status 404; is it a Prometheus?\n");
        } finally {
            server.stop(0);
        }
    }

    /** A counter of ten days, put into a real Prometheus, comes back as the traffic that it counted. */
    @Test
    void aRealPrometheusAnswers() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/prometheus")) && Files.isExecutable(Path.of("/usr/bin/promtool")),
                "no Prometheus is installed");
        StringBuilder metrics = new StringBuilder("# TYPE http_requests counter\n");
        double[] count = {1e6, 0};
        for (int m = 0; m <= 10 * 1440; m += 5) {
            for (int pod = 0; pod < 2; pod++) {
                metrics.append("http_requests_total{pod=\"")
                        .append(pod)
                        .append("\"} ")
                        .append(count[pod])
                        .append(' ')
                        .append(FROM.getEpochSecond() + 60L * m)
                        .append('\n');
                // The second begins again on the fifth day.
                count[pod] = pod == 1 && m == 5 * 1440 ? 0 : count[pod] + rate(m / 60) * 150;
            }
        }
        Path text = Files.writeString(folder.resolve("metrics.txt"), metrics.append("# EOF\n"));
        Path data = folder.resolve("data");
        finish("/usr/bin/promtool", "tsdb", "create-blocks-from", "openmetrics", text.toString(), data.toString());
        Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process server = new ProcessBuilder(
                        "/usr/bin/prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + data,
                        "--storage.tsdb.retention.time=100y",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .start();
        try {
            ready(server.inputReader(StandardCharsets.UTF_8));
            String base = "http://127.0.0.1:" + port;
            assertThat(run(
                            "analyze",
                            base,
                            "--query",
                            "http_requests_total",
                            "--from",
                            "2026-01-05",
                            "--to",
                            "2026-01-15",
                            "--step",
                            "5m",
                            "-o",
                            "json"))
                    .as(err.toString())
                    .isZero();
            JsonNode counters = JSON.readTree(out.toString());
            assertThat(counters.path("data").findValuesAsText("kind")).contains("counter", "reset", "reading");
            assertThat(counters.path("profile").path("peakHour").asInt()).isEqualTo(12);
            assertThat(counters.path("events").get(0).path("start").asText()).isEqualTo("2026-01-13T08:00Z");
            assertThat(counters.path("meanRate").asDouble()).isBetween(100.0, 108.0);
            out.getBuffer().setLength(0);
            String whole = base + "/api/v1/query_range?query=sum(rate(http_requests_total%5B10m%5D))&start="
                    + FROM.getEpochSecond() + "&end=" + (FROM.getEpochSecond() + 864_000) + "&step=300";
            assertThat(run("analyze", whole, "-o", "json")).as(err.toString()).isZero();
            JsonNode rates = JSON.readTree(out.toString());
            assertThat(rates.path("meanRate").asDouble()).isBetween(100.0, 108.0);
            assertThat(run("analyze", base, "--query", "sum(", "--from", "2026-01-05", "--to", "2026-01-15"))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("the query failed: ", "parse error");
            err.getBuffer().setLength(0);
            assertThat(run("analyze", base, "--query", "nothing", "--from", "2026-01-05", "--to", "2026-01-15"))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("the query has no data in this time");
        } finally {
            server.destroy();
            server.waitFor(60, TimeUnit.SECONDS);
        }
    }

    private static void finish(String... command) throws IOException, InterruptedException {
        Process p = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(p.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(p.exitValue()).isZero();
    }

    private static void ready(BufferedReader log) throws IOException {
        StringBuilder said = new StringBuilder();
        String line;
        while ((line = log.readLine()) != null) {
            said.append(line).append('\n');
            if (line.contains("Server is ready to receive web requests")) {
                return;
            }
        }
        throw new IOException("Prometheus ended:\n" + said);
    }
}
