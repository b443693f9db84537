package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where spot machines are had from, and interruptions as they were recorded. */
class SpotPoolsTest {
    private static final double HOURLY = 0.36;

    private static Result run(Watcher w, int replicas, Spot spot) {
        Scenario s = Worlds.planned(
                w,
                Worlds.requests(Distribution.constant(0.05), 10),
                60,
                replicas,
                Worlds.flat(5, 60_000, 60),
                HOURLY,
                Supply.of(spot));
        Result r = Simulator.run(s, Progress.NONE);
        assertThat(r.served() + r.rejected() + r.timedOut() + r.inSystem()).isEqualTo(r.arrived());
        return r;
    }

    private static SpotPool pool(double price, double interruptions, int capacity) {
        return new SpotPool("pool", price, interruptions, capacity, null);
    }

    @ParameterizedTest
    @CsvSource({
        // The cheapest first, then the next.
        "LOWEST_PRICE, 3, 3, 0, 0",
        "LOWEST_PRICE, 12, 5, 7, 0",
        "LOWEST_PRICE, 20, 5, 10, 5",
        // The deepest first; of equally deep ones the first: 10 and 8 and 5 machines.
        "CAPACITY_OPTIMISED, 2, 0, 2, 0",
        "CAPACITY_OPTIMISED, 6, 0, 4, 2",
        "CAPACITY_OPTIMISED, 20, 4, 9, 7"
    })
    void theStrategyChoosesThePool(Spot.Strategy strategy, int replicas, int cheap, int deep, int other) {
        Spot spot = new Spot(0, 0, 120, strategy, List.of(pool(0.3, 0, 5), pool(0.5, 0, 10), pool(0.7, 0, 8)));
        Result r = run(new Watcher(Map.of(0L, replicas)), replicas, spot);
        assertThat(r.platform().spotCost())
                .isCloseTo((0.3 * cheap + 0.5 * deep + 0.7 * other) * HOURLY, Offset.offset(1e-6));
    }

    @Test
    void ofPoolsThatNeverRunOutTheOneWithTheFewestInterruptionsIsChosen() {
        Spot spot = new Spot(
                0,
                0,
                120,
                Spot.Strategy.CAPACITY_OPTIMISED,
                List.of(pool(0.2, 30, Integer.MAX_VALUE), pool(0.4, 0, Integer.MAX_VALUE)));
        Result r = run(new Watcher(Map.of(0L, 10)), 10, spot);
        assertThat(r.platform().interruptions()).isZero();
        assertThat(r.platform().spotCost()).isCloseTo(10 * 0.4 * HOURLY, Offset.offset(1e-6));
    }

    @Test
    void whatNoPoolHasWaits() {
        Spot spot = new Spot(2, 0, 120, Spot.Strategy.LOWEST_PRICE, List.of(pool(0.3, 0, 5)));
        Watcher w = new Watcher(Map.of(0L, 12, 1800L, 5));
        Result r = run(w, 12, spot);
        assertThat(w.fleet(1800).ready()).isEqualTo(7);
        assertThat(w.fleet(1800).starting()).isEqualTo(5);
        assertThat(r.platform().refusedLaunches()).isGreaterThan(100);
        assertThat(w.fleet(1830).ready()).isEqualTo(5);
    }

    @Test
    void recordedInterruptionsComeWhenTheyWereRecorded() {
        // Three in the second ten minutes and two in the fourth; those of the hour before are past.
        double[] reclaims = {9, 9, 9, 9, 9, 9, 0, 3, 0, 2, 0, 0};
        Trace recorded = new Trace("reclaims", Worlds.START - 3_600_000, 600_000, reclaims);
        Spot spot = new Spot(
                2,
                0,
                120,
                Spot.Strategy.LOWEST_PRICE,
                List.of(new SpotPool("spot", 0.3, 0, Integer.MAX_VALUE, recorded)));
        Watcher w = new Watcher(Map.of(0L, 10));
        Result r = run(w, 10, spot);
        assertThat(r.platform().interruptions()).isEqualTo(5);
        assertThat(r.platform().launches()).isEqualTo(5);
        // At 700, 900 and 1 100 s, and each replaced within a minute.
        assertThat(w.fleet(690).ready()).isEqualTo(10);
        assertThat(w.fleet(705).ready()).isEqualTo(9);
        assertThat(w.fleet(765).ready()).isEqualTo(10);
        assertThat(w.fleet(915).ready()).isEqualTo(9);
        assertThat(w.fleet(1110).ready()).isEqualTo(9);
        assertThat(w.fleet(1290).ready()).isEqualTo(10);
        assertThat(w.fleet(1965).ready()).isEqualTo(9);
    }
}
