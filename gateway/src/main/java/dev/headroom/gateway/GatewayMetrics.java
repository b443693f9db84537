package dev.headroom.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What the gateway tells of itself, in Prometheus' text form. */
final class GatewayMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /** A request of a route was answered. */
    void answered(String route, int status, long nanos) {
        String code = status / 100 + "xx";
        timers.computeIfAbsent(
                        route + ' ' + code,
                        k -> Timer.builder("headroom_gateway_request_duration")
                                .description("Time from the first byte of a request to the last of its answer.")
                                .tag("route", route)
                                .tag("code", code)
                                .serviceLevelObjectives(BUCKETS)
                                .register(registry))
                .record(Duration.ofNanos(nanos));
    }

    /** A request was not forwarded. */
    void rejected(String route, String reason) {
        counters.computeIfAbsent(
                        route + ' ' + reason,
                        k -> Counter.builder("headroom_gateway_rejections")
                                .description("Requests that were not forwarded, by what stood against it.")
                                .tag("route", route)
                                .tag("reason", reason)
                                .register(registry))
                .increment();
    }

    /** A request was sent to another server after a failure. */
    void retried(String route) {
        counters.computeIfAbsent(
                        route,
                        k -> Counter.builder("headroom_gateway_retries")
                                .description("Further attempts of requests.")
                                .tag("route", route)
                                .register(registry))
                .increment();
    }

    /** So many attempts at queued requests ended so: done, failed, expired, or again later. */
    void ended(String outcome, int count) {
        if (count > 0) {
            counters.computeIfAbsent(
                            "jobs " + outcome,
                            k -> Counter.builder("headroom_gateway_jobs_ended")
                                    .description("Attempts at queued requests, by how they ended.")
                                    .tag("outcome", outcome)
                                    .register(registry))
                    .increment(count);
        }
    }

    /** A value that is asked for at each scrape. */
    void gauge(String name, String help, String tag, String value, Supplier<Number> now) {
        Gauge.builder(name, now).description(help).tag(tag, value).register(registry);
    }

    /** A value without tags. */
    void gauge(String name, String help, Supplier<Number> now) {
        Gauge.builder(name, now).description(help).register(registry);
    }

    String scrape() {
        return registry.scrape();
    }
}
