package dev.headroom.connectors.process;

import static dev.headroom.connectors.process.Ground.fleet;
import static dev.headroom.connectors.process.Ground.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor killed anywhere: the next one loses, repeats and orphans nothing. */
class KillsTest {

    /** Ends the supervisor as a kill would: nothing after it is done, and open pipes close. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A supervisor that is killed at one place, and replaced whenever that has happened. */
    private static final class Mortal {
        final Ground ground;
        private final ProcessSettings settings;
        private int left;
        private long token;
        private String killedAt = "";
        private ProcessTarget target;

        Mortal(Ground ground, int places) {
            this.ground = ground;
            this.settings = ground.shell(Ground.SLEEPER);
            this.left = places;
            this.target = open();
        }

        private ProcessTarget open() {
            return ground.keep(ProcessTarget.open(settings, ground.state(), ++token, ground.time, name -> {
                // Written in every turn, however many there are; it is not counted, so that the count ends.
                if (!name.equals("targets written") && left-- == 0) {
                    killedAt = name;
                    throw new Killed();
                }
            }));
        }

        void reach(int desired, Callable<Boolean> reached) {
            until(() -> {
                try {
                    target.apply(desired);
                    assertThat(target.step()).isInstanceOf(ProcessTarget.Step.Done.class);
                } catch (Killed e) {
                    target = open();
                    return false;
                }
                ground.time.pass(Duration.ofMillis(100));
                return reached.call();
            });
        }
    }

    @Test
    void atEveryPlaceBetweenTwoActs(@TempDir Path folder) throws Exception {
        Set<String> places = new HashSet<>();
        boolean killed = true;
        for (int place = 0; killed; place++) {
            assertThat(place).as("places").isLessThan(200);
            Path own = java.nio.file.Files.createDirectory(folder.resolve("at-" + place));
            try (Ground ground = new Ground(own)) {
                Mortal supervisor = new Mortal(ground, place);
                supervisor.reach(
                        2, () -> ready(supervisor, 2) && ground.starts().size() == 2);
                long victim = supervisor.target.replicas().get(0).pid();
                ProcessHandle.of(victim).ifPresent(ProcessHandle::destroyForcibly);
                supervisor.reach(
                        2,
                        () -> ready(supervisor, 2)
                                && supervisor.target.replicas().get(0).pid() != victim
                                && ground.starts().size() == 3);
                supervisor.reach(
                        1,
                        () -> ready(supervisor, 1) && fleet(supervisor.target).alive() == 1);
                supervisor.reach(0, () -> fleet(supervisor.target).alive() == 0);
                assertThat(ground.alive())
                        .as("left over, killed at " + supervisor.killedAt)
                        .isEmpty();
                assertThat(ground.starts())
                        .as("starts, killed at " + supervisor.killedAt)
                        .hasSize(3);
                killed = !supervisor.killedAt.isEmpty();
                places.add(supervisor.killedAt);
            }
        }
        assertThat(places)
                .contains(
                        "order written",
                        "wish written",
                        "gate made",
                        "start written",
                        "gate opened",
                        "running written",
                        "shown",
                        "crash written",
                        "restart written",
                        "stopping written",
                        "told to end",
                        "draining written",
                        "forgotten");
    }

    private static boolean ready(Mortal supervisor, int count) {
        return fleet(supervisor.target).ready() == count
                && supervisor.ground.alive().size() == count;
    }

    /** Twenty times SIGKILL to a supervisor in a JVM of its own, at random instants, for at most twelve seconds. */
    @Test
    void byTheSystemAtRandomInstants(@TempDir Path folder) throws Exception {
        Random random = new Random(7);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(12);
        int kills = 0;
        try (Ground ground = new Ground(folder)) {
            while (kills < 20 && System.nanoTime() < end) {
                kill(ground, random);
                kills++;
                until(() -> orphans(ground).isEmpty());
                assertThat(new StateDirectory(ground.state()).replicas())
                        .extracting(ProcessReplica::number)
                        .doesNotHaveDuplicates();
            }
            ProcessTarget last = ground.target(ground.shell(Ground.SLEEPER), 1);
            last.apply(0);
            Ground.stepUntil(last, () -> fleet(last).alive() == 0);
            assertThat(ground.alive()).isEmpty();
            assertThat(ground.starts()).as("it did work in between").isNotEmpty();
        }
        assertThat(kills).isGreaterThanOrEqualTo(3);
    }

    /** Stopped in the middle of a turn, it holds the folder; the next one overtakes it, and it does nothing when it goes on. */
    @Test
    void oneThatIsStoppedIsOvertakenAndActsNoMore(@TempDir Path folder) throws Exception {
        try (Ground ground = new Ground(folder)) {
            Process stopped = supervisor(ground, 11);
            try {
                awaitUp(ground, stopped);
                signal(stopped, "-STOP");
                ProcessTarget next = ground.target(ground.shell(Ground.SLEEPER), 2);
                until(() -> next.apply(3) instanceof dev.headroom.engine.loop.ScalingTarget.Applied.Accepted);
                Ground.stepUntil(
                        next, () -> fleet(next).ready() == 3 && ground.alive().size() == 3);
                List<Long> ours = ground.alive();
                signal(stopped, "-CONT");
                assertThat(stopped.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(java.nio.file.Files.readString(ground.folder.resolve("supervisor.log")))
                        .contains("another controller has taken over");
                Ground.step(next);
                assertThat(ground.alive()).isEqualTo(ours);
                assertThat(fleet(next).ready()).isEqualTo(3);
            } finally {
                stopped.destroyForcibly();
            }
        }
    }

    private static void signal(Process process, String what) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", what, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Process supervisor(Ground ground, long seed) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledSupervisor.class.getName(),
                        ground.folder.toString(),
                        ground.name,
                        Long.toString(seed))
                .redirectError(ground.folder.resolve("supervisor.log").toFile())
                .start();
    }

    private static void awaitUp(Ground ground, Process supervisor) throws IOException {
        BufferedReader out =
                new BufferedReader(new java.io.InputStreamReader(supervisor.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine())
                .as(java.nio.file.Files.readString(ground.folder.resolve("supervisor.log")))
                .isEqualTo("up");
    }

    private static void kill(Ground ground, Random random) throws IOException, InterruptedException {
        Process supervisor = supervisor(ground, random.nextLong());
        try {
            awaitUp(ground, supervisor);
            // It must still be at work when its time comes.
            assertThat(supervisor.waitFor(random.nextInt(200), TimeUnit.MILLISECONDS))
                    .isFalse();
        } finally {
            supervisor.destroyForcibly();
        }
        assertThat(supervisor.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Launches that run and are on no record; a gate ends by itself within moments. */
    private static List<String> orphans(Ground ground) throws IOException {
        Set<String> known = new HashSet<>();
        new StateDirectory(ground.state()).replicas().forEach(replica -> known.add(replica.launch()));
        List<Long> ours = ground.alive();
        List<String> orphans = new ArrayList<>();
        for (Map.Entry<String, List<Long>> launch :
                Proc.marked(Supervision.LAUNCH).entrySet()) {
            if (!known.contains(launch.getKey()) && launch.getValue().stream().anyMatch(ours::contains)) {
                orphans.add(launch.getKey());
            }
        }
        return orphans;
    }
}
