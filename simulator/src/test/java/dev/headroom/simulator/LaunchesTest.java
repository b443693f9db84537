package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Measure;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Launches that fail, take long, or are refused. */
class LaunchesTest {
    private static final double PER_SECOND = 0.001;

    private static Scenario scenario(Watcher w, int initial, Launches launches, Supply supply, Scenario.Mode mode) {
        return new Scenario(
                        "test",
                        Worlds.workload(0, 10_000, Duration.ofSeconds(15), 1, Worlds.signal(Measure.RATE)),
                        w,
                        Worlds.requests(Distribution.exponential(0.1), 10),
                        new Lifecycle(Distribution.constant(100), 0, 1, 600, launches),
                        initial,
                        Worlds.flat(20, 60_000, 15),
                        Measurement.DEFAULT,
                        new Billing(3600 * PER_SECOND, "USD", 1, 0),
                        mode,
                        0,
                        5)
                .with(supply);
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void failedLaunchesAreRepeatedUntilOneSucceeds(Scenario.Mode mode) {
        int n = 4000;
        double p = 0.2;
        Watcher w = new Watcher(Map.of(0L, 0, 60L, n));
        Result r = Simulator.run(scenario(w, 0, Launches.failing(p, 30, 20), Supply.UNLIMITED, mode), Progress.NONE);
        // The kth failure puts a replica off by 50 s: ready at 160 s, 210 s, 260 s … with 1 − p, 1 − p², 1 − p³ …
        assertThat(w.fleet(150).ready()).isZero();
        share(w.fleet(165).ready(), n, 1 - p);
        share(w.fleet(210).ready(), n, 1 - p * p);
        share(w.fleet(270).ready(), n, 1 - p * p * p);
        assertThat(w.fleet(885).ready()).isEqualTo(n);
        assertThat(w.fleet(270).ready() + w.fleet(270).starting()).isEqualTo(n);
        // The number of failures before a success is geometric.
        double failures = r.platform().failedLaunches();
        assertThat(failures).isCloseTo(n * p / (1 - p), Offset.offset(4 * Math.sqrt(n * p) / (1 - p)));
        assertThat(r.platform().launches()).isEqualTo(n + r.platform().failedLaunches());
        // Paid for from 60 s on but for the pauses.
        double seconds = n * 840.0 - 20 * failures;
        assertThat(r.replicaHours() * 3600).isCloseTo(seconds, Offset.offset(1e-3));
        assertThat(r.cost()).isCloseTo(seconds * PER_SECOND, Offset.offset(1e-3));
    }

    private static void share(int count, int n, double p) {
        assertThat((double) count).isCloseTo(n * p, Offset.offset(4 * Math.sqrt(n * p * (1 - p))));
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void aShareOfTheLaunchesIsSlow(Scenario.Mode mode) {
        int n = 4000;
        Watcher w = new Watcher(Map.of(0L, 0, 60L, n));
        Simulator.run(scenario(w, 0, Launches.slow(0.3, 3), Supply.UNLIMITED, mode), Progress.NONE);
        share(w.fleet(165).ready(), n, 0.7);
        assertThat(w.fleet(345).ready()).isEqualTo(w.fleet(165).ready());
        assertThat(w.fleet(360).ready()).isEqualTo(n);
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void whatThePlatformHasNotIsWaitedForUnpaid(Scenario.Mode mode) {
        Watcher w = new Watcher(Map.of(0L, 2, 60L, 10, 300L, 5, 600L, 8));
        Result r = Simulator.run(scenario(w, 2, Launches.SURE, Supply.limited(6), mode), Progress.NONE);
        assertThat(w.fleet(75)).satisfies(f -> {
            assertThat(f.ready()).isEqualTo(2);
            assertThat(f.starting()).isEqualTo(8);
            assertThat(f.young().stream()
                            .filter(x -> x.phase() == dev.headroom.engine.model.Replica.Phase.PROVISIONING)
                            .count())
                    .isEqualTo(4);
        });
        assertThat(w.fleet(300).ready()).isEqualTo(6);
        assertThat(w.fleet(300).starting()).isEqualTo(4);
        assertThat(w.fleet(330).ready()).isEqualTo(5);
        assertThat(w.fleet(330).starting()).isZero();
        assertThat(w.fleet(885).ready()).isEqualTo(6);
        assertThat(w.fleet(885).starting()).isEqualTo(2);
        // Four are refused at 60 s and every minute until 300 s, two at 600 s and every minute until the end at 900 s.
        assertThat(r.platform().refusedLaunches()).isEqualTo(4 * 5 + 2 * 5);
        assertThat(r.platform().launches()).isEqualTo(4 + 1);
        double seconds = 2 * 60 + 6 * 240 + 5 * 300 + 6 * 300;
        assertThat(r.cost()).isCloseTo(seconds * PER_SECOND, Offset.offset(3 * PER_SECOND));
    }
}
