package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.model.Measure;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Spares against the size rule of Amazon EC2 Auto Scaling and the sums of what was paid. */
class WarmPoolTest {
    private static final double PER_SECOND = 0.001;

    private static Scenario scenario(Watcher w, int max, WarmPool pool, Scenario.Mode mode) {
        return new Scenario(
                        "test",
                        Worlds.workload(0, max, Duration.ofSeconds(15), 1, Worlds.signal(Measure.RATE)),
                        w,
                        Worlds.requests(Distribution.constant(0.01), 10),
                        new Lifecycle(Distribution.constant(100), 0, 1, 600),
                        6,
                        Worlds.flat(2, 60_000, 20),
                        Measurement.DEFAULT,
                        new Billing(3600 * PER_SECOND, "USD", 1, 0),
                        mode,
                        0,
                        5)
                .with(Supply.of(pool));
    }

    private static WarmPool pool(int maxPrepared, int least, boolean reuse) {
        return new WarmPool(WarmPool.State.STOPPED, maxPrepared, least, Distribution.constant(10), 0.1, reuse);
    }

    /** The first row is the example of the user guide: desired 6, maximum 10, hence 4 in the pool. */
    @ParameterizedTest
    @CsvSource({"-1,0,6,10,4", "-1,0,10,10,0", "8,0,6,10,2", "8,0,9,10,0", "8,3,9,10,3", "8,3,2,10,6", "5,5,0,10,5"})
    void theSizeIsTheDifferenceOfPreparedAndDesired(int prepared, int least, int desired, int max, int size) {
        assertThat(pool(prepared, least, false).size(desired, max)).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({"false,REQUEST", "true,REQUEST", "false,INTERVAL", "true,INTERVAL"})
    void sparesStartFastAndArePaidForByTheirShare(boolean reuse, Scenario.Mode mode) {
        Watcher w = new Watcher(Map.of(0L, 6, 60L, 8, 600L, 6));
        Result r = Simulator.run(scenario(w, 10, pool(-1, 0, reuse), mode), Progress.NONE);
        assertThat(w.fleet(60).ready()).isEqualTo(6);
        assertThat(w.fleet(75).ready()).isEqualTo(8);
        assertThat(w.fleet(615).ready()).isEqualTo(6);
        Platform p = r.platform();
        assertThat(p.warmStarts()).isEqualTo(2);
        // Two warm starts, and two that are prepared anew unless the replicas return.
        assertThat(p.launches()).isEqualTo(reuse ? 2 : 4);
        double sparesUntil600 = 4 * 60 + 2 * 540;
        double after = reuse ? 0.1 * 4 * 600 : 0.1 * (2 * 600 + 2 * 500) + 2 * 100;
        assertThat(p.spareCost()).isCloseTo((0.1 * sparesUntil600 + after) * PER_SECOND, Offset.offset(2e-3));
        assertThat(p.onDemandCost()).isCloseTo((6 * 1200 + 2 * 540) * PER_SECOND, Offset.offset(2e-3));
        assertThat(r.cost()).isCloseTo(p.onDemandCost() + p.spareCost(), Offset.offset(1e-9));
        double overTime = r.timeline().stream().mapToDouble(Result.Point::cost).sum();
        assertThat(overTime).isCloseTo(r.cost(), Offset.offset(4e-3));
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void whatThePoolLacksIsBootedAfresh(Scenario.Mode mode) {
        Watcher w = new Watcher(Map.of(0L, 6, 60L, 13));
        Result r = Simulator.run(scenario(w, 1000, pool(10, 2, false), mode), Progress.NONE);
        assertThat(w.fleet(75).ready()).isEqualTo(10);
        assertThat(w.fleet(75).starting()).isEqualTo(3);
        assertThat(w.fleet(150).ready()).isEqualTo(10);
        assertThat(w.fleet(165).ready()).isEqualTo(13);
        assertThat(r.platform().warmStarts()).isEqualTo(4);
        // Four from the pool, three cold, and two prepared as the pool shall have at least two.
        assertThat(r.platform().launches()).isEqualTo(4 + 3 + 2);
    }

    @Test
    void runningSparesHoldMachinesOfThePlatform() {
        WarmPool running = new WarmPool(WarmPool.State.RUNNING, 20, 0, Distribution.constant(5), 1, false);
        Watcher w = new Watcher(Map.of(0L, 6, 60L, 12));
        Scenario s = scenario(w, 1000, running, Scenario.Mode.REQUEST).with(new Supply(9, running, null));
        Result r = Simulator.run(s, Progress.NONE);
        // Six replicas and three spares are all the platform has.
        assertThat(w.fleet(75).ready()).isEqualTo(9);
        assertThat(w.fleet(75).starting()).isEqualTo(3);
        assertThat(w.fleet(1185).ready()).isEqualTo(9);
        assertThat(r.cost()).isCloseTo(9 * 1200 * PER_SECOND, Offset.offset(1e-6));
    }

    @Test
    void aWarmPoolHasNoSpotCapacity() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Supply(10, pool(5, 0, false), Spot.of(1, 0.5, 0.3, 0.1)))
                .withMessageContaining("spares of on-demand groups only");
    }
}
