package dev.headroom.cli;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Observations;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A decider that remembers its last decision up to a time, and what was seen for it, so that it can be explained. */
final class Remembered implements Decider {

    private final Decider decider;
    private final Instant until;
    private @Nullable Decision last;
    private @Nullable Decision lastChange;

    Remembered(Decider decider, Instant until) {
        this.decider = decider;
        this.until = until;
    }

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        Decision d = decider.decide(workload, state, seen, now);
        if (!now.isAfter(until)) {
            last = d;
            lastChange = d.acts() ? d : lastChange;
        }
        return d;
    }

    /** The decision in force at the time, and the last one that changed something if that is another, in words. */
    String explanation() {
        if (last == null) {
            return "there was no decision yet at " + until + "\n";
        }
        StringBuilder out = new StringBuilder();
        say(out, last);
        if (lastChange != null && !lastChange.at().equals(last.at())) {
            out.append("\nthe last change before that\n");
            say(out, lastChange);
        }
        return out.toString();
    }

    private static void say(StringBuilder out, Decision d) {
        out.append(d.at()).append(": ");
        if (d.acts()) {
            out.append(d.current()).append(" → ").append(d.desired()).append(" replicas\n");
        } else {
            out.append(d.current()).append(" replicas stay\n");
        }
        d.explanation().lines().forEach(line -> out.append("  ").append(line).append('\n'));
    }
}
