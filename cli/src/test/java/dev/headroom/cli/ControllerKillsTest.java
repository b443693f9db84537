package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.connectors.jdbc.Database;
import dev.headroom.connectors.jdbc.JdbcSpecs;
import dev.headroom.connectors.jdbc.JdbcStore;
import dev.headroom.journal.Recorded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill −9 of the whole controller at random instants while it scales real processes, with decisions in SQLite: nothing is
 * lost, repeated or orphaned. As many kills as {@code -Dheadroom.kills} says; a few without it, since each costs the start of a
 * JVM.
 */
@EnabledOnOs(OS.LINUX)
class ControllerKillsTest {

    private static final int KILLS = Integer.getInteger("headroom.kills", 5);

    @Test
    void nothingIsLostRepeatedOrOrphaned(@TempDir Path folder) throws Exception {
        Random random = new Random(5);
        String store = "sqlite:" + folder.resolve("store.db");
        try (LiveGround ground = new LiveGround(folder)) {
            Path spec = ground.spec(Duration.ofSeconds(1), "web");
            for (int i = 0; i < KILLS; i++) {
                int before = ground.said("controller").length();
                Process controller = ground.controller(spec, store, "controller");
                ground.until(
                        "a controller begins",
                        Duration.ofMinutes(2),
                        () -> ground.said("controller").length() > before);
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(3000));
                while (System.nanoTime() < end) {
                    ground.load.set(10 + random.nextInt(70));
                    assertThat(controller.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS))
                            .as(ground.said("controller"))
                            .isFalse();
                }
                controller.destroyForcibly().waitFor();
            }
            ground.load.set(60);
            ground.controller(spec, store, "last");
            ground.until(
                    "six replicas run, all of them on record",
                    Duration.ofMinutes(2),
                    () -> ground.replicas("web").size() == 6
                            && ground.launches().size() == 6
                            && ground.launches().stream().distinct().count() == 6);
            checkJournal(store, folder);
        }
    }

    private static void checkJournal(String store, Path folder) {
        try (Database database = Database.open(store)) {
            JdbcStore journal = new JdbcStore(database);
            List<Recorded> all =
                    journal.entries("web", Instant.EPOCH, Instant.now().plusSeconds(60), 10_000);
            assertThat(all).hasSizeGreaterThan(1);
            assertThat(all).extracting(Recorded::at).isSorted().doesNotHaveDuplicates();
            Replayed replayed = Replayed.of(
                    "web",
                    journal,
                    new JdbcSpecs(database),
                    null,
                    folder,
                    Instant.EPOCH,
                    Instant.now().plusSeconds(60));
            assertThat(replayed.problems()).isEmpty();
            assertThat(replayed.differences()).isEmpty();
            assertThat(replayed.skipped()).isZero();
            // A journal without a gap: each state that is kept is the one that the decision before it left.
            String last = null;
            for (Recorded r : all) {
                if (last != null && r.before() != null) {
                    assertThat(Recorded.fingerprint(r.before()))
                            .as("state before %s", r.at())
                            .isEqualTo(last);
                }
                last = r.fingerprint();
            }
        }
    }
}
