package dev.headroom.engine.loop;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Observe, decide, record, act: one turn for one workload. The live controller turns it from a scheduler, the simulator
 * from its event loop, the fault simulation from a seeded scheduler.
 *
 * <p>Not thread-safe: one loop belongs to one driver.
 */
public final class ControlLoop {

    /** What is seen besides readings and the fleet. */
    public interface Surroundings {
        /** Forecasts by signal. */
        default Map<String, Forecast> forecasts(Instant now) {
            return Map.of();
        }

        /** Ready replicas of the workloads depended on. */
        default Map<String, Integer> tiers(Instant now) {
            return Map.of();
        }

        /** What other workloads under the same budgets cost. */
        default Observations.Spending spending(Instant now) {
            return Observations.Spending.NONE;
        }

        /** Replicas that other workloads need of this one, the most of them; 0 when none does. */
        default int asked(Instant now) {
            return 0;
        }

        /** Manual overrides in force. */
        default List<ManualOverride> overrides(Instant now) {
            return List.of();
        }
    }

    /** How a turn ended. */
    public sealed interface Outcome {
        /** Decided, and nothing had to change. */
        record Held(Decision decision) implements Outcome {}

        /** Decided, and the target accepted the change. */
        record Scaled(Decision decision) implements Outcome {}

        /** Decided, and the target did not take the change; the next turn tries again. */
        record NotApplied(Decision decision, String why) implements Outcome {}

        /** Decided, and not acted upon, since it could not be recorded; the next turn decides anew from the former state. */
        record NotRecorded(Decision decision, String why) implements Outcome {}

        /** Another controller has the workload now; nothing was recorded and nothing done. */
        record Fenced(String why) implements Outcome {}

        /** Not decided: the target could not be observed. */
        record Blind(String why) implements Outcome {}
    }

    private final Workload workload;
    private final Decider decider;
    private final MetricSource source;
    private final ScalingTarget target;
    private final Store store;
    private final Notifier notifier;
    private final Surroundings surroundings;
    private WorkloadState state;

    /** A loop that continues from the state in the store, if there is one of this engine's version. */
    public ControlLoop(
            Workload workload,
            Decider decider,
            MetricSource source,
            ScalingTarget target,
            Store store,
            Notifier notifier,
            Surroundings surroundings) {
        this.workload = workload;
        this.decider = decider;
        this.source = source;
        this.target = target;
        this.store = store;
        this.notifier = notifier;
        this.surroundings = surroundings;
        this.state = store.load(workload.name())
                .filter(s -> s.version() == WorkloadState.VERSION)
                .orElse(WorkloadState.INITIAL);
    }

    /**
     * One turn.
     *
     * @param now not before the former turn
     */
    public Outcome tick(Instant now) {
        Fleet fleet;
        switch (target.observe()) {
            case ScalingTarget.Observed.Seen seen -> fleet = seen.fleet();
            case ScalingTarget.Observed.Unreachable no -> {
                return new Outcome.Blind(no.why());
            }
        }
        List<Reading> readings = source.read(workload.signals(), now);
        Observations seen = new Observations(
                fleet,
                readings,
                surroundings.forecasts(now),
                surroundings.tiers(now),
                surroundings.spending(now),
                surroundings.overrides(now),
                surroundings.asked(now));
        Decision decision = decider.decide(workload, state, seen, now);
        // The journal comes before the act: after a crash between the two, the order is given again, and it is
        // idempotent.
        switch (store.append(new Store.Entry(workload.name(), state, seen, decision))) {
            case Store.Appended.Saved ok -> state = decision.state();
            case Store.Appended.Fenced no -> {
                return new Outcome.Fenced(no.why());
            }
            case Store.Appended.Failed no -> {
                // Nobody may miss an alert for want of a store; it is raised again every turn until it is recorded.
                decision.advice().stream()
                        .filter(Advice.Alert.class::isInstance)
                        .forEach(alert -> notifier.send(workload.name(), alert));
                return new Outcome.NotRecorded(decision, no.why());
            }
        }
        for (Advice advice : decision.advice()) {
            notifier.send(workload.name(), advice);
        }
        if (!decision.acts()) {
            return new Outcome.Held(decision);
        }
        return switch (target.apply(decision.desired())) {
            case ScalingTarget.Applied.Accepted ok -> new Outcome.Scaled(decision);
            case ScalingTarget.Applied.Refused no -> new Outcome.NotApplied(decision, no.why());
            case ScalingTarget.Applied.Unreachable no -> new Outcome.NotApplied(decision, no.why());
        };
    }

    /** The time of the last recorded decision; null before the first. */
    public @Nullable Instant decidedAt() {
        return state.decidedAt();
    }

    /** The workload this loop turns. */
    public Workload workload() {
        return workload;
    }
}
