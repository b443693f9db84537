package dev.headroom.controller.faults;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The engine, and engines with a mistake built in. */
final class Moods {
    private Moods() {}

    static Decider of(Bug bug) {
        return switch (bug) {
            case ZERO_WITHOUT_DATA ->
                (workload, before, seen, now) -> Engine.INSTANCE.decide(workload, before, zeroed(seen, now), now);
            case BEYOND_BOUNDS ->
                (workload, before, seen, now) -> {
                    Decision d = Engine.INSTANCE.decide(workload, before, seen, now);
                    return d.desired() == max(workload) ? with(d, d.desired() + 1) : d;
                };
            case DECIDER_WITH_A_MOOD -> {
                AtomicInteger count = new AtomicInteger();
                yield (workload, before, seen, now) -> {
                    Decision d = Engine.INSTANCE.decide(workload, before, seen, now);
                    boolean more = count.incrementAndGet() % 50 == 0 && d.desired() < max(workload);
                    return more ? with(d, d.desired() + 1) : d;
                };
            }
            default -> Engine.INSTANCE;
        };
    }

    private static int max(Workload workload) {
        return workload.guardrails().bounds().max();
    }

    private static Decision with(Decision d, int desired) {
        return new Decision(d.at(), d.current(), desired, d.reasons(), d.advice(), d.state());
    }

    private static Observations zeroed(Observations seen, Instant now) {
        List<Reading> readings = seen.readings().stream()
                .map(r -> r.status() == Reading.Status.OK ? r : Reading.of(0, now))
                .toList();
        return new Observations(
                seen.fleet(),
                readings,
                seen.forecasts(),
                seen.tiers(),
                seen.spending(),
                seen.overrides(),
                seen.asked());
    }
}
