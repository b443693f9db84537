package dev.headroom.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.headroom.engine.loop.Leases;
import dev.headroom.engine.loop.Store;
import dev.headroom.guard.JobStore;
import dev.headroom.journal.Archive;
import dev.headroom.journal.Orders;
import dev.headroom.journal.Rollouts;
import dev.headroom.journal.SpecHistory;
import dev.headroom.testing.ArchiveContract;
import dev.headroom.testing.JobStoreContract;
import dev.headroom.testing.LeasesContract;
import dev.headroom.testing.OrdersContract;
import dev.headroom.testing.RolloutsContract;
import dev.headroom.testing.SpecHistoryContract;
import dev.headroom.testing.StoreContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One contract, two databases: SQLite in a file and a real PostgreSQL. */
class DatabasesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static EmbeddedPostgres postgres;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private final List<Database> open = new ArrayList<>();

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @AfterEach
    void closeAll() {
        open.forEach(Database::close);
    }

    private Database keep(Database database) {
        open.add(database);
        return database;
    }

    private Database sqlite(@Nullable InstantSource clock) {
        return keep(Database.open("sqlite:" + folder.resolve("store-" + NUMBER.incrementAndGet() + ".db"), clock));
    }

    private Database postgresql(@Nullable InstantSource clock) {
        String name = "store_" + NUMBER.incrementAndGet();
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        return keep(Database.open("postgresql://postgres@localhost:" + postgres.getPort() + "/" + name, clock));
    }

    @Nested
    class SqliteJobsTest extends JobStoreContract {
        @Override
        protected JobStore empty() {
            return new JdbcJobs(sqlite(null));
        }
    }

    @Nested
    class PostgresqlJobsTest extends JobStoreContract {
        @Override
        protected JobStore empty() {
            return new JdbcJobs(postgresql(null));
        }
    }

    @Nested
    class SqliteStoreTest extends StoreContract {
        @Override
        protected Store empty() {
            return new JdbcStore(sqlite(null));
        }
    }

    @Nested
    class PostgresqlStoreTest extends StoreContract {
        @Override
        protected Store empty() {
            return new JdbcStore(postgresql(null));
        }
    }

    @Nested
    class SqliteArchiveTest extends ArchiveContract<JdbcStore> {
        @Override
        protected JdbcStore empty() {
            return new JdbcStore(sqlite(null));
        }
    }

    @Nested
    class PostgresqlArchiveTest extends ArchiveContract<JdbcStore> {
        @Override
        protected JdbcStore empty() {
            return new JdbcStore(postgresql(null));
        }
    }

    @Nested
    class SqliteOrdersTest extends OrdersContract {
        @Override
        protected Orders none() {
            return new JdbcOrders(sqlite(null));
        }
    }

    @Nested
    class PostgresqlOrdersTest extends OrdersContract {
        @Override
        protected Orders none() {
            return new JdbcOrders(postgresql(null));
        }
    }

    @Nested
    class SqliteSpecsTest extends SpecHistoryContract {
        @Override
        protected SpecHistory none() {
            return new JdbcSpecs(sqlite(null));
        }
    }

    @Nested
    class PostgresqlSpecsTest extends SpecHistoryContract {
        @Override
        protected SpecHistory none() {
            return new JdbcSpecs(postgresql(null));
        }
    }

    @Nested
    class SqliteRolloutsTest extends RolloutsContract {
        @Override
        protected Rollouts none() {
            return new JdbcRollouts(sqlite(null));
        }
    }

    @Nested
    class PostgresqlRolloutsTest extends RolloutsContract {
        @Override
        protected Rollouts none() {
            return new JdbcRollouts(postgresql(null));
        }
    }

    @Nested
    class SqliteLeasesTest extends LeasesContract {
        @Override
        protected Leases none() {
            return new JdbcLeases(sqlite(time));
        }
    }

    @Nested
    class PostgresqlLeasesTest extends LeasesContract {
        @Override
        protected Leases none() {
            return new JdbcLeases(postgresql(time));
        }
    }

    /** What a controller that has lost its lease writes is turned away, in both databases. */
    @Nested
    class FencingTest {
        private final dev.headroom.testing.ManualTime time = new dev.headroom.testing.ManualTime();

        @Test
        void ofSqlite() {
            fences(sqlite(time));
        }

        @Test
        void ofPostgresql() {
            fences(postgresql(time));
        }

        private void fences(Database database) {
            Leases leases = new JdbcLeases(database);
            Duration length = Duration.ofSeconds(10);
            JdbcStore store = new JdbcStore(database);
            Store first = store.fencedBy(leases.acquire("web", "a", length).orElseThrow());
            assertThat(first.append(StoreContract.entry("web", "2026-01-05T00:00:00Z")))
                    .isInstanceOf(Store.Appended.Saved.class);
            time.pass(length);
            assertThat(first.append(StoreContract.entry("web", "2026-01-05T00:00:15Z")))
                    .isInstanceOf(Store.Appended.Fenced.class);
            Store second = store.fencedBy(leases.acquire("web", "b", length).orElseThrow());
            assertThat(first.append(StoreContract.entry("web", "2026-01-05T00:00:30Z")))
                    .isInstanceOf(Store.Appended.Fenced.class);
            assertThat(second.append(StoreContract.entry("web", "2026-01-05T00:00:30Z")))
                    .isInstanceOf(Store.Appended.Saved.class);
            assertThat(((Archive) store).latest("web", 10)).hasSize(2);
        }
    }

    /** What many append at once is written together, and each is answered for itself. */
    @Nested
    class AtOnceTest {
        private static final int WORKLOADS = 30;
        private static final int TURNS = 8;
        private final dev.headroom.testing.ManualTime time = new dev.headroom.testing.ManualTime();

        @Test
        void inSqlite() throws Exception {
            append(sqlite(time));
        }

        @Test
        void inPostgresql() throws Exception {
            append(postgresql(time));
        }

        private void append(Database database) throws Exception {
            Leases leases = new JdbcLeases(database);
            Duration length = Duration.ofSeconds(10);
            JdbcStore store = new JdbcStore(database);
            Leases.Lease ended = leases.acquire("ended", "a", length).orElseThrow();
            time.pass(length);
            Leases.Lease held = leases.acquire("held", "b", length).orElseThrow();
            List<Future<List<Store.Appended>>> all = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int w = 0; w < WORKLOADS; w++) {
                    String workload = "w" + w;
                    Store mine = w % 3 == 0 ? store.fencedBy(ended) : store.fencedBy(held);
                    all.add(threads.submit(() -> {
                        List<Store.Appended> answers = new ArrayList<>();
                        for (int t = 0; t < TURNS; t++) {
                            // The last two are of the same instant.
                            int second = 15 * Math.min(t, TURNS - 2);
                            answers.add(mine.append(StoreContract.entry(
                                    workload,
                                    Instant.parse("2026-01-05T00:00:00Z")
                                            .plusSeconds(second)
                                            .toString())));
                        }
                        return answers;
                    }));
                }
            }
            for (int w = 0; w < WORKLOADS; w++) {
                List<Store.Appended> answers = all.get(w).get();
                if (w % 3 == 0) {
                    assertThat(answers).hasOnlyElementsOfType(Store.Appended.Fenced.class);
                    assertThat(store.latest("w" + w, 100)).isEmpty();
                    assertThat(store.load("w" + w)).isEmpty();
                } else {
                    assertThat(answers.subList(0, TURNS - 1)).hasOnlyElementsOfType(Store.Appended.Saved.class);
                    assertThat(answers.get(TURNS - 1)).isInstanceOf(Store.Appended.Failed.class);
                    assertThat(store.latest("w" + w, 100)).hasSize(TURNS - 1);
                }
            }
        }
    }

    /** The state survives the process: opened again, the same file knows it. */
    @Test
    void whatIsKeptIsThereAfterReopening() {
        Path file = folder.resolve("again.db");
        Store.Entry entry = StoreContract.entry("web", "2026-01-05T00:00:00Z");
        try (Database database = Database.open("sqlite:" + file)) {
            new JdbcStore(database).append(entry);
        }
        try (Database database = Database.open("jdbc:sqlite:" + file)) {
            assertThat(new JdbcStore(database).load("web"))
                    .contains(entry.decision().state());
        }
    }

    @Test
    void aDecisionIsNotKeptTwice() {
        JdbcStore store = new JdbcStore(sqlite(null));
        Store.Entry entry = StoreContract.entry("web", "2026-01-05T00:00:00Z");
        store.append(entry);
        assertThat(store.append(entry)).isInstanceOf(Store.Appended.Failed.class);
        assertThat(store.latest("web", 10)).hasSize(1);
    }

    @Test
    void addressesOfOtherKindsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.open("mysql://root:secret@host/db"))
                .withMessageContaining("sqlite:FILE")
                .withMessageNotContaining("secret");
    }

    @Test
    void whatIsNoDatabaseIsRefusedWithWords() throws IOException {
        Path file = Files.writeString(
                folder.resolve("note.txt"), "not a database, but long enough to look like one".repeat(40));
        assertThatIllegalStateException()
                .isThrownBy(() -> Database.open("sqlite:" + file))
                .withMessageContaining("note.txt");
        assertThatIllegalStateException()
                .isThrownBy(() -> Database.open("postgresql://me:secret@localhost:1/db"))
                .withMessageContaining("localhost:1")
                .withMessageNotContaining("secret");
    }

    @Test
    void aStoreThatIsGoneIsAnAnswerAndNoException() {
        Database database = Database.open("sqlite:" + folder.resolve("gone.db"));
        JdbcStore store = new JdbcStore(database);
        database.close();
        assertThat(store.append(StoreContract.entry("web", Instant.EPOCH.toString())))
                .isInstanceOf(Store.Appended.Failed.class);
        assertThatIllegalStateException().isThrownBy(() -> store.load("web"));
    }
}
