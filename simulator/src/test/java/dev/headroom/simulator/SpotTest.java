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

/** The mix with capacity that is taken back, against the Poisson process it is made of and the sums of what was paid. */
class SpotTest {
    private static final double HOURLY = 0.36;

    private static Scenario scenario(
            Watcher w, int initial, Distribution service, Spot spot, double hours, Scenario.Mode mode) {
        return new Scenario(
                        "test",
                        Worlds.workload(0, 100, Duration.ofSeconds(15), 1, Worlds.signal(Measure.RATE)),
                        w,
                        Worlds.requests(service, 10),
                        new Lifecycle(Distribution.constant(60), 0, 1, 600),
                        initial,
                        Worlds.flat(5, 60_000, (int) (hours * 60)),
                        Measurement.DEFAULT,
                        new Billing(HOURLY, "USD", 1, 0),
                        mode,
                        0,
                        11)
                .with(Supply.of(spot));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "3,3", "6,3", "7,4", "10,4", "11,5"})
    void theShareAboveTheBaseIsRoundedUpInFavourOfOnDemand(int replicas, int onDemand) {
        assertThat(Spot.of(2, 0.25, 0.3, 0).onDemand(replicas)).isEqualTo(onDemand);
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void interruptionsArePoissonAndReplaced(Scenario.Mode mode) {
        double share = 0.4;
        double rate = 2;
        double hours = 48;
        Watcher w = new Watcher(Map.of(0L, 20));
        Result r = Simulator.run(
                scenario(w, 20, Distribution.constant(0.05), Spot.of(4, 0.25, share, rate), hours, mode),
                Progress.NONE);
        Platform p = r.platform();
        // Four and a quarter of sixteen are on demand.
        assertThat(p.onDemandCost()).isCloseTo(8 * hours * HOURLY, Offset.offset(1e-6));
        double spotHours = p.spotCost() / share / HOURLY;
        double expected = rate * spotHours;
        assertThat((double) p.interruptions()).isCloseTo(expected, Offset.offset(4 * Math.sqrt(expected)));
        assertThat(p.launches()).isEqualTo(p.interruptions());
        assertThat(r.replicaHours()).isCloseTo(8 * hours + spotHours, Offset.offset(0.5));
        // Each interruption leaves one replica fewer ready for the boot time, but for those taken back while they
        // booted.
        double ready =
                r.timeline().stream().mapToDouble(Result.Point::ready).average().orElseThrow();
        assertThat(20 - ready).isCloseTo(p.interruptions() * 60 / 3600.0 / hours, Offset.offset(0.03));
        assertThat(r.timedOut()).isZero();
        assertThat(r.actions()).isZero();
        assertThat(r.cost()).isCloseTo(p.onDemandCost() + p.spotCost(), Offset.offset(1e-9));
    }

    @Test
    void workThatTakesLongerThanTheNoticeIsLost() {
        Spot spot = Spot.of(0, 0, 0.3, 1);
        Result kept = run(spot, 100);
        Result lost = run(spot, 140);
        assertThat(kept.platform().interruptions()).isPositive();
        assertThat(kept.timedOut()).isZero();
        // Work begun more than 120 s before its end is lost: on each interrupted replica, what began in the last 20 of
        // 140 s before the notice, which is a seventh of its load.
        double load = 5 * 140.0 / 100;
        assertThat(lost.timedOut())
                .isCloseTo(lost.platform().interruptions() * load / 7, Offset.offset(lost.timedOut() / 4));
    }

    private static Result run(Spot spot, double service) {
        Watcher w = new Watcher(Map.of(0L, 100));
        Result r = Simulator.run(
                scenario(w, 100, Distribution.constant(service), spot, 6, Scenario.Mode.REQUEST), Progress.NONE);
        assertThat(r.served() + r.rejected() + r.timedOut() + r.inSystem()).isEqualTo(r.arrived());
        return r;
    }

    @Test
    void theIntervalModeRefusesWorkThatOutlastsTheNotice() {
        Scenario s = scenario(
                new Watcher(Map.of(0L, 10)),
                10,
                Distribution.exponential(60),
                Spot.of(0, 0, 0.3, 1),
                1,
                Scenario.Mode.INTERVAL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Simulator.run(s, Progress.NONE))
                .withMessageContaining("simulate in the request mode");
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void scalingKeepsTheMix(Scenario.Mode mode) {
        Watcher w = new Watcher(Map.of(0L, 20, 900L, 8, 1800L, 20, 2700L, 0));
        Result r = Simulator.run(
                scenario(w, 20, Distribution.constant(0.05), Spot.of(4, 0.25, 0.5, 0), 1, mode), Progress.NONE);
        // Of 20, 8 and 0 there are 8, 5 and 0 on demand.
        double quarter = 0.25;
        assertThat(r.platform().onDemandCost()).isCloseTo((8 + 5 + 8) * quarter * HOURLY, Offset.offset(0.01));
        assertThat(r.platform().spotCost()).isCloseTo((12 + 3 + 12) * quarter * HOURLY * 0.5, Offset.offset(0.01));
    }
}
