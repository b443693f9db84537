package dev.headroom.spec;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A course over time as written in a {@code traffic.yaml}: a rate or a factor, by the unit of its levels. */
public sealed interface ShapeSpec {

    /** Whether it is a rate; else a factor. */
    boolean isRate();

    /**
     * A level with its unit.
     *
     * @param value requests per second, or a ratio (1 for 100 %); not negative
     * @param isRate which of the two
     */
    record Amount(double value, boolean isRate) {
        /** Where an event begins from: no requests, or all of what is there. */
        public double rest() {
            return isRate ? 0 : 1;
        }
    }

    /** Parts that come on top of each other. */
    record Sum(List<ShapeSpec> parts) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return parts.get(0).isRate();
        }
    }

    /** Parts that are multiplied. */
    record Product(List<ShapeSpec> parts) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return parts.stream().anyMatch(ShapeSpec::isRate);
        }
    }

    /** The same at all times. */
    record Constant(Amount level) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return level.isRate();
        }
    }

    /** A smooth daily curve through points. */
    record Daily(Map<LocalTime, Amount> points) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return points.values().iterator().next().isRate();
        }
    }

    /** Days of the week that differ; the others are at rest. */
    record Weekly(Map<DayOfWeek, Double> days) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return false;
        }
    }

    /** Hours of the day that differ. */
    record PrimeTime(Set<DayOfWeek> days, LocalTime from, LocalTime to, Amount level, Duration edge)
            implements ShapeSpec {
        @Override
        public boolean isRate() {
            return level.isRate();
        }
    }

    /** A sharp rise and a slow decay. */
    record Flash(Instant at, Amount height, Duration rise, Duration decay) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return height.isRate();
        }
    }

    /** To another level at a time; for ever without a span. */
    record Step(Instant at, @Nullable Duration span, Amount to, Duration edge) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return to.isRate();
        }
    }

    /** Straight to another level, which stays. */
    record Ramp(Instant from, Instant until, Amount to) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return to.isRate();
        }
    }

    /** Turns of work and rest. */
    record OnOff(DistributionSpec on, DistributionSpec off, Amount level) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return level.isRate();
        }
    }

    /** Random change with a short memory. */
    record Noise(double cv, Duration correlation) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return false;
        }
    }

    /** Random change at every time scale. */
    record Bursts(double cv, double hurst) implements ShapeSpec {
        @Override
        public boolean isRate() {
            return false;
        }
    }
}
