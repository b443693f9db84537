package dev.headroom.forecast.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hours, or other steps, in which much more or much less came than was to be expected.
 *
 * @param start begin
 * @param end end
 * @param peak begin of the step furthest from the expected
 * @param height requests per second in that step
 * @param expected requests per second expected in it
 * @param highest requests per second in the highest step of the history's own within the event
 * @param extra requests beyond the expected, over the whole event; negative for a drop
 * @param score robust standard deviations from the expected, at the peak; negative for a drop
 * @param shape its course
 * @param recurrence when it comes again, or null
 */
public record Event(
        Instant start,
        Instant end,
        Instant peak,
        double height,
        double expected,
        double highest,
        double extra,
        double score,
        Shape shape,
        @Nullable Recurrence recurrence) {

    /** Courses of events. */
    public enum Shape {
        /** A single step. */
        SPIKE,
        /** Up at once, then slowly down. */
        SPIKE_AND_DECAY,
        /** Up, and there for most of the time. */
        SUSTAINED,
        /** Slowly up, then down at once. */
        BUILD_UP,
        /** Up, and the traffic stays up afterwards. */
        STEP,
        /** None of these. */
        IRREGULAR;

        /** In words. */
        public String said() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** The word for it in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * That an event comes again.
     *
     * @param every how often
     * @param said in words, such as {@code Fri 19:00, 3 of 4 weeks}
     * @param seen in how many of the periods since the first it came
     * @param of number of periods since the first
     */
    public record Recurrence(Period every, String said, int seen, int of) {
        /** How often events come. */
        public enum Period {
            WEEKLY,
            MONTHLY,
            QUARTERLY;

            /** The word for it in JSON. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /** How many times the expected its peak is; infinite where nothing was expected. */
    public double multiple() {
        return height / expected;
    }

    /** How long it lasts. */
    public Duration length() {
        return Duration.between(start, end);
    }

    Event withShape(Shape other) {
        return new Event(start, end, peak, height, expected, highest, extra, score, other, recurrence);
    }

    Event recurring(@Nullable Recurrence other) {
        return new Event(start, end, peak, height, expected, highest, extra, score, shape, other);
    }
}
