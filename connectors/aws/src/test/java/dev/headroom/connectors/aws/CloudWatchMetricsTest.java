package dev.headroom.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MockClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is sent to CloudWatch, seen by a server that takes all of it. */
class CloudWatchMetricsTest {

    @Test
    void metersAreSentAsMetrics() throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(URLDecoder.decode(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8));
            byte[] answer = """
                <PutMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
                <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></PutMetricDataResponse>\
                """.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        MockClock clock = new MockClock();
        try (CloudWatchMetrics metrics = new CloudWatchMetrics(
                "Headroom/Indexing",
                null,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Duration.ofMinutes(1),
                clock)) {
            metrics.counter("done", "outcome", "good").increment(7);
            metrics.timer("stage").record(Duration.ofMillis(1500));
            metrics.timer("stage").record(Duration.ofMillis(500));
            metrics.summary("bulk.items").record(40);
            metrics.gauge("in.flight", 3);
            metrics.gauge("unknown", Double.NaN);
            clock.add(Duration.ofMinutes(1));
            metrics.publish();
        } finally {
            server.stop(0);
        }
        String body = bodies.get(0);
        assertThat(body)
                .contains("Action=PutMetricData", "Namespace=Headroom/Indexing")
                .doesNotContain("unknown");
        assertThat(member(body, "done"))
                .contains(
                        "Value=7.0",
                        "Unit=Count",
                        "Dimensions.member.1.Name=outcome",
                        "Dimensions.member.1.Value=good");
        assertThat(member(body, "stage"))
                .contains(
                        "StatisticValues.SampleCount=2.0",
                        "StatisticValues.Sum=2.0",
                        "StatisticValues.Maximum=1.5",
                        "Unit=Seconds");
        assertThat(member(body, "bulk.items")).contains("StatisticValues.SampleCount=1.0", "StatisticValues.Sum=40.0");
        assertThat(member(body, "in.flight")).contains("Value=3.0");
    }

    /** The fields of one metric. */
    private static String member(String body, String name) {
        String number =
                body.replaceFirst("(?s).*MetricData\\.member\\.(\\d+)\\.MetricName=" + name + "(?:&.*|$)", "$1");
        StringBuilder fields = new StringBuilder();
        for (String field : body.split("&", -1)) {
            if (field.startsWith("MetricData.member." + number + ".")) {
                fields.append(field.substring(("MetricData.member." + number + ".").length()))
                        .append('\n');
            }
        }
        return fields.toString();
    }

    @Test
    void aServerThatIsAwayStopsNothing() {
        try (CloudWatchMetrics metrics = new CloudWatchMetrics(
                "Headroom", null, URI.create("http://127.0.0.1:1"), Duration.ofMinutes(1), Clock.SYSTEM)) {
            metrics.gauge("in.flight", 3);
            metrics.publish();
            assertThat(metrics.getMeters()).hasSize(1);
        }
    }

    @Test
    void aNamespaceOfAmazonsIsRefused() {
        assertThatThrownBy(() -> new CloudWatchMetrics(
                        "AWS/SQS", null, URI.create("http://127.0.0.1:1"), Duration.ofMinutes(1), Clock.SYSTEM))
                .hasMessageContaining("cannot be a namespace");
    }
}
