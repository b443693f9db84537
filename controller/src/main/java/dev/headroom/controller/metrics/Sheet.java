package dev.headroom.controller.metrics;

import dev.headroom.spec.Telemetry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one look at a controller gives: values by family and labels. A value that is not a number is not known, and left out. */
final class Sheet {

    private final Map<Telemetry, Map<Labels, Double>> families = new EnumMap<>(Telemetry.class);

    /**
     * Writes a value down; the last one for the same labels counts.
     *
     * @param labels the values of the family's labels, in its order
     */
    void set(Telemetry family, double value, String... labels) {
        if (!Double.isNaN(value)) {
            families.computeIfAbsent(family, f -> new TreeMap<>())
                    .put(Labels.of(family.labels(), List.of(labels)), value);
        }
    }

    /** A count; Prometheus has no whole numbers, and above 2⁵³ they are rounded. */
    void set(Telemetry family, long count, String... labels) {
        set(family, (double) count, labels);
    }

    void set(Telemetry family, boolean value, String... labels) {
        set(family, value ? 1 : 0, labels);
    }

    void set(Telemetry family, Instant value, String... labels) {
        set(family, value.toEpochMilli() / 1000.0, labels);
    }

    /** All families that have a value. */
    MetricSnapshots snapshots() {
        List<MetricSnapshot> out = new ArrayList<>();
        families.forEach((family, values) -> out.add(
                switch (family.type()) {
                    case COUNTER -> counter(family, values);
                    case GAUGE -> gauge(family, values);
                    case INFO -> info(family, values);
                    case HISTOGRAM -> throw new IllegalArgumentException(family.metric() + " is counted elsewhere");
                }));
        return new MetricSnapshots(out);
    }

    private static MetricSnapshot gauge(Telemetry family, Map<Labels, Double> values) {
        List<GaugeDataPointSnapshot> points = new ArrayList<>(values.size());
        values.forEach((labels, value) -> points.add(new GaugeDataPointSnapshot(value, labels, null)));
        return new GaugeSnapshot(metadata(family, ""), points);
    }

    private static MetricSnapshot counter(Telemetry family, Map<Labels, Double> values) {
        List<CounterDataPointSnapshot> points = new ArrayList<>(values.size());
        values.forEach((labels, value) -> points.add(new CounterDataPointSnapshot(value, labels, null, 0)));
        return new CounterSnapshot(metadata(family, "_total"), points);
    }

    private static MetricSnapshot info(Telemetry family, Map<Labels, Double> values) {
        return new InfoSnapshot(
                metadata(family, "_info"),
                values.keySet().stream().map(InfoDataPointSnapshot::new).toList());
    }

    /** The library adds the ending itself, as each format wants it. */
    private static MetricMetadata metadata(Telemetry family, String ending) {
        String name = family.metric();
        return new MetricMetadata(name.substring(0, name.length() - ending.length()), family.help());
    }
}
