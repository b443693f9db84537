package dev.headroom.connectors.process;

import static dev.headroom.connectors.process.Ground.fleet;
import static dev.headroom.connectors.process.Ground.step;
import static dev.headroom.connectors.process.Ground.stepUntil;
import static dev.headroom.connectors.process.Ground.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.headroom.connectors.process.ProcessReplica.Phase;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Replica;
import dev.headroom.testing.ScalingTargetContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract and the life of replicas, with real processes. */
class ProcessTargetTest extends ScalingTargetContract {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Ground ground;

    @BeforeEach
    void begin() {
        ground = new Ground(folder);
    }

    @AfterEach
    void end() {
        ground.close();
    }

    @Override
    protected ScalingTarget withReplicas(int replicas) {
        ProcessTarget target = ground.target(ground.shell(Ground.SLEEPER), 1);
        target.apply(replicas);
        stepUntil(target, () -> fleet(target).ready() == replicas);
        return target;
    }

    @Test
    void startsWarmsWorksDrainsAndEnds() throws Exception {
        int port = Ground.freePort();
        ProcessSettings plain = ground.shell(Ground.SLEEPER).serving(port, new ReadyCheck.Http("/ready"));
        ProcessSettings settings = new ProcessSettings(
                plain.name(),
                plain.command(),
                plain.directory(),
                Map.of("GREETING", "hello"),
                plain.firstPort(),
                plain.ready(),
                Duration.ofSeconds(20),
                plain.stopTimeout(),
                plain.backoff(),
                plain.longestBackoff(),
                plain.hung(),
                plain.logBytes());
        ProcessTarget target = ground.target(settings, 1);
        target.apply(1);
        assertThat(step(target))
                .singleElement()
                .asString()
                .contains("started as process")
                .contains("port " + port);
        assertThat(step(target)).isEmpty();
        assertThat(fleet(target))
                .isEqualTo(
                        new Fleet(1, 0, 0, 1, 0, List.of(new Replica(Replica.Phase.BOOTING, ground.time.now(), null))));
        Path list = ground.state().resolve("targets.json");
        assertThat(list).content().isEqualTo("[ ]");

        // The replica itself only sleeps; the test answers in its place.
        AtomicInteger status = new AtomicInteger(503);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        try {
            step(target);
            assertThat(fleet(target).ready()).isZero();
            status.set(200);
            assertThat(step(target)).singleElement().asString().contains("is ready");
            assertThat(fleet(target)).extracting(Fleet::ready, Fleet::warming).containsExactly(1, 1);
            ground.time.pass(Duration.ofSeconds(20));
            assertThat(fleet(target)).extracting(Fleet::ready, Fleet::warming).containsExactly(1, 0);
            assertThat(fleet(target).young()).hasSize(1);
            ground.time.pass(Duration.ofMinutes(10));
            assertThat(fleet(target)).isEqualTo(Fleet.steady(1));
            assertThat(list).content().contains("\"127.0.0.1:" + port + "\"").contains("\"replica\" : \"0\"");

            status.set(500);
            step(target);
            step(target);
            assertThat(fleet(target).ready())
                    .as("two failed looks may be chance")
                    .isEqualTo(1);
            assertThat(step(target)).singleElement().asString().contains("is not ready any more");
            assertThat(fleet(target).starting()).isEqualTo(1);
        } finally {
            server.stop(0);
        }
        until(() -> ground.starts().size() == 1);
        assertThat(ground.starts()).containsExactly("0 " + port);
        assertThat(list).content().contains(":" + port).doesNotContain("__draining");
        target.apply(0);
        assertThat(step(target)).singleElement().asString().contains("told to end");
        assertThat(list).content().contains(":" + port).contains("\"__draining\" : \"true\"");
        assertThat(fleet(target)).isEqualTo(new Fleet(0, 0, 0, 0, 1, List.of()));
        stepUntil(target, () -> fleet(target).equals(Fleet.steady(0)));
        assertThat(ground.alive()).isEmpty();
        assertThat(list).content().isEqualTo("[ ]");
    }

    @Test
    void crashesAreRestartedAfterGrowingPauses() throws Exception {
        ProcessTarget target = ground.target(ground.shell("exit 3"), 1);
        target.apply(1);
        step(target);
        for (int pause : List.of(1, 2, 4, 4)) {
            stepUntil(target, () -> target.replicas().get(0).phase() == Phase.WAITING);
            ProcessReplica waiting = target.replicas().get(0);
            assertThat(waiting.note()).contains("status 3");
            assertThat(waiting.until()).isEqualTo(ground.time.now().plusSeconds(pause));
            assertThat(fleet(target).young().get(0).phase()).isEqualTo(Replica.Phase.PROVISIONING);
            ground.time.pass(Duration.ofSeconds(pause).minusMillis(1));
            assertThat(step(target)).isEmpty();
            ground.time.pass(Duration.ofMillis(1));
            assertThat(step(target)).singleElement().asString().contains("started");
        }
    }

