package dev.headroom.simulator.optimum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.simulator.LateShare;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The plans against every plan there is: up to three replicas, each on or off in each of six steps. */
class BruteForceTest {
    private static final int STEPS = 6;
    private static final Offset<Double> ROUNDING = Offset.offset(1e-6);

    @Property(tries = 200, seed = "1")
    void coveringANeedIsExact(@ForAll @Size(STEPS) int[] random, @ForAll @IntRange(min = 0, max = 4) int leadSteps) {
        int[] need = Arrays.stream(random).map(x -> Math.floorMod(x, 4)).toArray();
        Demand d = Cases.web(new double[STEPS]).lives(60 * leadSteps, 0).demand();

        Runs runs = Runs.covering(need, 60, d.lead(), d.lead());

        int[] counts = runs.counts(STEPS, 60);
        for (int j = 0; j < STEPS; j++) {
            assertThat(counts[j]).isGreaterThanOrEqualTo(need[j]);
        }
        double least = cheapest(d, counted -> {
            for (int j = 0; j < STEPS; j++) {
                if (counted[j] < need[j]) {
                    return false;
                }
            }
            return true;
        });
        assertThat(runs.bill(d)).isEqualTo(least, ROUNDING);
    }

    @Test
    void theBestPlanIsEnclosed() {
        Random random = new Random(4);
        int exact = 0;
        int feasible = 0;
        for (int round = 0; round < 60; round++) {
            double[] arrivals = new double[STEPS];
            for (int j = 0; j < STEPS; j++) {
                arrivals[j] = random.nextDouble() * 17_000;
            }
            Demand d = Cases.web(arrivals)
                    .lives(random.nextInt(4) * 45, 0)
                    .bounds(random.nextInt(2), 3)
                    .demand();
            double peak = Arrays.stream(arrivals).max().orElse(0) / 60;
            RequestPlan plans = new RequestPlan(d, new LateShare(Cases.web().service(), 0.5, peak, 1));
            double budget = d.total() * (round % 3 == 0 ? 0.002 : round % 3 == 1 ? 0.05 : 0.3);

            RequestPlan.Found found = plans.best(budget);

            double least = cheapest(d, counts -> {
                for (int n : counts) {
                    if (n < d.min()) {
                        return false;
                    }
                }
                return plans.late(counts) <= budget;
            });
            assertThat(plans.dual()).as("bound, round %d", round).isLessThanOrEqualTo(least * (1 + 1e-9));
            if (found.late() <= budget) {
                feasible++;
                assertThat(found.bill()).as("plan, round %d", round).isGreaterThanOrEqualTo(least * (1 - 1e-9));
                exact += found.bill() <= least * (1 + 1e-9) ? 1 : 0;
            } else {
                assertThat(least).as("no plan at all, round %d", round).isInfinite();
            }
        }
        // The multiplier finds the vertices of the trade of cost for lateness: with six steps most budgets are between
        // two.
        assertThat(exact).isGreaterThan(feasible / 3);
    }

    private interface Rule {
        boolean holds(int[] counts);
    }

    /** Bill of the cheapest of all combinations of three replicas that a rule allows. */
    private static double cheapest(Demand d, Rule rule) {
        int patterns = 1 << STEPS;
        double[] bill = new double[patterns];
        for (int p = 0; p < patterns; p++) {
            Runs runs = new Runs();
            for (int j = 0; j < STEPS; j++) {
                if ((p >> j & 1) == 1 && (j == 0 || (p >> (j - 1) & 1) == 0)) {
                    int end = j;
                    while (end < STEPS && (p >> end & 1) == 1) {
                        end++;
                    }
                    runs.add(j * 60, end * 60);
                }
            }
            bill[p] = runs.bill(d);
        }
        double least = Double.POSITIVE_INFINITY;
        int[] counts = new int[STEPS];
        for (int a = 0; a < patterns; a++) {
            for (int b = a; b < patterns; b++) {
                for (int c = b; c < patterns; c++) {
                    double sum = bill[a] + bill[b] + bill[c];
                    if (sum < least) {
                        for (int j = 0; j < STEPS; j++) {
                            counts[j] = (a >> j & 1) + (b >> j & 1) + (c >> j & 1);
                        }
                        least = rule.holds(counts) ? sum : least;
                    }
                }
            }
        }
        return least;
    }
}
