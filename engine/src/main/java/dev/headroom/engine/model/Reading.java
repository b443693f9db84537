package dev.headroom.engine.model;

import java.time.Instant;

/**
 * What a metric source answered for one signal: a sample, nothing, or a failure. Never an exception.
 *
 * @param status whether there is a sample
 * @param value the sample in the signal's delivered unit; NaN without one
 * @param at when the value was true at its origin; {@link Instant#EPOCH} without a sample
 * @param sampled how many replicas contributed; −1 when the source does not say
 * @param detail why there is no sample; empty with one
 */
public record Reading(Status status, double value, Instant at, int sampled, String detail) {

    /** Whether a reading carries a sample. */
    public enum Status {
        /** There is a sample. */
        OK,
        /** The source answered, and has no sample. */
        MISSING,
        /** The source did not answer, or answered nonsense. */
        FAILED
    }

    /** A sample from an unknown number of replicas. */
    public static Reading of(double value, Instant at) {
        return new Reading(Status.OK, value, at, -1, "");
    }

    /** A sample averaged or summed over {@code sampled} replicas. */
    public static Reading of(double value, Instant at, int sampled) {
        return new Reading(Status.OK, value, at, sampled, "");
    }

    /** The source answered without a sample. */
    public static Reading missing(String why) {
        return new Reading(Status.MISSING, Double.NaN, Instant.EPOCH, -1, why);
    }

    /** The source failed. */
    public static Reading failed(String why) {
        return new Reading(Status.FAILED, Double.NaN, Instant.EPOCH, -1, why);
    }
}
