package dev.headroom.simulator.league;

import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.tune.Trial;
import dev.headroom.simulator.tune.Tuner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Plays the league: on every trace each policy runs as it ships, tuned on the first half of the trace, and swept over its main
 * parameter. A run goes over both halves, so that what has to learn has had the first one to learn from; scores are of the
 * second half only.
 *
 * <p>The result is a function of what goes in, whatever the number of threads that play the games.
 */
public final class League {
    private final Setting setting;
    private final List<String> policies;
    private final boolean full;
    private final int evaluations;
    private final long seed;
    private final ToDoubleFunction<Scenario> optimum;

    /**
     * A league.
     *
     * @param setting the world
     * @param policies who plays, out of {@link Contenders#names()}
     * @param full whether traces are run in full, and not their busiest 28 days only
     * @param evaluations trials of a tuning; 0 to leave tuning out
     * @param seed fixes every random draw
     * @param optimum cost of the clairvoyant optimum of a scenario, in its currency; NaN when it is not known
     */
    public League(
            Setting setting,
            List<String> policies,
            boolean full,
            int evaluations,
            long seed,
            ToDoubleFunction<Scenario> optimum) {
        this.setting = setting;
        this.policies = List.copyOf(policies);
        this.full = full;
        this.evaluations = evaluations;
        this.seed = seed;
        this.optimum = optimum;
    }

    /** One policy on one trace: an independent piece of work. */
    public final class Game {
        private final Trace trace;
        private final Contender contender;
        private final double best;

        private Game(Trace trace, Contender contender, double best) {
            this.trace = trace;
            this.contender = contender;
            this.best = best;
        }

        /** Simulations it takes, each counted by the half of the trace. */
        public int halves() {
            return 2 * (1 + contender.sweep().size()) + (evaluations == 0 ? 0 : evaluations + 2);
        }

        /**
         * Plays it.
         *
         * @param halves told how many more halves have been simulated
         */
        public List<Row> play(IntConsumer halves) {
            List<Row> rows = new ArrayList<>();
            rows.add(run(contender.standard(), Row.Tuned.DEFAULT));
            halves.accept(2);
            if (evaluations > 0) {
                rows.add(trained(halves));
            }
            for (double main : contender.sweep()) {
                rows.add(run(contender.standardBut(main), Row.Tuned.SWEPT));
                halves.accept(2);
            }
            return rows;
        }

        private Row trained(IntConsumer halves) {
            Trace past = Demand.firstHalf(trace);
            List<Double> values = Tuner.search(
                            contender.space(),
                            v -> {
                                Result r = simulate(contender.scenario(v, setting, past, seed, Scenario.EVERYTHING));
                                halves.accept(1);
                                return new Trial(v, r.attainment(), r.cost(), r.actions());
                            },
                            new Tuner.Options(setting.objective().attainment(), evaluations, seed),
                            List.of(),
                            Runnable::run,
                            t -> {})
                    .best()
                    .values();
            Row row = run(values, Row.Tuned.TRAINED);
            halves.accept(2);
            return row;
        }

        private Row run(List<Double> values, Row.Tuned tuned) {
            Result r = simulate(contender.scenario(
                    values, setting, trace, seed, Demand.secondHalf(trace).startMillis()));
            return new Row(
                    trace.name(),
                    setting.name(),
                    contender.name(),
                    tuned,
                    contender.text(values),
                    r.attainment(),
                    setting.objective().attainment(),
                    r.cost(),
                    r.cost() / best,
                    r.actions());
        }
    }

    /**
     * The games on one trace, in the order of the policies. The optimum is computed here.
     *
     * @param recorded the trace as it was read
     * @throws IllegalArgumentException when the trace cannot be played
     */
    public List<Game> games(Trace recorded) {
        Trace trace = Demand.of(recorded, full, Setting.REPLICAS * setting.perReplica(), setting.service()::work);
        List<Contender> players = Contenders.in(setting, Demand.firstHalf(trace), policies);
        if (players.isEmpty()) {
            return List.of();
        }
        // That of the setting's own bounds, whoever plays: a fixed fleet has others.
        Contender free = Contenders.in(setting, Demand.firstHalf(trace), List.of(Contenders.AUTO))
                .get(0);
        double best = optimum.applyAsDouble(
                free.scenario(free.standard(), setting, Demand.secondHalf(trace), seed, Scenario.EVERYTHING));
        return players.stream().map(p -> new Game(trace, p, best)).toList();
    }

    private static Result simulate(Scenario s) {
        return Simulator.run(s, Progress.NONE);
    }
}
