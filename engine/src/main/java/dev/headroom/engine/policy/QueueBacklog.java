package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sizes a fleet of queue workers by the backlog (visible + in flight).
 *
 * @param backlog the backlog signal
 * @param rate the signal of arriving items per second; null when there is none
 * @param goal what the backlog is held against
 * @param activation backlog above which a workload at zero is started; the least that counts as work
 * @param idle how long the queue must be empty before zero; the floor is then the lower bound
 */
public record QueueBacklog(String backlog, @Nullable String rate, Goal goal, double activation, Duration idle) implements Policy {

    /** What the backlog is held against. */
    public sealed interface Goal {}

    /** Backlog items per replica. */
    public record PerReplica(double items) implements Goal {}

    /** Items may wait this long: acceptable backlog per replica = latency × concurrency ÷ mean service time. */
    public record AcceptableLatency(Duration latency) implements Goal {}

    /** The backlog is gone within this time, new arrivals included. */
    public record DrainWithin(Duration span) implements Goal {}

    /** Since when the queue has been empty, epoch milliseconds; −1 while it is not. */
    public record Idle(long sinceMillis) implements Memory {}

    @Override
    public String label() {
        return "backlog(" + backlog + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
