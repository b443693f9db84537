package dev.headroom.engine.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a workload promises.
 *
 * @param quantile the share of requests that must be within {@code latency}, in (0, 1), such as 0.95 for p95
 * @param latency the response-time limit at that quantile; null when the workload has no latency objective
 * @param deadline the time within which a queued item must be done; null when the workload is not fed by a queue
 * @param attainment the share of requests (or items) within the limit that counts as meeting the objective over a
 *     period, in (0, 1]
 */
public record Objective(
        double quantile,
        @Nullable Duration latency,
        @Nullable Duration deadline,
        double attainment) {

    /** No promise at all. */
    public static final Objective NONE = new Objective(0.95, null, null, 0.99);

    public Objective {
        if (!(quantile > 0 && quantile < 1) || !(attainment > 0 && attainment <= 1)) {
            throw new IllegalArgumentException("quantile must be in (0, 1) and attainment in (0, 1]");
        }
    }

    /** The response time or deadline in seconds, whichever is promised; infinity without a promise. */
    public double limitSeconds() {
        Duration limit = latency != null ? latency : deadline;
        return limit == null ? Double.POSITIVE_INFINITY : limit.toNanos() / 1e9;
    }
}
