package dev.headroom.controller.metrics;

import dev.headroom.controller.Console;
import dev.headroom.controller.Console.Event;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.spec.Telemetry;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page {@code /metrics}: what a controller's console shows, as Prometheus reads it, and what is counted of its events from
 * the making of this on. Families and names are those of {@link Telemetry}.
 *
 * <p>Thread-safe. Counting is quick and never blocks a loop for long; the page is made when it is asked for.
 */
public final class Metrics implements AutoCloseable {

    private static final double[] DURATIONS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    private static final double[] LATENESS = {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60};

    /**
     * A page as it was asked for.
     *
     * @param contentType for the header of that name
     * @param body the bytes, UTF-8 text
     */
    public record Page(String contentType, byte[] body) {}

    private final Console console;
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Histogram durations = histogram(Telemetry.TURN_DURATION, DURATIONS);
    private final Histogram lateness = histogram(Telemetry.TURN_LATENESS, LATENESS);
    private final Runnable end;

    /** Begins to count. */
    public Metrics(Console console) {
        this.console = console;
        registry.register(this::look);
        registry.register(durations);
        registry.register(lateness);
        JvmMetrics.builder().register(registry);
        end = console.subscribe(this::count);
    }

    /**
     * The page.
     *
     * @param accept the request's header of that name; null or empty for the text format of Prometheus
     */
    public Page page(@Nullable String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return new Page(writer.getContentType(), out.toByteArray());
    }

    /** Ends counting. */
    @Override
    public void close() {
        end.run();
    }

    private void count(Event event) {
        switch (event) {
            case Event.Turn turn -> {
                of(turn.workload().name()).add(turn.workload());
                durations.observe(seconds(turn.took()));
                lateness.observe(seconds(turn.late()));
            }
            case Event.Told told -> of(told.workload()).add(told);
            case Event.Changed change -> {
                // The change itself is seen at the next look.
            }
        }
    }

    private Counts of(String workload) {
        return counts.computeIfAbsent(workload, Counts::new);
    }

    private MetricSnapshots look() {
        List<WorkloadStatus> workloads = console.workloads();
        Set<String> names = workloads.stream().map(WorkloadStatus::name).collect(Collectors.toSet());
        counts.keySet().retainAll(names);
        Sheet sheet = new Sheet();
        Looks.write(console, workloads, sheet);
        names.forEach(name -> of(name).write(sheet));
        return sheet.snapshots();
    }

    private static Histogram histogram(Telemetry family, double[] bounds) {
        return Histogram.builder()
                .name(family.metric())
                .help(family.help())
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .build();
    }

    private static double seconds(Duration d) {
        return Math.max(0, d.toNanos() / 1e9);
    }
}