    @Test
    void aLongHealthyLifeForgivesFormerCrashes() throws Exception {
        ProcessTarget target = ground.target(ground.shell(Ground.SLEEPER), 1);
        target.apply(1);
        for (int crashes : List.of(1, 2, 1)) {
            stepUntil(target, () -> fleet(target).ready() == 1);
            ground.time.pass(Duration.ofSeconds(crashes == 1 ? 4 : 3));
            ProcessHandle.of(target.replicas().get(0).pid()).ifPresent(ProcessHandle::destroyForcibly);
            stepUntil(target, () -> target.replicas().get(0).phase() == Phase.WAITING);
            assertThat(target.replicas().get(0).crashes()).isEqualTo(crashes);
            ground.time.pass(Duration.ofSeconds(4));
        }
    }

    /** The program answers, then hangs: it is there, but of no use. */
    @Test
    void whatHangsIsStartedAgainIfSoWished() throws Exception {
        int port = Ground.freePort();
        ProcessTarget target = ground.target(
                ground.shell(Ground.SLEEPER)
                        .serving(port, ReadyCheck.Tcp.ONLY)
                        .restartingUnready(Duration.ofMinutes(1)),
                1);
        target.apply(1);
        step(target);
        step(target);
        long first = target.replicas().get(0).pid();
        ground.time.pass(Duration.ofHours(1));
        assertThat(step(target)).as("it may take long to become ready").isEmpty();
        try (ServerSocket answers = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
            assertThat(answers.getLocalPort()).isEqualTo(port);
            assertThat(step(target)).singleElement().asString().contains("is ready");
        }
        stepUntil(target, () -> fleet(target).ready() == 0);
        ground.time.pass(Duration.ofSeconds(59));
        assertThat(step(target)).isEmpty();
        assertThat(target.replicas().get(0).pid()).isEqualTo(first);
        ground.time.pass(Duration.ofSeconds(1));
        assertThat(step(target)).singleElement().asString().contains("was not ready for 60 s and is killed");
        stepUntil(target, () -> target.replicas().get(0).phase() == Phase.WAITING);
        ground.time.pass(Duration.ofSeconds(1));
        stepUntil(
                target,
                () -> target.replicas().get(0).phase() == Phase.RUNNING
                        && target.replicas().get(0).pid() != first);
        Ground.until(() -> ground.alive().size() == 1); // between two programs a process has no mark
    }

    @Test
    void programsThatCannotRunSaySoInTheirLog() throws Exception {
        ProcessSettings settings = ProcessSettings.of(ground.name, List.of("./no-such-program"), folder);
        ProcessTarget target = ground.target(settings, 1);
        target.apply(1);
        stepUntil(target, () -> target.replicas().get(0).crashes() == 1);
        assertThat(ground.state().resolve("logs/replica-0.log")).content().contains("no-such-program");
    }

    @Test
    void whatDoesNotEndIsKilledWithItsChildren() throws Exception {
        String stubborn = "trap '' TERM; sleep 600 & setsid sleep 600 & echo up >> starts; while :; do sleep 600; done";
        ProcessTarget target = ground.target(ground.shell(stubborn), 1);
        target.apply(1);
        stepUntil(target, () -> ground.starts().size() == 1 && ground.alive().size() >= 4);
        target.apply(0);
        step(target);
        ground.time.pass(Duration.ofMillis(9_999));
        step(target);
        assertThat(fleet(target).draining()).isEqualTo(1);
        assertThat(ground.alive()).hasSizeGreaterThanOrEqualTo(4);
        ground.time.pass(Duration.ofMillis(1));
        assertThat(step(target)).singleElement().asString().contains("did not end within 10 s");
        stepUntil(target, () -> fleet(target).alive() == 0);
        assertThat(ground.alive()).isEmpty();
    }

    @Test
    void whatACrashLeavesBehindIsKilledBeforeTheRestart() throws Exception {
        ProcessTarget target = ground.target(ground.shell("sleep 600 & echo up >> starts; exit 1"), 1);
        target.apply(1);
        stepUntil(target, () -> target.replicas().get(0).phase() == Phase.WAITING);
        assertThat(ground.alive()).isEmpty();
    }

