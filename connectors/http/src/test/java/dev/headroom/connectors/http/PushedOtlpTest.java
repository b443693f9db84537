package dev.headroom.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PushedOtlpTest {

    private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
    private static final long NANOS = NOW.getEpochSecond() * 1_000_000_000L;

    private final PushSource source = new PushSource(PushSource.Bounds.USUAL);

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static NumberDataPoint point(double value, int secondsAgo) {
        return NumberDataPoint.newBuilder()
                .setAsDouble(value)
                .setTimeUnixNano(NANOS - secondsAgo * 1_000_000_000L)
                .build();
    }

    private static byte[] request(Metric... metrics) {
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute("service.name", "web"))
                                .addAttributes(attribute("process.command_line", "x".repeat(1000))))
                        .addScopeMetrics(ScopeMetrics.newBuilder().addAllMetrics(Arrays.asList(metrics))))
                .build()
                .toByteArray();
    }

    private static Metric sum(String name, boolean monotonic, AggregationTemporality how, NumberDataPoint... points) {
        return Metric.newBuilder()
                .setName(name)
                .setSum(Sum.newBuilder()
                        .setIsMonotonic(monotonic)
                        .setAggregationTemporality(how)
                        .addAllDataPoints(Arrays.asList(points)))
                .build();
    }

    private Taken push(byte[] body) {
        return source.take(Pushed.otlp(body, "application/x-protobuf", ""), NOW);
    }

    private Reading read(String query) {
        return source.read(List.of(Signal.of(query, Measure.OTHER, Unit.COUNT)), NOW)
                .get(0);
    }

    @Test
    void gauges() {
        Metric gauge = Metric.newBuilder()
                .setName("http.server.active_requests")
                .setGauge(Gauge.newBuilder()
                        .addDataPoints(point(4, 2).toBuilder().addAttributes(attribute("replica", "1")))
                        .addDataPoints(NumberDataPoint.newBuilder()
                                .setAsInt(5)
                                .setTimeUnixNano(NANOS)
                                .addAttributes(attribute("replica", "2"))))
                .build();
        assertThat(push(request(gauge)).kept()).isEqualTo(2);
        assertThat(read("sum(http.server.active_requests{service.name=\"web\"})"))
                .isEqualTo(Reading.of(9, NOW, 2));
        assertThat(read("http.server.active_requests{replica=\"1\"}")).isEqualTo(Reading.of(4, NOW.minusSeconds(2), 1));
    }

    @Test
    void sums() {
        AggregationTemporality cumulative = AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
        AggregationTemporality delta = AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
        NumberDataPoint first = point(30, 10).toBuilder()
                .setStartTimeUnixNano(NANOS - 20_000_000_000L)
                .build();
        assertThat(push(request(
                                sum("total", true, cumulative, point(100, 20), point(160, 0)),
                                sum("added", true, delta, first, point(50, 0)),
                                sum("open", false, cumulative, point(3, 0))))
                        .kept())
                .isEqualTo(5);
        assertThat(read("rate(total)").value()).isEqualTo(3);
        assertThat(read("rate(added)").value()).isEqualTo(4);
        assertThat(read("open").value()).isEqualTo(3);
    }

    @Test
    void histogramsAreACountAndASum() {
        Metric histogram = Metric.newBuilder()
                .setName("latency")
                .setHistogram(Histogram.newBuilder()
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                        .addDataPoints(HistogramDataPoint.newBuilder()
                                .setCount(8)
                                .setSum(2.5)
                                .setTimeUnixNano(NANOS))
                        .addDataPoints(HistogramDataPoint.newBuilder()
                                .setCount(3)
                                .setTimeUnixNano(NANOS)
                                .addAttributes(attribute("route", "/a"))))
                .build();
        assertThat(push(request(histogram)).kept()).isEqualTo(3);
        assertThat(read("sum(latency_count)").value()).isEqualTo(11);
        assertThat(read("latency_sum").value()).isEqualTo(2.5);
    }

    @Test
    void whatHasNoNumberIsCounted() throws InvalidProtocolBufferException {
        Metric gauge = Metric.newBuilder()
                .setName("g")
                .setGauge(Gauge.newBuilder()
                        .addDataPoints(point(Double.NaN, 0))
                        .addDataPoints(point(1, 0))
                        .addDataPoints(point(Double.NaN, 0).toBuilder().setFlags(1)))
                .build();
        Taken taken = push(request(gauge, Metric.newBuilder().setName("empty").build()));
        assertThat(taken.kept()).isEqualTo(1);
        assertThat(taken.refused()).isEqualTo(2);
        ExportMetricsServiceResponse answer = ExportMetricsServiceResponse.parseFrom(taken.otlp(false));
        assertThat(answer.getPartialSuccess().getRejectedDataPoints()).isEqualTo(2);
        assertThat(answer.getPartialSuccess().getErrorMessage()).contains("no finite number", "'empty' has no data");
    }

    @Test
    void jsonMeansTheSame() {
        // Numbers of 64 bits are texts in OTLP's JSON, ids are hexadecimal, and unknown keys are no fault.
        String body = """
                {"resourceMetrics": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "web"}}]},
                  "scopeMetrics": [{"metrics": [
                    {"name": "depth", "unit": "1", "new": true, "gauge": {"dataPoints": [{"asInt": "17", "timeUnixNano": "%d",
                      "exemplars": [{"asInt": "1", "spanId": "eee19b7ec3c1b174", "traceId": "5b8efff798038103d269b633813fc60c"}]}]}},
                    {"name": "done", "sum": {"aggregationTemporality": 2, "isMonotonic": true, "dataPoints": [
                      {"asDouble": 5.5, "timeUnixNano": "%d"}]}}]}]}]}
                """.formatted(NANOS, NANOS);
        Taken taken = source.take(
                Pushed.otlp(body.getBytes(StandardCharsets.UTF_8), "application/json; charset=utf-8", ""), NOW);
        assertThat(taken.problems()).isEmpty();
        assertThat(read("depth{service.name=\"web\"}")).isEqualTo(Reading.of(17, NOW, 1));
        assertThat(read("done").value()).isEqualTo(5.5);
        assertThat(new String(taken.otlp(true), StandardCharsets.UTF_8)).isEqualTo("{}");
    }

    @Test
    void compressedBodiesAreUnpackedWithinBounds() throws IOException {
        Metric gauge = Metric.newBuilder()
                .setName("g")
                .setGauge(Gauge.newBuilder().addDataPoints(point(1, 0)))
                .build();
        assertThat(source.take(Pushed.otlp(gzip(request(gauge)), "application/x-protobuf", "gzip"), NOW)
                        .kept())
                .isEqualTo(1);
        byte[] bomb = gzip(new byte[50 << 20]);
        assertThat(bomb.length).isLessThan(1 << 20);
        assertThat(source.take(Pushed.otlp(bomb, "application/x-protobuf", "gzip"), NOW)
                        .status())
                .isEqualTo(413);
        assertThat(source.take(Pushed.otlp(request(gauge), "application/x-protobuf", "gzip"), NOW)
                        .problems())
                .singleElement()
                .asString()
                .contains("not compressed");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void garbageIsTurnedAway() {
        byte[] garbage = "\u0007garbage".getBytes(StandardCharsets.UTF_8);
        Taken taken = push(garbage);
        assertThat(taken.status()).isEqualTo(400);
        Taken json = source.take(Pushed.otlp(garbage, "application/json", ""), NOW);
        assertThat(json.problems()).singleElement().asString().contains("no OTLP metrics request");
        String deep = "{\"resourceMetrics\":" + "[".repeat(100_000);
        assertThat(source.take(Pushed.otlp(deep.getBytes(StandardCharsets.UTF_8), "application/json", ""), NOW)
                        .status())
                .isEqualTo(400);
        assertThat(source.series()).isZero();
        assertThat(Duration.ofMinutes(10)).isEqualTo(PushSource.Bounds.USUAL.keep());
    }
}
