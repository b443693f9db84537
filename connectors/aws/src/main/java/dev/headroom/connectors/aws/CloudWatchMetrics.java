package dev.headroom.connectors.aws;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/**
 * Meters as metrics of CloudWatch, once a minute: a counter as what was counted in that minute, a timer (in seconds) and a summary
 * as their count, sum, maximum and, because it is not known, the mean as minimum; a gauge as it is. Tags become dimensions. What is
 * not a number now is left out. What cannot be sent is lost and said in the log: the next minute has its own.
 */
public final class CloudWatchMetrics extends StepMeterRegistry implements AutoCloseable {
    /** CloudWatch takes so many in a request. */
    private static final int MOST = 1000;
    /** And so many dimensions of a metric. */
    private static final int MOST_DIMENSIONS = 30;

    private static final Duration CALL = Duration.ofSeconds(10);
    private static final System.Logger LOGGER = System.getLogger("dev.headroom.connectors.aws");

    private final CloudWatchClient client;
    private final String namespace;

    /**
     * Sends nothing until it is started.
     *
     * @param namespace of the metrics, such as {@code Headroom/Indexing}
     * @param region null for that of the environment, or, with an endpoint, us-east-1
     * @param endpoint another address than the region's; null for the region's
     * @param step how often they are sent
     */
    public CloudWatchMetrics(
            String namespace, @Nullable String region, @Nullable URI endpoint, Duration step, Clock clock) {
        super(config(step), clock);
        if (!namespace.matches("[A-Za-z0-9._/#: -]{1,255}") || namespace.startsWith("AWS/")) {
            throw new IllegalArgumentException("'" + namespace + "' cannot be a namespace of metrics");
        }
        this.client = Clients.prepared(CloudWatchClient.builder(), region, endpoint, CALL, CALL)
                .build();
        this.namespace = namespace;
    }

    private static StepRegistryConfig config(Duration step) {
        return new StepRegistryConfig() {
            @Override
            public String prefix() {
                return "cloudwatch";
            }

            @Override
            public @Nullable String get(String key) {
                return null;
            }

            @Override
            public Duration step() {
                return step;
            }
        };
    }

    /** Begins to send, from a thread of its own, until it is closed. */
    public CloudWatchMetrics started() {
        start(Thread.ofPlatform().name("cloudwatch-metrics").daemon().factory());
        return this;
    }

    @Override
    protected void publish() {
        Instant now = Instant.ofEpochMilli(clock.wallTime());
        List<MetricDatum> all = new ArrayList<>();
        for (Meter meter : getMeters()) {
            add(all, meter, now);
        }
        for (int i = 0; i < all.size(); i += MOST) {
            List<MetricDatum> some = all.subList(i, Math.min(all.size(), i + MOST));
            try {
                client.putMetricData(r -> r.namespace(namespace).metricData(some));
            } catch (SdkException e) {
                LOGGER.log(System.Logger.Level.WARNING, "CloudWatch does not take metrics: " + Clients.why(e));
            }
        }
    }

    private static void add(List<MetricDatum> all, Meter meter, Instant now) {
        MetricDatum.Builder datum = MetricDatum.builder()
                .metricName(meter.getId().getName())
                .dimensions(meter.getId().getTags().stream()
                        .limit(MOST_DIMENSIONS)
                        .map(CloudWatchMetrics::dimension)
                        .toList())
                .timestamp(now);
        switch (meter) {
            case Timer timer ->
                statistics(all, datum.unit(StandardUnit.SECONDS), timer.takeSnapshot(), TimeUnit.SECONDS);
            case DistributionSummary summary -> statistics(all, datum, summary.takeSnapshot(), null);
            case Counter counter -> value(all, datum.unit(StandardUnit.COUNT), counter.count());
            default -> meter.measure().forEach(measured -> value(all, datum, measured.getValue()));
        }
    }

    private static Dimension dimension(Tag tag) {
        return Dimension.builder().name(tag.getKey()).value(tag.getValue()).build();
    }

    private static void value(List<MetricDatum> all, MetricDatum.Builder datum, double value) {
        if (Double.isFinite(value)) {
            all.add(datum.value(value).build());
        }
    }

    private static void statistics(
            List<MetricDatum> all, MetricDatum.Builder datum, HistogramSnapshot seen, @Nullable TimeUnit unit) {
        if (seen.count() > 0) {
            double mean = unit == null ? seen.mean() : seen.mean(unit);
            double max = unit == null ? seen.max() : seen.max(unit);
            all.add(datum.statisticValues(StatisticSet.builder()
                            .sampleCount((double) seen.count())
                            .sum(unit == null ? seen.total() : seen.total(unit))
                            .minimum(Math.min(mean, max))
                            .maximum(Math.max(mean, max))
                            .build())
                    .build());
        }
    }

    @Override
    protected TimeUnit getBaseTimeUnit() {
        return TimeUnit.SECONDS;
    }

    @Override
    public void close() {
        super.close(); // sends what there is
        client.close();
    }
}
