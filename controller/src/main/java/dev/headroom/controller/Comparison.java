package dev.headroom.controller;

import dev.headroom.controller.WorkloadStatus.Shadow;
import dev.headroom.engine.model.Fleet;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Measures what really runs beside what was decided, from turn to turn. */
final class Comparison {

    private static final Duration LONGEST_GAP = Duration.ofMinutes(10);

    private final double hourly;
    private @Nullable Instant since;
    private @Nullable Instant last;
    private int real;
    private int ready;
    private int decided;
    private double hours;
    private double realHours;
    private double decidedHours;
    private double shortHours;

    /** @param hourly price of a replica for an hour; 0 when unknown */
    Comparison(double hourly) {
        this.hourly = hourly;
    }

    void take(Fleet fleet, int desired, Instant now) {
        Instant before = last;
        if (since == null) {
            since = now;
        }
        if (before != null) {
            Duration span = Duration.between(before, now);
            if (!span.isNegative() && span.compareTo(LONGEST_GAP) <= 0) {
                double h = span.toMillis() / 3_600_000.0;
                hours += h;
                realHours += h * real;
                decidedHours += h * decided;
                shortHours += ready < decided ? h : 0;
            }
        }
        last = now;
        real = fleet.alive();
        ready = fleet.ready();
        decided = desired;
    }

    @Nullable
    Shadow measured(double attainment) {
        return since == null
                ? null
                : new Shadow(
                        since,
                        realHours,
                        decidedHours,
                        hourly > 0 ? realHours * hourly : Double.NaN,
                        hourly > 0 ? decidedHours * hourly : Double.NaN,
                        hours > 0 ? shortHours / hours : 0,
                        attainment);
    }
}
