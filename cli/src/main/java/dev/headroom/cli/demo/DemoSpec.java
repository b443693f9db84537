package dev.headroom.cli.demo;

import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The spec that the demonstration runs by, as somebody would write it. */
public final class DemoSpec {

    /** The workload. */
    public static final String WORKLOAD = "shop";
    /** Answers within so many milliseconds are in time. */
    public static final int LIMIT_MILLIS = 600;

    private static final int LEAD_SECONDS = 12;

    private DemoSpec() {}

    /**
     * The text of the spec.
     *
     * @param front port of the gateway
     * @param admin port of what the gateway tells
     * @param firstPort the first replica's
     * @param begin when the day begins
     */
    public static String text(int front, int admin, int firstPort, DemoDay day, Instant begin) {
        return String.format(
                Locale.ROOT,
                """
                # What `headroom demo` runs: a day that takes %d s. What a replica costs in a day's hour is paid in %.1f s.
                apiVersion: headroom/v1
                sources:
                  front: { type: http, url: "http://127.0.0.1:%d/status?window=2s", time: /at }
                gateway:
                  listen: 127.0.0.1:%d
                  admin: 127.0.0.1:%d
                  upstreams: { shop: { file: "state/target-%s/targets.json", hold: 10s } }
                  routes:
                    - { path: /, upstream: shop, retries: lookup, deadline: 10s, concurrency: { adapt: fixed, most: 800 } }
                workloads:
                  %s:
                    target:
                      type: process
                      command: ["%s", -XX:+UseSerialGC, -XX:TieredStopAtLevel=1, -Xmx48m, -cp, "%s", %s]
                      env: { DEMO_PARENT: "%d" }
                      first-port: %d
                      ready: /ready
                      stop-timeout: 10s
                    replica: { boot: 6s, drain: 5s, concurrency: %d, service-time: %dms, price: %.2f USD/h }
                    bounds: { min: 2, max: 16 }
                    objective: { latency: { p95: %dms }, attainment: 99%% }
                    interval: 2s
                    signals:
                      inflight: { source: front, query: /upstreams/shop/demand }
                      rps: { source: front, query: /upstreams/shop/rate, measures: rate, unit: /s }
                      p95: { source: front, query: /upstreams/shop/p95, measures: latency, unit: s }
                    policies:
                      - capacity
                      - schedule: [{ name: the sale, at: %s, lead: %ds, for: %ds, min: 9 }]
                    guardrails:
                      stabilisation: { down: 10s }
                    service:            # what a simulation needs to know of a request
                      time: { mean: %dms, distribution: lognormal, cv: %.1f }
                      queue: 800
                      timeout: 10s
                    billing: { minimum: 0s }
                    measurement: { scrape: 2s, delay: 0s }
                """,
                day.length().toSeconds(),
                day.length().toMillis() / 24e3,
                admin,
                front,
                admin,
                WORKLOAD,
                WORKLOAD,
                java(),
                classPath(),
                DemoService.class.getName(),
                ProcessHandle.current().pid(),
                firstPort,
                DemoService.SLOTS,
                DemoService.MEAN_MILLIS,
                price(day),
                LIMIT_MILLIS,
                begin.plus(day.at(DemoDay.SALE)).truncatedTo(ChronoUnit.SECONDS),
                LEAD_SECONDS,
                Math.max(
                        1, day.at(DemoDay.SALE_ENDS).minus(day.at(DemoDay.SALE)).toSeconds()),
                DemoService.MEAN_MILLIS,
                DemoService.CV);
    }

    /** USD for an hour of a replica, when a whole day costs what a replica of 0.05 USD an hour costs in one. */
    public static double price(DemoDay day) {
        return 0.05 * 24 * 3600 / day.length().toSeconds();
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** All that the service needs is the class itself, wherever it was loaded from. */
    private static String classPath() {
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(part);
            if (path.resolve("dev/headroom/cli/demo/DemoService.class").toFile().exists()
                    || path.getFileName().toString().equals("headroom.jar")) {
                return path.toAbsolutePath().toString();
            }
        }
        return System.getProperty("java.class.path");
    }
}