    @Test
    void portsOfOthersArePassedOver() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            int port = other.getLocalPort();
            ProcessTarget target =
                    ground.target(ground.shell(Ground.SLEEPER).serving(port, ReadyCheck.Running.ONLY), 1);
            target.apply(1);
            stepUntil(target, () -> ground.starts().size() == 1);
            assertThat(target.replicas().get(0).number()).isPositive();
            assertThat(ground.starts().get(0)).doesNotStartWith("0 ");
        }
    }

    @Test
    void aPortTakenDuringAPauseIsGivenUp() throws Exception {
        int port = Ground.freePort();
        ProcessTarget target = ground.target(ground.shell(Ground.SLEEPER).serving(port, new ReadyCheck.Tcp()), 1);
        target.apply(1);
        step(target);
        ProcessHandle.of(target.replicas().get(0).pid()).ifPresent(ProcessHandle::destroyForcibly);
        stepUntil(target, () -> target.replicas().get(0).phase() == Phase.WAITING);
        try (ServerSocket other = new ServerSocket(port)) {
            assertThat(other.isBound()).isTrue();
            ground.time.pass(Duration.ofSeconds(1));
            assertThat(step(target)).singleElement().asString().contains("gives up port " + port);
            step(target);
            assertThat(target.replicas()).singleElement().satisfies(r -> {
                assertThat(r.phase()).isEqualTo(Phase.RUNNING);
                assertThat(r.port()).isGreaterThan(port);
            });
        }
    }

    @Test
    void whoHasASmallerTokenActsNoMore() throws Exception {
        ProcessSettings settings = ground.shell(Ground.SLEEPER);
        ProcessTarget first = ground.target(settings, 7);
        first.apply(1);
        stepUntil(first, () -> fleet(first).ready() == 1);
        ProcessTarget second = ground.target(settings, 8);
        assertThat(first.step()).isInstanceOf(ProcessTarget.Step.Done.class);
        step(second);
        assertThat(first.apply(5))
                .isInstanceOfSatisfying(
                        ScalingTarget.Applied.Refused.class,
                        no -> assertThat(no.why()).contains("8 is larger than 7"));
        assertThat(first.step()).isInstanceOf(ProcessTarget.Step.Fenced.class);
        second.apply(0);
        assertThat(first.step()).isInstanceOf(ProcessTarget.Step.Fenced.class);
        assertThat(fleet(second).ready()).isEqualTo(1);
        stepUntil(second, () -> fleet(second).alive() == 0);
    }

    /** A pid alone proves nothing: the test's own process must survive a record that names it. */
    @Test
    void aProcessThatOnlyHasTheNumberIsLeftAlone() throws Exception {
        ProcessTarget target = ground.target(ground.shell(Ground.SLEEPER), 1);
        target.apply(1);
        step(target);
        ProcessReplica real = target.replicas().get(0);
        ProcessHandle.of(real.pid()).ifPresent(ProcessHandle::destroyForcibly);
        new StateDirectory(ground.state())
                .save(real.starting("other", ProcessHandle.current().pid(), real.bornTicks(), real.boot(), 1)
                        .running(1));
        target.apply(0);
        stepUntil(target, () -> fleet(target).alive() == 0);
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void outputIsKeptWithinBounds() throws Exception {
        String chatty = "i=0; while [ $i -lt 100 ]; do echo 'a line of thirty-two characters'; i=$((i+1)); done; "
                + "echo up >> starts; exec sleep 600";
        ProcessTarget target = ground.target(ground.shell(chatty), 1);
        target.apply(1);
        stepUntil(target, () -> ground.starts().size() == 1);
        step(target);
        Path log = ground.state().resolve("logs/replica-0.log");
        assertThat(log).isEmptyFile();
        assertThat(log.resolveSibling("replica-0.log.1")).content().startsWith("a line of thirty-two");
    }

    @Test
    void damagedStateIsSaidAndNothingIsDone() throws IOException {
        ProcessTarget target = ground.target(ground.shell(Ground.SLEEPER), 1);
        Path file = Files.writeString(ground.state().resolve("replica-0.json"), "{");
        assertThat(target.observe())
                .isInstanceOfSatisfying(
                        ScalingTarget.Observed.Unreachable.class,
                        no -> assertThat(no.why()).contains(file.toString()).contains("delete it"));
        assertThat(target.step()).isInstanceOf(ProcessTarget.Step.Failed.class);
        Files.writeString(ground.state().resolve("order.json"), "[");
        assertThat(target.apply(1)).isInstanceOf(ScalingTarget.Applied.Unreachable.class);
        assertThat(ground.alive()).isEmpty();
    }

    @Test
    void noMoreReplicasThanPorts() {
        ProcessTarget target = ground.target(ground.shell(Ground.SLEEPER).serving(65_530, ReadyCheck.Running.ONLY), 1);
        assertThat(target.apply(7))
                .isInstanceOfSatisfying(
                        ScalingTarget.Applied.Refused.class,
                        no -> assertThat(no.why()).contains("0 to 6"));
    }

    @Test
    void allProblemsOfTheSettingsAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProcessSettings(
                        "a b",
                        List.of(),
                        folder.resolve("absent"),
                        Map.of("HEADROOM_X", "1", "1A", "2"),
                        0,
                        new ReadyCheck.Tcp(),
                        Duration.ofSeconds(-1),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofSeconds(-1),
                        1))
                .withMessageContainingAll(
                        "name",
                        "command",
                        "absent",
                        "HEADROOM_X",
                        "1A",
                        "first port",
                        "warm-up",
                        "not ready any more",
                        "pause",
                        "1024");
        assertThatIllegalArgumentException().isThrownBy(() -> new ReadyCheck.Http("ready"));
    }
}
