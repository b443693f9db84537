package dev.headroom.spec;

import java.time.Duration;
import java.util.Optional;

/** Durations as people write them in a spec, for other places where they write some. */
public final class Durations {

    private Durations() {}

    /** A duration such as {@code 45m} or {@code 1h30m}; empty when the text is none, or longer than ten years. */
    public static Optional<Duration> parse(String text) {
        return Quantity.isDuration(text) ? Optional.ofNullable(Quantity.duration(text)) : Optional.empty();
    }

    /** The text of a duration, such as {@code 1h30m}. */
    public static String text(Duration duration) {
        return Quantity.duration(duration);
    }
}
