package dev.headroom.controller.faults;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A source that measures the true demand, mostly. A signal's query names its workload and its place among that workload's
 * signals.
 */
final class FaultySource implements MetricSource {

    private final World world;
    private final Life life;
    private final String name;
    private final Map<String, Reading> before = new HashMap<>();

    FaultySource(World world, Life life, String name) {
        this.world = world;
        this.life = life;
        this.name = name;
    }

    @Override
    public List<Reading> read(List<Signal> signals, Instant now) {
        life.step("reads source " + name);
        if (world.strikes(Fault.SOURCE_FAILS)) {
            world.say("", () -> "source " + name + " fails for " + life.holder());
            return signals.stream()
                    .map(s -> Reading.failed("connection refused"))
                    .toList();
        }
        List<Reading> readings = new ArrayList<>();
        for (Signal signal : signals) {
            Reading reading = read(signal, now);
            before.put(signal.query(), reading);
            readings.add(reading);
        }
        return readings;
    }

    private Reading read(Signal signal, Instant now) {
        String[] parts = signal.query().split("/", 2);
        String workload = parts[0];
        double value = world.demand(workload)
                .of(Integer.parseInt(parts[1]), world.timing().nanos());
        Reading truth = Reading.of(value, now);
        Reading old = before.get(signal.query());
        Reading odd = null;
        if (world.strikes(Fault.SOURCE_SILENT)) {
            odd = Reading.missing("no such series");
        } else if (old != null && world.strikes(Fault.SOURCE_STALE)) {
            odd = old;
        } else if (world.strikes(Fault.SOURCE_REORDERS)) {
            odd = Reading.of(
                    value * 0.3,
                    now.minus(Duration.ofSeconds(
                            world.random(Fault.SOURCE_REORDERS).nextInt(1, 90))));
        } else if (world.strikes(Fault.SOURCE_NONSENSE)) {
            odd = nonsense(world.random(Fault.SOURCE_NONSENSE), now);
        } else if (world.strikes(Fault.SOURCE_LIES)) {
            odd = Reading.of(Math.rint(value * lie(world.random(Fault.SOURCE_LIES))), now);
        }
        if (odd == null) {
            return truth;
        }
        Reading shown = odd;
        world.say(
                workload,
                () -> "source " + name + " says " + signal.name() + " is "
                        + (shown.status() == Reading.Status.OK
                                ? shown.value() + " of " + shown.at()
                                : "not known: " + shown.detail())
                        + ", and it is " + value);
        return odd;
    }

    private static Reading nonsense(SplittableRandom r, Instant now) {
        return switch (r.nextInt(4)) {
            case 0 -> Reading.of(Double.NaN, now);
            case 1 -> Reading.of(-5, now);
            case 2 -> Reading.of(Double.POSITIVE_INFINITY, now);
            default -> Reading.of(1, now.plusSeconds(r.nextInt(5, 4000)));
        };
    }

    private static double lie(SplittableRandom r) {
        return switch (r.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 0.1;
            case 2 -> 10;
            default -> r.nextDouble() * 2;
        };
    }
}
