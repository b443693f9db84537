package dev.headroom.simulator.optimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Objective;
import dev.headroom.simulator.Launches;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Supply;
import dev.headroom.simulator.baseline.Baseline;
import dev.headroom.simulator.baseline.Baselines;
import dev.headroom.simulator.baseline.Fixed;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClairvoyantTest {
    private static final Percentage CLOSE = Percentage.withPercentage(2);

    private static Cases random(long seed, boolean queue) {
        Random random = new Random(seed);
        Cases c = queue ? Cases.queue(Cases.walk(seed, 240, 180)) : Cases.web(Cases.walk(seed, 240, 6000));
        return c.lives(random.nextInt(5) * 45, random.nextInt(3) * 30)
                .billed(random.nextBoolean() ? 1 : 60, random.nextInt(3) * 60, 0.1)
                .bounds(random.nextInt(3), c.max());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nobodyWhoKeepsTheObjectiveIsCheaperThanTheBound(long seed) {
        for (boolean queue : new boolean[] {false, true}) {
            Cases c = random(seed, queue);
            Scenario own = c.scenario();
            Optimum optimum = Clairvoyant.solve(own);

            int keeping = beats(c, own, optimum.lowerBound());
            keeping += beats(c, optimum.scenario(own), optimum.lowerBound());
            for (String name : Baselines.names()) {
                if (Baselines.create(name, own.workload(), own.service(), own.trace()) instanceof Baseline b) {
                    keeping += beats(c, c.scenario(name, b.workload(), b.decider(), -1), optimum.lowerBound());
                }
            }
            for (int n = Math.max(1, c.min()); n <= 32; n *= 2) {
                keeping += beats(c, c.scenario("fixed", c.workload(), new Fixed(n), n), optimum.lowerBound());
            }
            assertThat(keeping).as("policies that keep the objective").isPositive();
            assertThat(optimum.lowerBound()).isPositive().isLessThanOrEqualTo(optimum.cost());
            assertThat(optimum.modelBound()).isLessThanOrEqualTo(optimum.cost() * (1 + 1e-9));
        }
    }

    private static int beats(Cases c, Scenario s, double bound) {
        Result r = Simulator.run(s, share -> {});
        if (r.attainment() < c.objective().attainment()) {
            return 0;
        }
        assertThat(r.cost()).as(r.policy()).isGreaterThanOrEqualTo(bound);
        return 1;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void thePlanDoesInTheSimulationWhatItPromises(long seed) {
        Cases c = random(seed, false).billed(1, 0, 0.1);
        Scenario own = c.scenario();
        Optimum optimum = Clairvoyant.solve(own);

        Result r = Simulator.run(optimum.scenario(own), share -> {});

        assertThat(optimum.feasible()).isTrue();
        assertThat(r.policy()).isEqualTo("clairvoyant");
        assertThat(r.attainment()).isGreaterThanOrEqualTo(c.objective().attainment());
        assertThat(r.cost()).isCloseTo(optimum.cost(), CLOSE);
        assertThat(r.replicaHours()).isCloseTo(optimum.replicaHours(), CLOSE);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void growsWithDemandBootAndPrice(long seed) {
        for (boolean queue : new boolean[] {false, true}) {
            Cases c = random(seed, queue).lives(60, 30);
            Optimum base = Clairvoyant.solve(c.scenario());
            Optimum more = Clairvoyant.solve(
                    c.demanded(Arrays.stream(c.arrivals()).map(x -> x * 1.3).toArray())
                            .scenario());
            Optimum slower = Clairvoyant.solve(c.lives(240, 30).scenario());
            Optimum dearer = Clairvoyant.solve(
                    c.billed(c.granularity(), c.minimum(), 0.3).scenario());

            // The search for the multiplier ends before its very maximum.
            double search = 0.999;
            assertThat(more.cost()).isGreaterThan(base.cost());
            assertThat(more.lowerBound()).isGreaterThan(base.lowerBound() * search);
            assertThat(slower.cost()).isGreaterThanOrEqualTo(base.cost() * search);
            assertThat(slower.lowerBound()).isGreaterThanOrEqualTo(base.lowerBound() * search);
            assertThat(dearer.cost()).isCloseTo(base.cost() * 3, Percentage.withPercentage(1e-6));
            assertThat(dearer.lowerBound()).isCloseTo(base.lowerBound() * 3, Percentage.withPercentage(1e-6));
        }
    }

    @Test
    void knowsNothingOfPlatformsThatTakeBack() {
        Scenario sure = Cases.web(6000, 6000, 6000).scenario();
        assertThatThrownBy(() -> Clairvoyant.solve(sure.with(Supply.limited(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave it out, or simulate without spot capacity");
        assertThat(new Launches(0, 60, 0, 3, 60).sure()).isTrue();
        assertThat(new Launches(0.1, 60, 0, 3, 60).sure()).isFalse();
        assertThat(new Launches(0, 60, 0.1, 3, 60).sure()).isFalse();
    }

    @Test
    void withoutAPromiseTheMinimumIsEnough() {
        Optimum o = Clairvoyant.solve(
                Cases.web(6000, 6000, 6000).aims(Objective.NONE).bounds(2, 9).scenario());

        assertThat(o.exact()).isTrue();
        assertThat(o.cost()).isEqualTo(2 * 180 / 3600.0);
        assertThat(o.lowerBound()).isEqualTo(o.cost());
    }

    @Test
    void saysWhenNobodyCouldKeepTheObjective() {
        Optimum o =
                Clairvoyant.solve(Cases.web(60_000, 60_000, 60_000).bounds(1, 4).scenario());

        assertThat(o.feasible()).isFalse();
        assertThat(o.exact()).isFalse();
        assertThat(o.method()).startsWith("no plan found keeps the objective");
    }

    @Test
    void anUnknownPriceLeavesHours() {
        Optimum o = Clairvoyant.solve(
                Cases.web(6000, 12_000, 6000).billed(1, 0, Double.NaN).scenario());

        assertThat(o.cost()).isNaN();
        assertThat(o.lowerBound()).isNaN();
        assertThat(o.lowerHours()).isPositive().isLessThanOrEqualTo(o.replicaHours());
    }

    @Test
    void aPlanIsAskedForAheadOfTime() {
        Runs runs = new Runs();
        runs.add(0, 300);
        runs.add(200, 260);
        Plan plan = Plan.of(runs, 90, 1000);

        assertThat(plan.millis()).containsExactly(1000, 111_000, 261_000, 301_000);
        assertThat(plan.replicas()).containsExactly(1, 2, 1, 0);
        assertThat(plan.most(1000, 16_000)).isEqualTo(1);
        assertThat(plan.most(105_000, 120_000)).isEqualTo(2);
        assertThat(plan.most(300_000, 315_000)).isEqualTo(1);
        assertThat(plan.most(301_000, 315_000)).isZero();
    }
}
