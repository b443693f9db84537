package dev.headroom.controller.api;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many requests a client address may make: a bucket of tokens each, filled at a steady rate. The number of addresses
 * remembered is bounded; when there are more, the new ones share a bucket.
 */
final class RequestRate {

    private static final int MOST_ADDRESSES = 1024;
    private static final String OTHERS = "";

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new HashMap<>();

    private static final class Bucket {
        private double tokens;
        private long at;
    }

    /**
     * Every bucket is full at first.
     *
     * @param perSecond requests a second that an address may make for long
     * @param burst those that it may make at once
     * @param nanos the time, in nanoseconds since any moment
     */
    RequestRate(double perSecond, double burst, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
    }

    /** Whether a request of an address may go on; it counts if so. */
    synchronized boolean allows(String address) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.get(address);
        if (bucket == null) {
            if (buckets.size() >= MOST_ADDRESSES) {
                buckets.values().removeIf(b -> filled(b, now) >= burst);
            }
            String key = buckets.size() >= MOST_ADDRESSES ? OTHERS : address;
            bucket = buckets.computeIfAbsent(key, k -> {
                Bucket b = new Bucket();
                b.tokens = burst;
                b.at = now;
                return b;
            });
        }
        bucket.tokens = filled(bucket, now);
        bucket.at = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    private double filled(Bucket b, long now) {
        return Math.min(burst, b.tokens + (now - b.at) / 1e9 * perSecond);
    }
}
