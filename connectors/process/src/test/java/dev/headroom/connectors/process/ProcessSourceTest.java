package dev.headroom.connectors.process;

import static dev.headroom.connectors.process.Ground.fleet;
import static dev.headroom.connectors.process.Ground.stepUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.testing.MetricSourceContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract and the figures, of one real web server: the JDK's own. */
class ProcessSourceTest extends MetricSourceContract {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Ground ground;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ProcessTarget target;

    @BeforeAll
    static void serve() throws IOException {
        ground = new Ground(folder);
        String jwebserver =
                Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
        target = ground.target(
                ground.shell("exec '" + jwebserver + "' -b 127.0.0.1 -p $PORT -d \"$PWD\"")
                        .serving(Ground.freePort(), new ReadyCheck.Http("/")),
                1);
        target.apply(1);
        stepUntil(target, () -> fleet(target).ready() == 1);
    }

    @AfterAll
    static void end() {
        target.apply(0);
        stepUntil(target, () -> fleet(target).alive() == 0);
        ground.close();
    }

    @Override
    protected MetricSource source() {
        return new ProcessSource(target, 1, 0);
    }

    @Override
    protected Signal known() {
        return Signal.of("threads", Measure.OTHER, Unit.COUNT);
    }

    @Override
    protected Instant now() {
        return ground.time.now();
    }

    private static Reading read(ProcessSource source, String query, Unit unit) {
        return source.read(List.of(Signal.of(query, Measure.OTHER, unit)), ground.time.now())
                .get(0);
    }

    @Test
    void memoryIsInBytesOrAShare() {
        Reading bytes = read(new ProcessSource(target, 1, 0), "memory", Unit.BYTES);
        assertThat(bytes.value()).isBetween(8e6, 4e9);
        assertThat(bytes.sampled()).isEqualTo(1);
        assertThat(read(new ProcessSource(target, 1, 4L << 30), "memory", Unit.PERCENT)
                        .value())
                .isBetween(0.1, 100.0);
        assertThat(read(new ProcessSource(target, 1, 0), "memory", Unit.RATIO).detail())
                .contains("use bytes");
    }

    @Test
    void processorTimeNeedsTwoReads() {
        ProcessSource source = new ProcessSource(target, 0.5, 0);
        assertThat(read(source, "cpu", Unit.RATIO).status()).isEqualTo(Reading.Status.MISSING);
        // The test's time says that a hundred seconds passed; the server has not worked for ten of them.
        ground.time.pass(Duration.ofSeconds(100));
        Reading cpu = read(source, "cpu", Unit.RATIO);
        assertThat(cpu.status()).isEqualTo(Reading.Status.OK);
        assertThat(cpu.value()).isBetween(0.0, 0.2);
        assertThat(cpu.sampled()).isEqualTo(1);
        assertThat(read(source, "cpu", Unit.PERCENT).value()).isEqualTo(cpu.value() * 100);
        assertThat(read(source, "cpu", Unit.SECONDS).detail()).contains("ratio or percent");
    }

    @Test
    void connectionsAreCountedByPort() throws IOException {
        int port = target.replicas().get(0).port();
        ProcessSource source = new ProcessSource(target, 1, 0);
        Ground.step(target);
        assertThat(read(source, "connections", Unit.COUNT).value())
                .as("the ready check leaves none open")
                .isZero();
        try (Socket one = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket two = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(one.isConnected() && two.isConnected()).isTrue();
            assertThat(read(source, "connections", Unit.COUNT).value()).isEqualTo(2);
        }
        assertThat(read(source, "connections", Unit.RATIO).detail()).contains("in count, not ratio");
    }

    /** The program's name may hold brackets and spaces; the fields come after the last bracket. */
    @Test
    void aLineOfStatIsReadFromItsLastBracket() {
        String line = "42 (a) (b c) S 1 42 41 0 -1 4194560 10 0 0 0 7 5 2 1 20 0 3 0 12345 1000 50 0";
        assertThat(Proc.parse(42, line)).contains(new Proc.Stat(42, 'S', 41, 15, 3, 12345));
        assertThat(Proc.parse(42, "42 (a")).isEqualTo(Optional.empty());
        assertThat(Proc.parse(42, "42 (a) S 1 2")).isEqualTo(Optional.empty());
    }

    @Test
    void aMachineWithoutReplicasHasNoSamples() throws IOException {
        try (ProcessTarget none = ProcessTarget.open(ground.shell("true"), folder.resolve("nobody"), 1, ground.time)) {
            ProcessSource source = new ProcessSource(none, 1, 0);
            assertThat(read(source, "threads", Unit.COUNT)).isEqualTo(Reading.missing("no replica takes work"));
            assertThat(read(source, "connections", Unit.COUNT).status()).isEqualTo(Reading.Status.MISSING);
            assertThat(read(source, "disk", Unit.COUNT).detail()).contains("cpu, memory, threads and connections");
        }
    }
}
