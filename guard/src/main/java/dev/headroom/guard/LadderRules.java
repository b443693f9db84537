package dev.headroom.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What leads to which {@link Degradation}, and the way back.
 *
 * @param dependencyP99 a 99th percentile above this is {@link Degradation#REDUCED}
 * @param gpuMemory a share in use above this is {@link Degradation#SIMPLE}
 * @param timeouts a share of calls above this is {@link Degradation#SIMPLE}
 * @param clear share of a limit that a value must fall below before it counts as well again, from 0 to 1
 * @param hold how long all must be well for the next level before it is taken; one level at a time
 * @param triggers what else leads to which level
 */
public record LadderRules(
        Duration dependencyP99,
        double gpuMemory,
        double timeouts,
        double clear,
        Duration hold,
        List<Trigger> triggers) {

    /**
     * One more reason for a level.
     *
     * @param reading name of what is watched
     * @param above the level is asked for while it is more than this, not negative
     */
    public record Trigger(String reading, double above, Degradation level) {
        public Trigger {
            if (!(above >= 0)) {
                throw new IllegalArgumentException("what is above " + above + " of " + reading + " has no way back");
            }
        }

        boolean asks(Map<String, Double> readings, double factor) {
            Double value = readings.get(reading);
            return value != null && value > above * factor;
        }
    }

    /** 100 ms, 90 %, 5 % of the calls; well again below 80 % of that, for 10 s a level. */
    public static final LadderRules USUAL =
            new LadderRules(Duration.ofMillis(100), 0.9, 0.05, 0.8, Duration.ofSeconds(10));

    /** As above, with no other triggers. */
    public LadderRules(Duration dependencyP99, double gpuMemory, double timeouts, double clear, Duration hold) {
        this(dependencyP99, gpuMemory, timeouts, clear, hold, List.of());
    }

    public LadderRules {
        triggers = List.copyOf(triggers);
        if (dependencyP99.isNegative() || dependencyP99.isZero() || hold.isNegative()) {
            throw new IllegalArgumentException(
                    "the limit of the 99th percentile must be positive, the hold not negative");
        }
        for (double share : new double[] {gpuMemory, timeouts, clear}) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share lies between 0 and 1: " + share);
            }
        }
    }

    /** The level that health asks for when limits are multiplied by {@code factor}. */
    Degradation asked(Health h, double factor) {
        Degradation worst = ofItself(h, factor);
        for (Trigger t : triggers) {
            if (t.level().compareTo(worst) > 0 && t.asks(h.readings(), factor)) {
                worst = t.level();
            }
        }
        return worst;
    }

    /** What asks for a level now, of all that is read. */
    public List<String> asking(Map<String, Double> readings) {
        return triggers.stream()
                .filter(t -> t.asks(readings, 1))
                .map(Trigger::reading)
                .toList();
    }

    private Degradation ofItself(Health h, double factor) {
        if (h.outage()) {
            return Degradation.REFUSING;
        }
        if (h.allFail()) {
            return Degradation.CACHED;
        }
        if (h.dependencyAway() || h.gpuMemory() > gpuMemory * factor || h.timeouts() > timeouts * factor) {
            return Degradation.SIMPLE;
        }
        return h.dependencyP99().toNanos() > dependencyP99.toNanos() * factor ? Degradation.REDUCED : Degradation.FULL;
    }
}
