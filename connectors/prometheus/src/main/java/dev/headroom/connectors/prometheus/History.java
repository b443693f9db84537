package dev.headroom.connectors.prometheus;

import java.time.Instant;
import java.util.List;

/** What a signal was over a range of time. */
public sealed interface History {

    /** A value at a time. */
    record Sample(Instant at, double value) {}

    /** The samples there are, oldest first; none where the series had none. */
    record Found(List<Sample> samples) implements History {}

    /** None, and why. */
    record Failed(String why) implements History {}
}
