package dev.headroom.simulator.league;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.baseline.Baseline;
import dev.headroom.simulator.baseline.Baselines;
import dev.headroom.simulator.league.Row.Tuned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LeagueTest {
    private static final long START = 1_767_225_600_000L;
    private static final long SEED = 3;

    /** Two days of a daily wave in minutes, the second one {@code growth} times as high. */
    private static Trace days(double growth) {
        double[] a = new double[2 * 1440];
        for (int i = 0; i < a.length; i++) {
            a[i] = (1.2 - Math.cos(2 * Math.PI * i / 1440)) * (i < 1440 ? 1 : growth);
        }
        return new Trace("days", START, 60_000, a);
    }

    private static List<Row> play(Setting setting, Trace trace, int evaluations, String... policies) {
        League league = new League(setting, List.of(policies), false, evaluations, SEED, s -> Double.NaN);
        return league.games(trace).stream()
                .flatMap(g -> g.play(n -> {}).stream())
                .toList();
    }

    private static Row one(List<Row> rows, String policy, Tuned tuned) {
        return rows.stream()
                .filter(r -> r.policy().equals(policy) && r.tuned() == tuned)
                .findFirst()
                .orElseThrow();
    }

    static Stream<Arguments> everyone() {
        return Setting.ALL.stream().flatMap(s -> Contenders.names().stream().map(n -> Arguments.of(s, n)));
    }

    @ParameterizedTest
    @MethodSource("everyone")
    void peersAtTheirStandardValuesAreWhatTheyShipAs(Setting setting, String name) {
        Trace trace = Demand.of(days(1), false, Setting.REPLICAS * setting.perReplica());
        List<Contender> players = Contenders.in(setting, trace, List.of(name));
        if (players.isEmpty()) {
            assertThat(name + " in " + setting.name()).isEqualTo("kpa in queue");
            return;
        }
        Contender player = players.get(0);
        assertThat(player.sweep()).hasSizeGreaterThanOrEqualTo(8).doesNotHaveDuplicates();
        Scenario here = player.scenario(player.standard(), setting, trace, SEED, Scenario.EVERYTHING);
        if (name.equals(Contenders.AUTO)
                || !(Baselines.create(name, here.workload(), setting.service(), trace) instanceof Baseline shipped)) {
            return;
        }
        Scenario there = new Scenario(
                name,
                shipped.workload(),
                shipped.decider(),
                setting.service(),
                setting.lifecycle(),
                -1,
                trace,
                here.measurement(),
                Setting.BILLING,
                Scenario.Mode.INTERVAL,
                0,
                SEED);
        assertThat(run(here)).isEqualTo(run(there));
    }

    private static Result run(Scenario s) {
        return Simulator.run(s, Progress.NONE);
    }

    @Test
    void theOptimumIsTheSameWhoeverPlays() {
        List<List<Integer>> bounds = new ArrayList<>();
        for (String first : List.of("fixed", "hpa", "aws-target", "auto")) {
            new League(Setting.WEB, List.of(first, "kpa"), false, 0, SEED, s -> {
                        Bounds b = s.workload().guardrails().bounds();
                        bounds.add(List.of(b.min(), b.max()));
                        return 1;
                    })
                    .games(days(1));
        }
        assertThat(bounds).hasSize(4).containsOnly(List.of(Setting.WEB.min(), Setting.MAX));
    }

    @Test
    void everyPolicyPlaysThreeWays() {
        List<Row> rows = play(Setting.WEB, days(1), 8, "auto", "hpa", "fixed");
        for (String policy : List.of("auto", "hpa", "fixed")) {
            assertThat(rows)
                    .filteredOn(r -> r.policy().equals(policy) && r.tuned() == Tuned.DEFAULT)
                    .hasSize(1);
            assertThat(rows)
                    .filteredOn(r -> r.policy().equals(policy) && r.tuned() == Tuned.TRAINED)
                    .hasSize(1);
            assertThat(rows)
                    .filteredOn(r -> r.policy().equals(policy) && r.tuned() == Tuned.SWEPT)
                    .hasSizeGreaterThanOrEqualTo(8);
        }
        assertThat(rows).allSatisfy(r -> {
            assertThat(r.trace()).isEqualTo("days");
            assertThat(r.scenario()).isEqualTo("web");
            assertThat(r.attainment()).isBetween(0.0, 1.0);
            assertThat(r.cost()).isPositive();
            assertThat(r.costOverOptimum()).isNaN();
        });
        // A calm day: nothing is ever missed at the defaults, and a fixed fleet for the peak costs about twice as much.
        assertThat(one(rows, "hpa", Tuned.DEFAULT).keeps()).isTrue();
        assertThat(one(rows, "fixed", Tuned.DEFAULT).cost()
                        / one(rows, "hpa", Tuned.DEFAULT).cost())
                .isBetween(1.5, 2.2);
    }

    @Test
    void targetsTradeCostForTimeliness() {
        List<Row> swept = play(Setting.WEB, days(1), 0, "hpa").stream()
                .filter(r -> r.tuned() == Tuned.SWEPT)
                .toList();
        for (int i = 1; i < swept.size(); i++) {
            assertThat(swept.get(i).cost()).isLessThan(swept.get(i - 1).cost());
        }
        assertThat(swept.get(0).keeps()).isTrue();
        assertThat(swept.get(swept.size() - 1).keeps()).isFalse();
    }

    @Test
    void trainingKnowsTheFirstHalfOnly() {
        // Half a percent of the minutes, all in the second day, set the scale; what else the second day is like does
        // not matter.
        Trace calm = peaked(1);
        Trace wild = peaked(0.1);
        assertThat(Demand.firstHalf(Demand.of(calm, false, 4000)))
                .isEqualTo(Demand.firstHalf(Demand.of(wild, false, 4000)));
        List<Row> a = play(Setting.WEB, calm, 16, "hpa", "fixed");
        List<Row> b = play(Setting.WEB, wild, 16, "hpa", "fixed");
        for (String policy : List.of("hpa", "fixed")) {
            assertThat(one(a, policy, Tuned.TRAINED).parameter())
                    .isEqualTo(one(b, policy, Tuned.TRAINED).parameter());
        }
        assertThat(one(a, "hpa", Tuned.TRAINED).cost())
                .isGreaterThan(one(b, "hpa", Tuned.TRAINED).cost());
        // The fixed fleet was sized for the first day: it cannot serve the peak of the second one.
        assertThat(one(a, "fixed", Tuned.DEFAULT).parameter())
                .isEqualTo(one(b, "fixed", Tuned.DEFAULT).parameter());
        assertThat(one(b, "fixed", Tuned.DEFAULT).keeps()).isFalse();
    }

    /** Two days, the second one {@code times} as high but for a peak of 15 minutes twice as high as anything before. */
    private static Trace peaked(double times) {
        double[] a = days(times).arrivals();
        Arrays.fill(a, 2000, 2015, 5);
        return new Trace("days", START, 60_000, a);
    }

    @Test
    void scoresAreOfTheSecondHalf() {
        Trace trace = Demand.of(days(1), false, Setting.REPLICAS * Setting.WEB.perReplica());
        double[] none = trace.arrivals().clone();
        Arrays.fill(none, 1440, none.length, 600);
        Row row = one(play(Setting.WEB, new Trace("days", START, 60_000, none), 0, "hpa"), "hpa", Tuned.DEFAULT);
        // A day of ten requests a second on one replica, after the way down from a busy one.
        assertThat(row.cost()).isBetween(2.4, 2.6);
        assertThat(row.attainment()).isEqualTo(1, within(1e-3));
    }

    @Test
    void theOptimumIsAskedForTheSecondHalf() {
        List<Scenario> asked = new ArrayList<>();
        League league = new League(Setting.WEB, List.of("hpa"), false, 0, SEED, s -> {
            asked.add(s);
            return 10;
        });
        AtomicInteger halves = new AtomicInteger();
        League.Game game = league.games(days(1)).get(0);
        List<Row> rows = game.play(halves::addAndGet);
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).trace().startMillis()).isEqualTo(START + 1440 * 60_000L);
        assertThat(asked.get(0).trace().arrivals()).hasSize(1440);
        assertThat(rows).allSatisfy(r -> assertThat(r.costOverOptimum()).isEqualTo(r.cost() / 10));
        assertThat(halves.get()).isEqualTo(game.halves());
    }

    @Test
    void aQueueIsPlayedByThoseWhoCan() {
        List<Row> rows = play(Setting.QUEUE, days(1), 0, Contenders.names().toArray(String[]::new));
        assertThat(rows.stream().map(Row::policy).distinct())
                .containsExactly("auto", "hpa", "keda", "aws-target", "aws-step", "aws-predictive", "fixed");
        assertThat(Setting.QUEUE.service()).isInstanceOf(Service.QueueWorkers.class);
    }
}
