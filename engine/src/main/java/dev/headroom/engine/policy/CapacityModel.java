package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Window;
import org.jspecify.annotations.Nullable;

/**
 * Sizes by a queueing model of the workload: the fewest replicas whose predicted latency quantile meets the objective, with
 * the service rate of a replica learned online. Falls back to target tracking until it has learned.
 *
 * @param fallbackUtilisation share of a replica aimed at until enough is learned, such as 0.7
 * @param burst standard deviations of the arrival rate's recent changes that are planned for
 * @param minConfidence confidence below which the fallback decides, in [0, 1]
 */
public record CapacityModel(double fallbackUtilisation, double burst, double minConfidence) implements Policy {

    /**
     * What has been learned.
     *
     * @param serviceSeconds mean time a request holds a slot
     * @param confidence of that, 0 to 1
     * @param rates recent arrival rates per second
     */
    public record Learned(double serviceSeconds, double confidence, Window rates) implements Memory {}

    @Override
    public String label() {
        return "capacity";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
