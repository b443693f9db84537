package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Machines spread over zones, and outages that take a zone's share of them. */
class ZonesTest {

    private static Scenario scenario(Watcher w, int replicas, Supply supply) {
        return Worlds.planned(
                w,
                Worlds.requests(Distribution.constant(6), 20),
                60,
                replicas,
                Worlds.flat(15, 60_000, 120),
                1,
                supply);
    }

    private static Zones.Outage outage(int zone, long second, double seconds) {
        return new Zones.Outage(zone, Worlds.START + second * 1000, seconds);
    }

    private static Result run(Scenario s) {
        Result r = Simulator.run(s, Progress.NONE);
        assertThat(r.served() + r.rejected() + r.timedOut() + r.inSystem()).isEqualTo(r.arrived());
        return r;
    }

    @Test
    void anOutageTakesAThirdUntilTheReplacementsHaveBooted() {
        Watcher w = new Watcher(Map.of(0L, 9));
        Zones zones = new Zones(3, List.of(outage(1, 1801, 600), outage(2, 3601, 60)));
        Result r = run(scenario(w, 9, Supply.UNLIMITED.in(zones)));
        assertThat(w.fleet(1800).ready()).isEqualTo(9);
        assertThat(w.fleet(1845).ready()).isEqualTo(6);
        assertThat(w.fleet(1875).ready()).isEqualTo(9);
        // The other two have 3 each; the three new ones make them 5 and 4, and nothing moves back.
        assertThat(w.fleet(3600).ready()).isEqualTo(9);
        assertThat(w.fleet(3615).ready()).isEqualTo(4);
        assertThat(w.fleet(3675).ready()).isEqualTo(9);
        assertThat(r.platform().lost()).isEqualTo(3 + 5);
        // 90 are being worked on, and the lost part of them with the machines.
        assertThat(r.timedOut()).isCloseTo(90 * (3 + 5) / 9.0, Offset.offset(25.0));
    }

    @Test
    void whenAllZonesAreOutNothingIsHadUntilOneIsBack() {
        Watcher w = new Watcher(Map.of(0L, 4));
        Zones zones = new Zones(2, List.of(outage(1, 1801, 600), outage(2, 1801, 900)));
        Result r = run(scenario(w, 4, Supply.UNLIMITED.in(zones)));
        assertThat(w.fleet(2400).ready()).isZero();
        // Tried again every minute: at 2401, and booted a minute later.
        assertThat(w.fleet(2475).ready()).isEqualTo(4);
        assertThat(r.platform().refusedLaunches()).isGreaterThanOrEqualTo(4 * 9);
        // Two of the first zone, two of the second, and the two that have just been asked for there instead.
        assertThat(r.platform().lost()).isEqualTo(6);
    }

    @Test
    void nodesAreSpreadAndLostWithTheirPods() {
        Watcher w = new Watcher(Map.of(0L, 12));
        Nodes nodes = new Nodes(2, 0, 100, 0, Distribution.constant(120), 600);
        Result r = run(scenario(w, 12, Supply.of(nodes).in(new Zones(3, List.of(outage(3, 1801, 600))))));
        assertThat(r.platform().lost()).isEqualTo(4);
        assertThat(w.fleet(1815).ready()).isEqualTo(8);
        // A node takes two minutes, and a pod another one.
        assertThat(w.fleet(1980).ready()).isEqualTo(8);
        assertThat(w.fleet(1995).ready()).isEqualTo(12);
        assertThat(r.platform().nodeLaunches()).isEqualTo(2);
    }

    @Test
    void sparesAreLostToo() {
        Watcher w = new Watcher(Map.of(0L, 2));
        WarmPool pool = new WarmPool(WarmPool.State.STOPPED, 6, 0, Distribution.constant(5), 0.1, false);
        Result r = run(scenario(w, 2, Supply.of(pool).in(new Zones(2, List.of(outage(1, 1801, 600))))));
        // A replica and two spares; the replica comes back from the pool.
        assertThat(r.platform().lost()).isEqualTo(3);
        assertThat(r.platform().warmStarts()).isEqualTo(1);
        assertThat(w.fleet(1815).ready()).isEqualTo(2);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Zones(2, List.of(outage(3, 0, 1))))
                .withMessageContaining("no zone 3 among 2");
        Zones zones = new Zones(2, List.of(outage(1, 60, 60)));
        Scenario s = scenario(new Watcher(Map.of(0L, 2)), 2, Supply.UNLIMITED.in(zones));
        Scenario interval = new Scenario(
                s.policy(),
                s.workload(),
                s.decider(),
                s.service(),
                s.lifecycle(),
                2,
                s.trace(),
                s.measurement(),
                s.billing(),
                Scenario.Mode.INTERVAL,
                0,
                1,
                s.supply(),
                Scenario.EVERYTHING);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Simulator.run(interval, Progress.NONE))
                .withMessageContaining("which work is lost with a zone");
    }
}
