package dev.headroom.engine.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one replica of a workload is.
 *
 * @param boot time from asking for a replica until it takes work
 * @param warmup time after that during which it works at a reduced rate
 * @param concurrency requests or items it works on at the same time, at least 1
 * @param serviceTime mean time of one request or item without waiting; null when unknown (it is then learned)
 * @param price cost of a replica for an hour; null when unknown
 * @param tokens what it does with tokens, where it serves a language model with {@code concurrency} sequences in its batch;
 *     null for everything else
 */
public record ReplicaSpec(
        Duration boot,
        Duration warmup,
        int concurrency,
        @Nullable Duration serviceTime,
        @Nullable Money price,
        @Nullable TokenRates tokens) {

    public ReplicaSpec {
        if (boot.isNegative() || warmup.isNegative() || concurrency < 1) {
            throw new IllegalArgumentException("boot and warm-up must not be negative, concurrency at least 1");
        }
    }

    /** One that serves no language model. */
    public ReplicaSpec(
            Duration boot, Duration warmup, int concurrency, @Nullable Duration serviceTime, @Nullable Money price) {
        this(boot, warmup, concurrency, serviceTime, price, null);
    }

    /** Price of a replica-hour as a plain number; 0 when unknown. */
    public double hourly() {
        return price == null ? 0 : price.amount().doubleValue();
    }
}
