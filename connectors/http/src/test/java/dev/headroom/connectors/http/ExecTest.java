package dev.headroom.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.testing.MetricSourceContract;
import dev.headroom.testing.ScalingTargetContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecTest {

    private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(20);

    private static List<String> sh(String script) {
        return List.of("/bin/sh", "-c", script, "sh");
    }

    private static Reading read(String script, Duration timeout) {
        return new ExecSource(sh(script), timeout)
                .read(List.of(Signal.of("jobs", Measure.OTHER, Unit.COUNT)), NOW)
                .get(0);
    }

    @Nested
    class AsSource extends MetricSourceContract {
        @Override
        protected MetricSource source() {
            return new ExecSource(sh("[ \"$HEADROOM_QUERY\" = jobs ] && echo 42"), LONG);
        }

        @Override
        protected Signal known() {
            return Signal.of("jobs", Measure.OTHER, Unit.COUNT);
        }

        @Override
        protected Instant now() {
            return NOW;
        }
    }

    @Nested
    class AsTarget extends ScalingTargetContract {
        @TempDir
        @SuppressWarnings("NullAway.Init") // set by JUnit
        private Path folder;

        @Override
        protected ScalingTarget withReplicas(int replicas) {
            Path file = folder.resolve("replicas");
            ScalingTarget target = new ExecTarget(
                    "web",
                    sh("cat " + file),
                    sh("echo \"$1\" > " + file + "; echo $HEADROOM_WORKLOAD $HEADROOM_LEASE > " + file + ".by"),
                    LONG,
                    7);
            assertThat(target.apply(replicas)).isInstanceOf(ScalingTarget.Applied.Accepted.class);
            assertThat(file.resolveSibling("replicas.by")).hasContent("web 7");
            return target;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            echo ' 2.5 '                     | OK      | 2.5 | ``
            printf 1e3                       | OK      | 1000 | ``
            true                             | MISSING | NaN | printed nothing
            echo NaN                         | MISSING | NaN | printed NaN
            echo many                        | FAILED  | NaN | no number: many
            echo 1 2                         | FAILED  | NaN | no number: 1 2
            echo 7; echo no right >&2; exit 3 | FAILED | NaN | '/bin/sh' ended with 3: no right
            kill -9 $$                       | FAILED  | NaN | ended with 137
            yes                              | FAILED  | NaN | printed more than 65536 bytes
            """)
    void whatAProgramPrintsIsRead(String script, Reading.Status status, double value, String detail) {
        Reading reading = read(script, LONG);
        assertThat(reading.status()).isEqualTo(status);
        assertThat(reading.value()).isEqualTo(Double.valueOf(value));
        assertThat(reading.detail()).contains(detail);
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        Reading reading = new ExecSource(List.of("/no/such/program"), LONG)
                .read(List.of(Signal.of("jobs", Measure.OTHER, Unit.COUNT)), NOW)
                .get(0);
        assertThat(reading.detail()).contains("'/no/such/program' cannot be run");
        assertThatIllegalArgumentException().isThrownBy(() -> new ExecSource(List.of(), LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExecSource(List.of("a"), Duration.ZERO));
    }

    @Test
    void oneThatTakesTooLongIsEndedWithAllItStarted(@TempDir Path folder) throws IOException {
        Path pids = folder.resolve("pids");
        // A child, one in a session of its own, and one whose parent has ended.
        String script =
                "sleep 1000 & echo $! >> %1$s; setsid sleep 1000 & (setsid sh -c 'echo $$ >> %1$s; exec sleep 1000' &) ;"
                                .formatted(pids)
                        + "trap '' TERM; sleep 1000";
        Reading reading = read(script, Duration.ofSeconds(3));
        assertThat(reading.detail()).contains("did not end within 3 s and was ended");
        List<String> started = Files.readAllLines(pids);
        assertThat(started).hasSize(2);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(started)
                        .noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid))
                                .filter(ProcessHandle::isAlive)
                                .isPresent()));
    }

    @Test
    void oneThatEndsAndLeavesSomethingBehindIsNotWaitedFor(@TempDir Path folder) throws IOException {
        Path pid = folder.resolve("pid");
        Reading reading = read("echo 5; sleep 1000 & echo $! > " + pid, Duration.ofSeconds(3));
        assertThat(reading.detail()).contains("did not end within 3 s");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> ProcessHandle.of(
                                Long.parseLong(Files.readString(pid).strip()))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
    }

    @Test
    void equalQueriesRunOnce(@TempDir Path folder) throws IOException {
        Path runs = folder.resolve("runs");
        Signal jobs = Signal.of("jobs", Measure.OTHER, Unit.COUNT);
        ExecSource source = new ExecSource(sh("echo $HEADROOM_SIGNAL >> " + runs + "; echo 1"), LONG);
        assertThat(source.read(List.of(jobs, jobs, Signal.of("mails", Measure.OTHER, Unit.COUNT)), NOW))
                .containsOnly(Reading.of(1, NOW))
                .hasSize(3);
        assertThat(Files.readAllLines(runs)).containsExactlyInAnyOrder("jobs", "mails");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            echo 5           | 5 | 5
            echo 5 3         | 5 | 3
            printf '5\\n6\\n' | 5 | 6
            """)
    void aTargetIsSeen(String script, int desired, int ready) {
        ExecTarget target = new ExecTarget("web", sh(script), sh("exit 1"), LONG, 0);
        assertThat(target.observe())
                .isEqualTo(new ScalingTarget.Observed.Seen(
                        new Fleet(desired, ready, 0, Math.max(0, desired - ready), 0, List.of())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            echo            | no number of replicas
            echo -1         | no number of replicas
            echo 1.5        | no number of replicas
            echo 1 2 3      | no number of replicas
            echo 99999999   | no number of replicas
            exit 2          | ended with 2
            """)
    void aTargetThatIsNotSeenSaysWhy(String script, String why) {
        ScalingTarget.Observed seen = new ExecTarget("web", sh(script), sh("true"), LONG, 0).observe();
        assertThat(seen)
                .isInstanceOfSatisfying(
                        ScalingTarget.Observed.Unreachable.class,
                        no -> assertThat(no.why()).contains(why));
    }

    @Test
    void ordersThatFailAreToldApart() {
        ExecTarget refuses = new ExecTarget("web", sh("echo 1"), sh("echo quota of $1 >&2; exit 1"), LONG, 0);
        assertThat(refuses.apply(9)).isEqualTo(new ScalingTarget.Applied.Refused("'/bin/sh' ended with 1: quota of 9"));
        ExecTarget hangs = new ExecTarget("web", sh("echo 1"), sh("sleep 1000"), Duration.ofMillis(200), 0);
        assertThat(hangs.apply(9)).isInstanceOf(ScalingTarget.Applied.Unreachable.class);
    }

    @Test
    void theInputIsEmpty() {
        assertThat(new Program(sh("cat; echo end"), LONG).run(List.of(), Map.of()))
                .isEqualTo(new Program.Run.Printed("end"));
    }
}
