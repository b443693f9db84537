package dev.headroom.simulator.optimum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Objective;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.Service;
import java.time.Duration;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FluidBoundTest {

    @ParameterizedTest
    // Flat demand that keeps 3.6 replicas busy for an hour; a thousandth may be late.
    @CsvSource({
        // min, least, most replicas for the hour
        "0, 3.55, 4.0",
        "4, 4.0, 4.0001",
        "6, 6.0, 6.0001",
    })
    void flatDemand(int min, double least, double most) {
        double[] arrivals = new double[60];
        java.util.Arrays.fill(arrivals, 3.6 * 6000);

        double bound = new FluidBound(Cases.web(arrivals).bounds(min, 60).demand()).best() / 3600;

        assertThat(bound).isBetween(least, most);
    }

    @Test
    void aGapLongerThanABootIsNotPaidFor() {
        double[] arrivals = new double[120];
        for (int j = 0; j < 120; j++) {
            arrivals[j] = j < 40 || j >= 80 ? 10 * 6000 : 0;
        }
        double bound = new FluidBound(Cases.web(arrivals).bounds(0, 60).demand()).best();

        // 10 replicas for 80 minutes, and a boot of 90 s each; less what may be late and what the limit carries over.
        assertThat(bound).isCloseTo(10 * (80 * 60 + 90), Percentage.withPercentage(3));
        assertThat(bound).isLessThan(10 * (80 * 60 + 90));
    }

    /** Plans that use every freedom of a fluid, cheapened as long as they keep the objective, never get below the bound. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void noFluidPlanIsCheaper(long seed) {
        Random random = new Random(seed);
        int buckets = 8;
        double[] arrivals = new double[buckets];
        for (int j = 0; j < buckets; j++) {
            arrivals[j] = 60 * 4 * random.nextDouble();
        }
        double limit = 2 + random.nextInt(20);
        Demand d = Cases.web(arrivals)
                .lives(random.nextInt(5) * 15, 0)
                .bounds(0, 6)
                .aims(new Objective(0.95, Duration.ofSeconds((long) limit), null, 0.9))
                .demand();
        // One request a second a replica, without the time the service itself takes: the fluid alone.
        Demand fluid = new Demand(
                arrivals,
                60,
                1,
                0,
                0,
                limit,
                limit,
                limit,
                d.total() * 0.1,
                d.total(),
                0,
                d.boot(),
                d.lead(),
                1,
                1,
                0,
                6,
                false);
        double bound = new FluidBound(fluid).best();

        FluidPlans plans = new FluidPlans(fluid, 2);
        double least = plans.descend(random, 6000);

        assertThat(bound).isGreaterThan(0).isLessThanOrEqualTo(least);
        // And it is not idle: within a third of the best that a random search finds.
        assertThat(bound).isGreaterThan(least * 0.6);
    }

    @Test
    void aLaxLimitLeavesTheWorkOnly() {
        Cases queue = Cases.queue(Cases.walk(3, 300, 60));
        Demand d = queue.demand();

        double bound = new FluidBound(d).best();

        assertThat(bound)
                .isCloseTo(d.budget() <= 0 ? 0 : (d.total() - d.budget()) / d.rate(), Percentage.withPercentage(0.1));
        assertThat(d.rate()).isEqualTo(0.5);
        assertThat(queue.service()).isEqualTo(new Service.QueueWorkers(Distribution.exponential(2), 1, 1, 300, 0, 3));
    }
}
