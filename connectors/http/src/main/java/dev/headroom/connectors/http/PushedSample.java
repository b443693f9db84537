package dev.headroom.connectors.http;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One value that somebody sent.
 *
 * @param name of the metric
 * @param labels what tells its series from others of the name
 * @param value finite
 * @param from begin of the span that a change is of; the time itself if not said
 * @param at when it was true at its origin
 * @param kind how it relates to the value before
 */
record PushedSample(String name, Map<String, String> labels, double value, Instant from, Instant at, Kind kind) {

    /** How a value relates to the one before it. */
    enum Kind {
        /** It stands for itself. */
        GAUGE,
        /** It never falls, except when its program begins anew and it with it. */
        COUNTER,
        /** It is what was added since the one before. */
        CHANGE
    }

    PushedSample {
        labels = new TreeMap<>(labels);
    }

    static PushedSample gauge(String name, Map<String, String> labels, double value, Instant at) {
        return new PushedSample(name, labels, value, at, at, Kind.GAUGE);
    }
}
