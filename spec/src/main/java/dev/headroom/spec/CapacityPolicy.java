package dev.headroom.spec;

import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.engine.policy.LearningConstant;

/** Sizes by a queueing model; also what a workload without policies gets. */
final class CapacityPolicy extends Table<CapacityModel> {

    /** The automatic policy. */
    static final CapacityModel DEFAULT = CapacityModel.AUTOMATIC;

    static final CapacityPolicy TABLE = new CapacityPolicy();

    private final Key<CapacityModel, Double> utilisation = fallback(
            "utilisation",
            Values.POSITIVE_SHARE,
            "Share of a replica aimed at until enough is learned.",
            DEFAULT.fallbackUtilisation(),
            CapacityModel::fallbackUtilisation);
    private final Key<CapacityModel, Double> burst = fallback(
            "burst",
            Values.NUMBER,
            "Standard deviations of the arrival rate that are planned for, until margins are learned where a latency"
                    + " is promised.",
            DEFAULT.burst(),
            CapacityModel::burst);
    private final Key<CapacityModel, Double> confidence = fallback(
            "confidence",
            Values.SHARE,
            "Confidence below which the fallback decides.",
            DEFAULT.minConfidence(),
            CapacityModel::minConfidence);

    private final Key<CapacityModel, Double> caution = fallback(
            "caution",
            Values.POSITIVE,
            "Times by which the share of late requests that the objective allows is divided before it is planned for:"
                    + " above 1 dearer and safer, below 1 cheaper.",
            DEFAULT.constants().of(LearningConstant.CAUTION),
            m -> m.constants().of(LearningConstant.CAUTION));

    private CapacityPolicy() {
        super(
                "policy-capacity",
                "Capacity model: the fewest replicas whose predicted latency meets the objective, with the service"
                        + " rate learned.");
    }

    @Override
    CapacityModel build(Fields f) {
        return new CapacityModel(
                f.get(utilisation),
                f.get(burst),
                f.get(confidence),
                DEFAULT.constants().with(LearningConstant.CAUTION, f.get(caution)));
    }
}
