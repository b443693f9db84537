package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Request-driven scaling on concurrency with a stable and a panic window, after the Knative pod autoscaler.
 *
 * @param signal requests in flight over the workload (or requests per second)
 * @param perReplica hard target for one replica
 * @param utilisation share of it to aim at, such as 0.7
 * @param stable the stable window
 * @param panic the panic window
 * @param panicThreshold ratio of panic-window need to ready replicas at which panic begins, such as 2.0
 * @param maxUp largest factor up per evaluation
 * @param maxDown largest divisor down per evaluation
 * @param zeroGrace how long without work before zero
 */
public record ConcurrencyPanic(String signal, double perReplica, double utilisation, Duration stable, Duration panic, double panicThreshold, double maxUp, double maxDown, Duration zeroGrace) implements Policy {

    /** Samples of the stable window, end of the panic (epoch ms, −1 when calm), highest wish in it, idle since (−1). */
    public record Panic(Window samples, long panicUntilMillis, int highest, long idleSinceMillis) implements Memory {}

    @Override
    public String label() {
        return "concurrency(" + signal + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
