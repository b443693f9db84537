package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Measure;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The file-indexing example: a scanner offers 100 files a minute, and an instance does 520 files an hour. */
class FileIndexingTest {
    private static final double SERVICE = 3600.0 / 520;
    private static final int FILES = 5_000_000;

    private static Scenario scanner(int max, int files, Scenario.Mode mode) {
        return new Scenario(
                "backlog 100",
                Worlds.workload(2, max, Duration.ofSeconds(60), 3600, Worlds.signal(Measure.BACKLOG)),
                Worlds.proportional(100, 0),
                Worlds.workers(new Distribution(Distribution.Shape.LOGNORMAL, SERVICE, 0.5), 1),
                new Lifecycle(Distribution.constant(180), 0, 1, 600),
                2,
                Worlds.flat(100 / 60.0, 60_000, files / 100),
                new Measurement(60_000, 60_000, 0, 0),
                new Billing(0.2, "USD", 60, 60),
                mode,
                0,
                11);
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void settlesAtTwelveInstances(Scenario.Mode mode) {
        Result r = Simulator.run(scanner(50, 1_000_000, mode), Progress.NONE);
        assertThat(r.timeline().stream()
                        .skip(r.timeline().size() / 5)
                        .limit(r.timeline().size() * 3L / 5)
                        .mapToDouble(Result.Point::ready))
                .allSatisfy(ready -> assertThat(ready).isBetween(10.5, 13.5));
        double mean = r.timeline().stream()
                .skip(r.timeline().size() / 5)
                .limit(r.timeline().size() * 3L / 5)
                .mapToDouble(Result.Point::ready)
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(11.0, 13.0);
    }

    @ParameterizedTest
    @CsvSource({"13,INTERVAL", "50,INTERVAL", "200,INTERVAL", "50,REQUEST"})
    void fiveMillionFilesEndAfterTheScanWhateverTheMaximum(int max, Scenario.Mode mode) {
        Result r = Simulator.run(scanner(max, FILES, mode), Progress.NONE);
        double days = (r.finishedAtMillis() - Worlds.START) / 86_400_000.0;
        assertThat(days).isBetween(34.70, 34.80);
        assertThat(r.served()).isCloseTo(r.arrived(), Offset.offset(1e-3));
        assertThat(r.arrived()).isBetween(FILES * 0.998, FILES * 1.002);
    }

    @ParameterizedTest
    @CsvSource({"134,REQUEST,71,73", "134,INTERVAL,71,73", "50,REQUEST,190,196", "50,INTERVAL,190,196"})
    void allQueuedAtTheStart(int instances, Scenario.Mode mode, double atLeastHours, double atMostHours) {
        Result r = Simulator.run(queued(instances, mode), Progress.NONE);
        assertThat((r.finishedAtMillis() - Worlds.START) / 3_600_000.0).isBetween(atLeastHours, atMostHours);
        assertThat(r.served()).isCloseTo(FILES, Offset.offset(1e-3));
    }

    private static Scenario queued(int instances, Scenario.Mode mode) {
        Scenario s = scanner(instances, 100, mode);
        return new Scenario(
                "fixed",
                s.workload(),
                Worlds.HOLD,
                s.service(),
                s.lifecycle(),
                instances,
                Worlds.flat(0, 60_000, 60),
                s.measurement(),
                s.billing(),
                mode,
                FILES,
                1);
    }

    @Test
    void billsEveryInstanceForItsWholeLife() {
        Result r = Simulator.run(queued(134, Scenario.Mode.REQUEST), Progress.NONE);
        assertThat(r.cost()).isBetween(r.replicaHours() * 0.2 - 1e-6, r.replicaHours() * 0.2 + 134 * 0.2 / 60);
        assertThat(r.currency()).isEqualTo("USD");
    }
}
