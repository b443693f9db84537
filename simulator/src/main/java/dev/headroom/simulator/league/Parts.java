package dev.headroom.simulator.league;

import dev.headroom.engine.Workload;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.engine.policy.LearningConstant;
import dev.headroom.engine.policy.LearningConstants;
import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What each part and each constant of the automatic policy is worth: it plays the first halves of the league's traces without
 * a part, and with a constant halved and doubled, and is scored on their second halves. So nothing that the league judges is
 * looked at.
 */
public final class Parts {
    /** What the Kubernetes HPA keeps replicas for. */
    private static final double FIVE_MINUTES = 300;

    /** Place of the window among the automatic policy's parameters. */
    private static final int WINDOW = 1;

    private Parts() {}

    /**
     * The automatic policy with a difference.
     *
     * @param name as in the table
     * @param constants what is learned by
     * @param forecasts whether it has forecasts
     * @param windowSeconds what replicas are kept for; NaN for as long as it ships with
     */
    public record Variant(String name, LearningConstants constants, boolean forecasts, double windowSeconds) {}

    /**
     * How a variant did on one trace.
     *
     * @param attainment share of requests or items in time, 0 to 1
     * @param keeps whether the objective was kept
     * @param costOverOptimum cost ÷ the clairvoyant optimum
     */
    public record Outcome(double attainment, boolean keeps, double costOverOptimum) {}

    /** As it ships, without each of its parts, and with each constant halved and doubled. */
    public static List<Variant> variants() {
        LearningConstants ships = LearningConstants.STANDARD;
        LearningConstants unspending = ships.with(LearningConstant.GENEROUS, 1)
                .with(LearningConstant.THRIFTY, 1)
                .with(LearningConstant.EASED, 0);
        List<Variant> all = new ArrayList<>();
        all.add(new Variant("as it ships", ships, true, Double.NaN));
        all.add(new Variant("without forecasts", ships, false, Double.NaN));
        all.add(new Variant(
                "without learned margins",
                ships.with(LearningConstant.HALF, Double.POSITIVE_INFINITY),
                true,
                Double.NaN));
        all.add(new Variant("without surprises", ships.with(LearningConstant.SURPRISING, 1e9), true, Double.NaN));
        all.add(new Variant("without a budget of what was late", unspending, true, Double.NaN));
        all.add(new Variant(
                "without lateness that is meant", ships.with(LearningConstant.CAUTION, 1e9), true, Double.NaN));
        all.add(new Variant("without ski rental: five minutes, as the HPA", ships, true, FIVE_MINUTES));
        all.add(new Variant("without ski rental: let go at once", ships, true, 0));
        for (LearningConstant c : LearningConstant.values()) {
            for (double factor : new double[] {0.5, 2}) {
                String name = c.name().toLowerCase(Locale.ROOT).replace('_', '-');
                all.add(new Variant(
                        String.format(Locale.ROOT, "%s %s × %s", name, plain(c.standard()), plain(factor)),
                        ships.with(c, factor * c.standard()),
                        true,
                        Double.NaN));
            }
        }
        return List.copyOf(all);
    }

    private static String plain(double v) {
        return v == Math.rint(v) ? String.valueOf((long) v) : String.valueOf(v);
    }

    /** The first half of a trace in one world. */
    public static final class Game {
        private final Setting setting;
        private final Trace trace;
        private final Trace scored;
        private final Contender auto;
        private final double best;

        /**
         * With the optimum, which is computed here.
         *
         * @param recorded the trace as it was read
         * @param full whether all of it is run, and not the busiest 28 days only
         * @param optimum cost of the clairvoyant optimum of a scenario, in its currency
         * @throws IllegalArgumentException when the trace cannot be played
         */
        public Game(Setting setting, Trace recorded, boolean full, ToDoubleFunction<Scenario> optimum) {
            this.setting = setting;
            Trace whole = Demand.of(recorded, full, Setting.REPLICAS * setting.perReplica(), setting.service()::work);
            this.trace = Demand.firstHalf(whole);
            this.scored = Demand.secondHalf(trace);
            this.auto = Contenders.in(setting, Demand.firstHalf(trace), List.of(Contenders.AUTO))
                    .get(0);
            this.best = optimum.applyAsDouble(auto.scenario(auto.standard(), setting, scored, 1, Scenario.EVERYTHING));
        }

        /** The world. */
        public Setting setting() {
            return setting;
        }

        /** Plays a variant. */
        public Outcome play(Variant variant, long seed) {
            List<Double> values = new ArrayList<>(auto.standard());
            if (!Double.isNaN(variant.windowSeconds())) {
                values.set(WINDOW, variant.windowSeconds());
            }
            Contender changed = new Contender(auto.name(), auto.space(), auto.sweep(), v -> {
                Contender.Candidate c = auto.setup().apply(v);
                return new Contender.Candidate(with(c.workload(), variant.constants()), c.decider(), c.scrapeMillis());
            });
            Scenario s = changed.scenario(values, setting, trace, seed, scored.startMillis());
            Result r = Simulator.run(variant.forecasts() ? s : s.foreseeing(null), Progress.NONE);
            return new Outcome(
                    r.attainment(), r.attainment() >= setting.objective().attainment(), r.cost() / best);
        }
    }

    private static Workload with(Workload w, LearningConstants constants) {
        return w.with(w.policies().stream()
                .map(p -> p.policy() instanceof CapacityModel m
                        ? new Workload.Weighted(
                                new CapacityModel(m.fallbackUtilisation(), m.burst(), m.minConfidence(), constants),
                                p.weight())
                        : p)
                .toList());
    }
}
