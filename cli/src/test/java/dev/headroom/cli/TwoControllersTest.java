package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.connectors.jdbc.Database;
import dev.headroom.connectors.jdbc.JdbcLeases;
import dev.headroom.connectors.jdbc.JdbcStore;
import dev.headroom.engine.loop.Leases.Lease;
import dev.headroom.journal.Recorded;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two controllers in processes of their own share workloads over a real PostgreSQL. One is stopped as by SIGSTOP for {@code
 * -Dheadroom.stopped} seconds and then goes on; with leases of five seconds ten are enough to be succeeded.
 */
@EnabledOnOs(OS.LINUX)
class TwoControllersTest {

    private static final int STOPPED = Integer.getInteger("headroom.stopped", 10);
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final String[] NAMES = {"web", "api", "jobs", "mail"};

    @Test
    void theOneThatWasStoppedActsNoMoreOnWhatIsNotItsOwn(@TempDir Path folder) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                LiveGround ground = new LiveGround(folder)) {
            String store = "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
            Path spec = ground.spec(LEASE, NAMES);
            Process first = ground.controller(spec, store, "first");
            ground.until(
                    "the first has all",
                    Duration.ofMinutes(2),
                    () -> all(ground, 2) && ground.said("first").contains("mail: "));
            Process second = ground.controller(spec, store, "second");
            try (Database database = Database.open(store)) {
                JdbcLeases leases = new JdbcLeases(database);
                ground.until(
                        "they share",
                        Duration.ofMinutes(2),
                        () -> shares(leases).equals(List.of(2, 2)));
                LiveGround.signal(second, "-STOP");
                Instant stopped = Instant.now();
                ground.load.set(50);
                ground.until(
                        "the first takes over",
                        Duration.ofMinutes(2),
                        () -> shares(leases).equals(List.of(4)) && all(ground, 5));
                long left = STOPPED * 1000L
                        - Duration.between(stopped, Instant.now()).toMillis();
                assertThat(first.waitFor(Math.max(0, left), TimeUnit.MILLISECONDS))
                        .isFalse();
                Map<String, Long> tokens = tokens(leases);
                LiveGround.signal(second, "-CONT");
                ground.load.set(30);
                ground.until("all is scaled on", Duration.ofMinutes(2), () -> all(ground, 3));
                ground.until(
                        "they share again",
                        Duration.ofMinutes(2),
                        () -> shares(leases).equals(List.of(2, 2)));
                tokens(leases)
                        .forEach((name, token) ->
                                assertThat(token).as(name).isGreaterThanOrEqualTo(tokens.getOrDefault(name, 0L)));
                ground.load.set(40);
                ground.until("both act", Duration.ofMinutes(2), () -> all(ground, 4));
                checkJournal(new JdbcStore(database));
            }
            assertThat(second.isAlive()).as(ground.said("second")).isTrue();
            first.destroy();
            assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ground.said("first")).contains("the controller has stopped; what it scales stays as it is");
            ground.until("the second goes on alone", Duration.ofMinutes(2), () -> {
                ground.load.set(60);
                return all(ground, 6);
            });
        }
    }

    private static boolean all(LiveGround ground, int replicas) throws java.io.IOException {
        for (String name : NAMES) {
            if (ground.replicas(name).size() != replicas) {
                return false;
            }
        }
        return true;
    }

    /** How many groups of workloads each controller holds, ascending. */
    private static List<Integer> shares(JdbcLeases leases) {
        Map<String, Integer> shares = new TreeMap<>();
        for (Lease l : leases.held()) {
            if (l.name().startsWith("workloads/")) {
                shares.merge(l.holder(), 1, Integer::sum);
            }
        }
        return shares.values().stream().sorted().toList();
    }

    private static Map<String, Long> tokens(JdbcLeases leases) {
        Map<String, Long> tokens = new TreeMap<>();
        leases.held().stream()
                .filter(l -> l.name().startsWith("workloads/"))
                .forEach(l -> tokens.put(l.name(), l.token()));
        return tokens;
    }

    /** One journal a workload, in order, whoever wrote it: each kept state is the one that the decision before it left. */
    private static void checkJournal(JdbcStore journal) {
        for (String name : NAMES) {
            List<Recorded> all =
                    journal.entries(name, Instant.EPOCH, Instant.now().plusSeconds(60), 10_000);
            assertThat(all).extracting(Recorded::at).isSorted().doesNotHaveDuplicates();
            String last = null;
            for (Recorded r : all) {
                if (last != null && r.before() != null) {
                    assertThat(Recorded.fingerprint(r.before()))
                            .as(name + " at " + r.at())
                            .isEqualTo(last);
                }
                last = r.fingerprint();
            }
        }
    }
}
