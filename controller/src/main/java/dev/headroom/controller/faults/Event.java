package dev.headroom.controller.faults;

import java.time.Duration;
import java.util.Locale;

/**
 * Something that happened in a simulated world.
 *
 * @param nanos of its time
 * @param workload that it is about; empty for all
 * @param what as a sentence without a full stop
 */
public record Event(long nanos, String workload, String what) {
    @Override
    public String toString() {
        Duration at = Duration.ofNanos(nanos);
        return String.format(
                Locale.ROOT,
                "%02d:%02d.%03d  %s%s",
                at.toMinutes(),
                at.toSecondsPart(),
                at.toMillisPart(),
                workload.isEmpty() ? "" : workload + ": ",
                what);
    }
}
