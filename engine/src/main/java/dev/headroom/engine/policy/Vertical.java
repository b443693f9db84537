package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recommends CPU and memory per replica from usage quantiles with a half-life; asks for no replicas.
 *
 * @param cpu signal of cores used per replica; null for none
 * @param memory signal of bytes used per replica; null for none
 * @param oomKills signal counting out-of-memory kills; null for none
 * @param quantile of usage, such as 0.9
 * @param margin safety margin, such as 0.15
 * @param halfLife of a sample's weight, such as a day
 * @param sizes candidate sizes, ascending by price; empty to recommend numbers only
 */
public record Vertical(@Nullable String cpu, @Nullable String memory, @Nullable String oomKills, double quantile, double margin, Duration halfLife, List<Size> sizes) implements Policy {

    /** An instance type: cores and bytes. */
    public record Size(String instance, double cores, double bytes) {}

    /** Decaying histograms of usage; {@code referenceMillis} is the time at which a weight is 1. */
    public record Usage(List<Double> cpuWeights, List<Double> memoryWeights, long referenceMillis, double oomSeen, double oomFloor) implements Memory {}

    @Override
    public String label() {
        return "vertical";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
