package dev.headroom.guard;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What the ladder looks at.
 *
 * @param dependencyP99 99th percentile of how long dependencies take of late
 * @param dependencyAway whether one cannot be reached
 * @param gpuMemory share in use, from 0 to 1; 0 without
 * @param timeouts share of calls of late that timed out, from 0 to 1
 * @param replicas how many there are
 * @param failing how many of them fail
 * @param outage whether somebody said that all is lost
 * @param readings whatever else is watched, by name; what is not known is left out
 */
public record Health(
        Duration dependencyP99,
        boolean dependencyAway,
        double gpuMemory,
        double timeouts,
        int replicas,
        int failing,
        boolean outage,
        Map<String, Double> readings) {

    /** Nothing is wrong. */
    public static final Health GOOD = new Health(Duration.ZERO, false, 0, 0, 1, 0, false);

    /** As above, with nothing else watched. */
    public Health(
            Duration dependencyP99,
            boolean dependencyAway,
            double gpuMemory,
            double timeouts,
            int replicas,
            int failing,
            boolean outage) {
        this(dependencyP99, dependencyAway, gpuMemory, timeouts, replicas, failing, outage, Map.of());
    }

    public Health {
        readings = Map.copyOf(readings);
        if (dependencyP99.isNegative() || !(gpuMemory >= 0 && gpuMemory <= 1) || !(timeouts >= 0 && timeouts <= 1)) {
            throw new IllegalArgumentException("times are not negative, shares lie between 0 and 1");
        }
        if (failing < 0 || replicas < failing) {
            throw new IllegalArgumentException(failing + " of " + replicas + " replicas cannot fail");
        }
    }

    /** Whether there are replicas and all of them fail. */
    public boolean allFail() {
        return replicas > 0 && failing == replicas;
    }

    /** The worst of several; good when there is none. */
    public static Health worst(Collection<Health> several) {
        Duration p99 = Duration.ZERO;
        boolean away = false;
        boolean outage = false;
        double memory = 0;
        double timeouts = 0;
        int replicas = 0;
        int failing = 0;
        Map<String, Double> readings = new HashMap<>();
        for (Health h : several) {
            p99 = h.dependencyP99.compareTo(p99) > 0 ? h.dependencyP99 : p99;
            away |= h.dependencyAway;
            outage |= h.outage;
            memory = Math.max(memory, h.gpuMemory);
            timeouts = Math.max(timeouts, h.timeouts);
            replicas += h.replicas;
            failing += h.failing;
            h.readings.forEach((name, value) -> readings.merge(name, value, Math::max));
        }
        return new Health(p99, away, memory, timeouts, replicas, failing, outage, readings);
    }
}
