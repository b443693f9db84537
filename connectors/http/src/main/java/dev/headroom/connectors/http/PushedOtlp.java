package dev.headroom.connectors.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pushed samples in <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP</a>. Gauges and sums become samples of their name;
 * histograms and summaries become counters {@code NAME_count} and {@code NAME_sum}. Attributes of the resource and of the
 * point become labels; where both have a name, the point's counts.
 */
final class PushedOtlp {
    private static final int MOST_PROBLEMS = 10;

    private final Instant now;
    private final List<PushedSample> samples = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int refused;

    private PushedOtlp(Instant now) {
        this.now = now;
    }

    static Pushed.Read protobuf(byte[] bytes, Instant now) {
        try {
            return new PushedOtlp(now).read(ExportMetricsServiceRequest.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            return new Pushed.Read.Unfit(400, "the body is no OTLP metrics request: " + e.getMessage());
        }
    }

    static Pushed.Read json(byte[] bytes, Instant now) {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(bytes, StandardCharsets.UTF_8), request);
        } catch (InvalidProtocolBufferException e) {
            return new Pushed.Read.Unfit(400, "the body is no OTLP metrics request in JSON: " + e.getMessage());
        }
        return new PushedOtlp(now).read(request.build());
    }

    private Pushed.Read read(ExportMetricsServiceRequest request) {
        for (ResourceMetrics resource : request.getResourceMetricsList()) {
            Map<String, String> common = new TreeMap<>();
            add(common, resource.getResource().getAttributesList());
            for (ScopeMetrics scope : resource.getScopeMetricsList()) {
                scope.getMetricsList().forEach(metric -> read(metric, common));
            }
        }
        return new Pushed.Read.Samples(samples, refused, problems);
    }

    private void read(Metric metric, Map<String, String> common) {
        String name = metric.getName();
        switch (metric.getDataCase()) {
            case GAUGE ->
                metric.getGauge().getDataPointsList().forEach(p -> number(name, common, p, PushedSample.Kind.GAUGE));
            case SUM -> {
                PushedSample.Kind kind = kind(metric.getSum().getAggregationTemporality());
                boolean plain =
                        kind == PushedSample.Kind.COUNTER && !metric.getSum().getIsMonotonic();
                metric.getSum()
                        .getDataPointsList()
                        .forEach(p -> number(name, common, p, plain ? PushedSample.Kind.GAUGE : kind));
            }
            case HISTOGRAM -> {
                PushedSample.Kind kind = kind(metric.getHistogram().getAggregationTemporality());
                metric.getHistogram()
                        .getDataPointsList()
                        .forEach(p -> distribution(
                                name,
                                labels(common, p.getAttributesList()),
                                p.getCount(),
                                p.hasSum() ? p.getSum() : Double.NaN,
                                new Times(p.getStartTimeUnixNano(), p.getTimeUnixNano(), p.getFlags()),
                                kind));
            }
            case EXPONENTIAL_HISTOGRAM -> {
                PushedSample.Kind kind = kind(metric.getExponentialHistogram().getAggregationTemporality());
                metric.getExponentialHistogram()
                        .getDataPointsList()
                        .forEach(p -> distribution(
                                name,
                                labels(common, p.getAttributesList()),
                                p.getCount(),
                                p.hasSum() ? p.getSum() : Double.NaN,
                                new Times(p.getStartTimeUnixNano(), p.getTimeUnixNano(), p.getFlags()),
                                kind));
            }
            case SUMMARY ->
                metric.getSummary()
                        .getDataPointsList()
                        .forEach(p -> distribution(
                                name,
                                labels(common, p.getAttributesList()),
                                p.getCount(),
                                p.getSum(),
                                new Times(p.getStartTimeUnixNano(), p.getTimeUnixNano(), p.getFlags()),
                                PushedSample.Kind.COUNTER));
            case DATA_NOT_SET -> refuse("'" + Exchange.excerpt(name) + "' has no data");
        }
    }

    private record Times(long fromNanos, long atNanos, int flags) {}

    private static PushedSample.Kind kind(AggregationTemporality temporality) {
        return temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA
                ? PushedSample.Kind.CHANGE
                : PushedSample.Kind.COUNTER;
    }

    private void number(String name, Map<String, String> common, NumberDataPoint point, PushedSample.Kind kind) {
        double value = switch (point.getValueCase()) {
            case AS_DOUBLE -> point.getAsDouble();
            case AS_INT -> (double) point.getAsInt();
            case VALUE_NOT_SET -> Double.NaN;
        };
        add(
                name,
                labels(common, point.getAttributesList()),
                value,
                new Times(point.getStartTimeUnixNano(), point.getTimeUnixNano(), point.getFlags()),
                kind);
    }

    private void distribution(
            String name, Map<String, String> labels, long count, double sum, Times times, PushedSample.Kind kind) {
        add(name + "_count", labels, (double) count, times, kind);
        if (!Double.isNaN(sum)) {
            add(name + "_sum", labels, sum, times, kind);
        }
    }

    private void add(String name, Map<String, String> labels, double value, Times times, PushedSample.Kind kind) {
        if ((times.flags() & DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE) != 0) {
            return;
        }
        if (!Double.isFinite(value)) {
            refuse("'" + Exchange.excerpt(name) + "': its value is no finite number");
            return;
        }
        Instant at = times.atNanos() == 0 ? now : instant(times.atNanos());
        Instant from = times.fromNanos() == 0 ? at : instant(times.fromNanos());
        try {
            samples.add(PushedJson.checked(new PushedSample(name, labels, value, from, at, kind)));
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(
                Long.divideUnsigned(nanos, 1_000_000_000L), Long.remainderUnsigned(nanos, 1_000_000_000L));
    }

    private void refuse(String why) {
        refused++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(why);
        }
    }

    /** Those of the point, and of the resource what there is room for, that which names the service before the rest. */
    private static Map<String, String> labels(Map<String, String> common, List<KeyValue> attributes) {
        Map<String, String> labels = new TreeMap<>();
        add(labels, attributes);
        for (boolean service : new boolean[] {true, false}) {
            common.forEach((key, value) -> {
                if (key.startsWith("service.") == service
                        && labels.size() < PushedJson.MOST_LABELS
                        && key.length() <= PushedJson.LONGEST_NAME
                        && value.length() <= PushedJson.LONGEST_NAME) {
                    labels.putIfAbsent(key, value);
                }
            });
        }
        return labels;
    }

    private static void add(Map<String, String> labels, List<KeyValue> attributes) {
        for (KeyValue attribute : attributes) {
            AnyValue value = attribute.getValue();
            switch (value.getValueCase()) {
                case STRING_VALUE -> labels.put(attribute.getKey(), value.getStringValue());
                case BOOL_VALUE -> labels.put(attribute.getKey(), Boolean.toString(value.getBoolValue()));
                case INT_VALUE -> labels.put(attribute.getKey(), Long.toString(value.getIntValue()));
                case DOUBLE_VALUE -> labels.put(attribute.getKey(), Double.toString(value.getDoubleValue()));
                default -> {
                    // Lists, maps and bytes tell no series from another that people would name in a query.
                }
            }
        }
    }
}
