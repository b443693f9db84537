package dev.headroom.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricHistory;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.SourceFactory;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.testing.MetricSourceContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals by SQL from an SQLite file and from a real PostgreSQL. */
class SqlSourceTest {

    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static EmbeddedPostgres postgres;

    private final List<SqlSource> open = new ArrayList<>();

    @BeforeAll
    static void fill() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder().start();
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var s = connection.createStatement()) {
            s.execute("create table jobs (state text, priority integer)");
            s.execute("insert into jobs values ('waiting', 1), ('waiting', 5), ('done', 5), ('7', 9)");
            s.execute("create table load (at timestamptz, plain timestamp, epoch bigint, said text, n numeric)");
            s.execute("insert into load values"
                    + " ('2026-01-05T11:59:00Z', '2026-01-05T11:59:00', 1767614340, '2026-01-05 11:59:00', 2.5),"
                    + " ('2026-01-05T13:00:30+01', '2026-01-05T12:00:30', 1767614430000, '2026-01-05T13:00:30+01:00', 9),"
                    + " ('2026-01-05T11:58:00Z', '2026-01-05T11:58:00', 1767614280, '2026-01-05T11:58:00Z', 1)");
            s.execute("create role reader login password 'right' ");
            s.execute("grant select on jobs to reader");
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
                var s = connection.createStatement()) {
            s.execute("create table jobs (state text, priority integer)");
            s.execute("insert into jobs values ('waiting', 1), ('waiting', 5), ('done', 5), ('7', 9)");
            s.execute("create table load (at text, plain text, epoch integer, said text, n real)");
            s.execute("insert into load values"
                    + " ('2026-01-05 11:59:00', '2026-01-05 11:59:00', 1767614340, '2026-01-05 11:59:00', 2.5),"
                    + " ('2026-01-05 12:00:30', '2026-01-05 12:00:30', 1767614430000, '2026-01-05T13:00:30+01:00', 9),"
                    + " ('2026-01-05 11:58:00', '2026-01-05 11:58:00', 1767614280, '2026-01-05T11:58:00Z', 1)");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @AfterEach
    void close() {
        open.forEach(SqlSource::close);
    }

    private static String postgresql() {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
    }

    private static Signal signal(String sql) {
        return new Signal(
                "s",
                "db",
                sql,
                Unit.COUNT,
                Measure.OTHER,
                0,
                Duration.ZERO,
                Signal.Aggregate.LAST,
                Duration.ofMinutes(5),
                false,
                null);
    }

    private SqlSource source(String url, @Nullable String user, @Nullable String password, Duration timeout) {
        return keep(new SqlSource(new SqlSettings(
                "db",
                SqlAddress.of(url, folder.toString()),
                user,
                password,
                Map.of("state", "waiting", "least", "5", "seven", "7"),
                timeout)));
    }

    private SqlSource keep(SqlSource source) {
        open.add(source);
        return source;
    }

    private static Reading read(MetricSource source, String sql) {
        return source.read(List.of(signal(sql)), NOW).get(0);
    }

    /** What both databases do alike. */
    abstract static class Alike extends MetricSourceContract {

        abstract SqlSource source(Duration timeout);

        abstract String endless();

        abstract String writes();

        @Override
        protected SqlSource source() {
            return source(PATIENCE);
        }

        @Override
        protected Signal known() {
            return signal("select count(*) from jobs");
        }

        @Override
        protected Instant now() {
            return NOW;
        }

        @Test
        void parametersAreOfTheTypeThatIsNeeded() {
            assertThat(source().read(
                                    List.of(
                                            signal("select count(*) from jobs where state = :state"),
                                            signal("select count(*) from jobs where priority >= :least"),
                                            signal("select count(*) from jobs where state = :seven"),
                                            signal("select count(*) * 1.5 from jobs -- :state?")),
                                    NOW))
                    .extracting(Reading::value)
                    .containsExactly(2.0, 3.0, 1.0, 6.0);
            assertThat(read(source(), "select count(*) from jobs where state = :stat")
                            .detail())
                    .isEqualTo("the query has the parameter :stat, and there are from, least, now, seven, state, to;"
                            + " add it to the source's 'parameters'");
        }

        @Test
        void ofRowsTheNewestCounts() {
            for (String column : List.of("at", "plain", "epoch", "said")) {
                Reading reading = read(source(), "select " + column + ", n from load");
                assertThat(reading.detail()).isEmpty();
                assertThat(reading.value()).isEqualTo(2.5);
                assertThat(reading.at()).isEqualTo(NOW.minusSeconds(60));
            }
        }

        @Test
        void theSpanIsThatOfTheSignalsAge() {
            assertThat(read(source(), "select count(*) from load where at > :from and at <= :now")
                            .value())
                    .isEqualTo(2);
            assertThat(source().read(
                                    List.of(signal("select count(*) from load where at > :from and at <= :to")),
                                    NOW.plusSeconds(250))
                            .get(0)
                            .value())
                    .isEqualTo(1);
        }

        @Test
        void rowsAreAHistory() {
            MetricHistory.Past past = source().history(
                            signal("select at, n from load where at >= :from and at <= :to"),
                            NOW.minus(Duration.ofDays(1)),
                            NOW,
                            Duration.ofMinutes(1));
            assertThat(past)
                    .isEqualTo(new MetricHistory.Past.Known(List.of(
                            new MetricHistory.Sample(NOW.minusSeconds(120), 1),
                            new MetricHistory.Sample(NOW.minusSeconds(60), 2.5))));
            assertThat(source().history(known(), NOW.minusSeconds(60), NOW, Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(
                            MetricHistory.Past.Unknown.class,
                            unknown -> assertThat(unknown.why()).contains(":from"));
        }

        @Test
        void whatIsNoNumberIsSaidSo() {
            Map<String, String> words = Map.of(
                    "select n from load where n > 100", "MISSING the query gives no row",
                    "select max(n) from load where n > 100", "MISSING the query gives NULL",
                    "select at, n from load where n > 100", "MISSING the query gives no row",
                    "select n from load", "FAILED the query gives several rows of one number",
                    "select at, n, n from load", "FAILED the query gives 3 columns",
                    "select state from jobs where state = 'done'", "FAILED the query gives 'done' where a number",
                    "select state, priority from jobs", "FAILED the query gives 'waiting' where a time",
                    "select at, n from load where n > 8", "FAILED the oldest row is of 2026-01-05T12:00:30Z, after",
                    "select count(*) from job", "FAILED the database says: ",
                    "backlog", "FAILED 'backlog' is no query");
            Map<String, String> said = new HashMap<>();
            words.keySet().forEach(sql -> {
                Reading reading = read(source(), sql);
                said.put(sql, reading.status() + " " + reading.detail());
            });
            words.forEach((sql, begin) -> assertThat(said.get(sql)).as(sql).startsWith(begin));
        }

        @Test
        void nothingIsWritten() {
            Reading reading = read(source(), writes());
            assertThat(reading.status()).isEqualTo(Reading.Status.FAILED);
            assertThat(reading.detail()).containsPattern("read-?only");
            assertThat(read(source(), "delete from jobs").detail()).contains("is no query");
            assertThat(read(source(), "select count(*) from jobs").value()).isEqualTo(4);
        }

        @Test
        void whatTakesTooLongIsEndedInTheDatabase() {
            SqlSource hasty = source(Duration.ofSeconds(2));
            // Connected, so that the time-out is the query's.
            await().atMost(PATIENCE).until(() -> read(hasty, "select 1").status() == Reading.Status.OK);
            await().atMost(PATIENCE)
                    .until(() -> read(hasty, endless()).detail().equals("no answer within 2.0 s: the query was ended"));
            await().atMost(PATIENCE).until(() -> read(hasty, "select 1").status() == Reading.Status.OK);
        }
    }

    @Nested
    class SqliteTest extends Alike {
        @Override
        SqlSource source(Duration timeout) {
            return SqlSourceTest.this.source("sqlite:shop.db", null, null, timeout);
        }

        @Override
        String endless() {
            return "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
        }

        @Override
        String writes() {
            return "with x as (select 'new') insert into jobs (state) select * from x";
        }
    }

    @Nested
    class PostgresqlTest extends Alike {
        @Override
        SqlSource source(Duration timeout) {
            return SqlSourceTest.this.source(postgresql(), "postgres", null, timeout);
        }

        @Override
        String endless() {
            return "select count(pg_sleep(3600))";
        }

        @Override
        String writes() {
            return "with x as (insert into jobs values ('new', 1) returning 1) select count(*) from x";
        }

        @Test
        void aQueryThatWasEndedIsEndedInTheServerToo() {
            SqlSource hasty = source(Duration.ofSeconds(2));
            read(hasty, "select count(pg_sleep(7200))");
            await().atMost(PATIENCE)
                    .until(() -> read(
                                            source(),
                                            "select count(*) from pg_stat_activity where state = 'active'"
                                                    + " and query like '%sleep(7200)%' and pid <> pg_backend_pid()")
                                    .value()
                            == 0);
        }

        @Test
        void aConnectionThatBrokeIsReplaced() throws SQLException {
            SqlSource source = source();
            double pid = read(source, "select pg_backend_pid()").value();
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var s = connection.createStatement()) {
                s.execute("select pg_terminate_backend(" + (long) pid + ")");
            }
            Reading reading = read(source, "select pg_backend_pid()");
            assertThat(reading.detail()).isEmpty();
            assertThat(reading.value()).isNotEqualTo(pid);
        }

        @Test
        void passwordsAreUsedAndNotTold() throws IOException, SQLException {
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var s = connection.createStatement();
                    var file = s.executeQuery("show hba_file")) {
                file.next();
                Path rules = Path.of(file.getString(1));
                Files.writeString(rules, "host all reader all scram-sha-256\n" + Files.readString(rules));
                s.execute("select pg_reload_conf()");
            }
            String sql = "select count(*) from jobs";
            await().atMost(PATIENCE).untilAsserted(() -> {
                SqlSource wrong =
                        SqlSourceTest.this.source(postgresql(), "reader", "wr0ng-word", Duration.ofSeconds(3));
                assertThat(read(wrong, sql).detail())
                        .contains("password authentication failed for user \"reader\"")
                        .doesNotContain("wr0ng-word");
            });
            assertThat(read(SqlSourceTest.this.source(postgresql(), "reader", "right", PATIENCE), sql)
                            .value())
                    .isEqualTo(4);
        }
    }

    /** By the clock of the breaker. */
    @Test
    void aDatabaseThatFailsIsLeftAloneForAWhile() throws SQLException {
        AtomicLong nanos = new AtomicLong();
        Path file = folder.resolve("later.db");
        SqlSource source = keep(new SqlSource(
                new SqlSettings(
                        "db", SqlAddress.of("sqlite:later.db", folder.toString()), null, null, Map.of(), PATIENCE),
                nanos::get));
        for (int i = 0; i < 5; i++) {
            assertThat(read(source, "select 1").detail()).isEqualTo("there is no file " + file);
        }
        assertThat(read(source, "select 1").detail()).contains("not asked for some seconds");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var s = connection.createStatement()) {
            s.execute("create table t (n integer)");
        }
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(read(source, "select 1").status()).isEqualTo(Reading.Status.FAILED);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(read(source, "select 1").value()).isEqualTo(1);
    }

    @Test
    void aServerThatCannotBeReachedIsSaidSo() {
        SqlSource source = source("postgresql://localhost:1/shop", "me", "s3cret", Duration.ofSeconds(2));
        assertThat(read(source, "select 1").detail())
                .startsWith("the database cannot be reached: ")
                .contains("refused")
                .doesNotContain("s3cret");
    }

    @Test
    void isFoundByItsTypeAndRefusesWhatCannotBe() {
        SourceFactory factory = ServiceLoader.load(SourceFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(f -> f.type().equals("jdbc"))
                .findFirst()
                .orElseThrow();
        SqlSource source = keep((SqlSource) factory.open(with(Map.of("url", "sqlite:shop.db"))));
        assertThat(read(source, "select count(*) from jobs").value()).isEqualTo(4);
        Map<Map<String, Object>, String> wrong = Map.of(
                Map.of("url", "sqlite:shop.db", "password-env", "PW"),
                "PW, which is not set",
                Map.of("url", "mysql://db/shop"),
                "write postgresql://host/name or sqlite:FILE",
                Map.of("url", "postgresql://me:s3cret@db/shop"),
                "write user and password-env",
                Map.of("url", "sqlite:shop.db", "parameters", Map.of("now", "1")),
                "given by Headroom itself",
                Map.of("url", "sqlite:shop.db", "parameters", Map.of("a-b", "1")),
                "cannot name the parameter 'a-b'",
                Map.of("url", "sqlite:shop.db", "timeout", Duration.ofMillis(1)),
                "too short");
        wrong.forEach((options, words) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> factory.open(with(options)))
                .withMessageContaining(words)
                .withMessageNotContaining("s3cret"));
    }

    private static Connection with(Map<String, Object> options) {
        return new Connection(
                "db", options, 0, folder.toString(), folder.toString(), name -> null, InstantSource.system());
    }
}
