package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Launches ahead of a forecast: the quantile of the forecast over [now, now + boot + buffer], turned into replicas.
 *
 * @param signal the forecast signal, a total over the workload in base units
 * @param perReplica how much of it one replica carries; 0 to derive it from the replica (concurrency ÷ service time for
 *     rates, concurrency for requests in flight) at the given utilisation
 * @param utilisation share of a replica that is planned for, in (0, 1]
 * @param level forecast quantile, in (0, 1)
 * @param buffer added to the boot time
 * @param lowers whether it may also ask for fewer; otherwise it is only a floor
 * @param errorBound recent relative error above which it switches itself off
 */
public record Predictive(String signal, double perReplica, double utilisation, double level, Duration buffer, boolean lowers, double errorBound) implements Policy {

    /** Whether the forecast is trusted at present; it is trusted again only below 0.8 of the bound. */
    public record Trust(boolean trusted) implements Memory {}

    @Override
    public String label() {
        return "predict(" + signal + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
