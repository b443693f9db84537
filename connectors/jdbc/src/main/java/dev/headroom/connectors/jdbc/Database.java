package dev.headroom.connectors.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * A database that has the tables of this connector: made or brought up to date when it is opened. SQLite serves controllers
 * of one machine, PostgreSQL those of several.
 */
public final class Database implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int POSTGRES_CONNECTIONS = 4;
    private static final int SQLITE_READERS = 3;

    /** The two kinds. */
    enum Dialect {
        SQLITE,
        POSTGRESQL
    }

    private final HikariDataSource pool;
    private final HikariDataSource readers;
    private final Jdbi jdbi;
    private final Jdbi reader;
    private final Dialect dialect;
    private final @Nullable InstantSource clock;

    private Database(HikariDataSource pool, HikariDataSource readers, Dialect dialect, @Nullable InstantSource clock) {
        this.pool = pool;
        this.readers = readers;
        this.jdbi = Jdbi.create(pool);
        this.reader = Jdbi.create(readers);
        this.dialect = dialect;
        this.clock = clock;
    }

    /**
     * Opens a database.
     *
     * @param url {@code sqlite:FILE}, or {@code postgresql://[user[:password]@]host[:port]/name} with options after a
     *     question mark, either with or without {@code jdbc:} before it
     * @throws IllegalArgumentException if the address is of neither kind
     * @throws IllegalStateException if it cannot be opened or brought up to date
     */
    public static Database open(String url) {
        return open(url, null);
    }

    /** As {@link #open(String)}, with leases that end by the given clock instead of the database's own. */
    public static Database open(String url, @Nullable InstantSource clock) {
        String plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        if (plain.startsWith("sqlite:") && plain.length() > "sqlite:".length()) {
            return connect(sqlite(Path.of(plain.substring("sqlite:".length()))), Dialect.SQLITE, clock);
        }
        if (plain.startsWith("postgresql://") || plain.startsWith("postgres://")) {
            return connect(postgresql(plain), Dialect.POSTGRESQL, clock);
        }
        throw new IllegalArgumentException("'" + withoutPassword(url)
                + "' is no address of a store; write sqlite:FILE or postgresql://user@host/name");
    }

    private static HikariConfig sqlite(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the folder " + folder + " of the store cannot be made: " + e.getMessage(), e);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + file);
        // Writes wait for each other instead of failing; a transaction that will write says so when it begins.
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "NORMAL");
        config.addDataSourceProperty("busy_timeout", Long.toString(PATIENCE.toMillis()));
        config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        config.setMaximumPoolSize(1);
        // A file needs no fresh connections, and a pragma holds for one.
        config.setMaxLifetime(0);
        return config;
    }

    private static HikariConfig postgresql(String address) {
        HikariConfig config = new HikariConfig();
        String rest = address.substring(address.indexOf("//") + 2);
        int at = rest.lastIndexOf('@');
        if (at >= 0) {
            String user = rest.substring(0, at);
            int colon = user.indexOf(':');
            config.setUsername(colon < 0 ? user : user.substring(0, colon));
            if (colon >= 0) {
                config.setPassword(user.substring(colon + 1));
            }
        }
        config.setJdbcUrl("jdbc:postgresql://" + rest.substring(at + 1));
        String seconds = Long.toString(PATIENCE.toSeconds());
        config.addDataSourceProperty("connectTimeout", seconds);
        config.addDataSourceProperty("socketTimeout", seconds);
        config.setMaximumPoolSize(POSTGRES_CONNECTIONS);
        return config;
    }

    private static Database connect(HikariConfig config, Dialect dialect, @Nullable InstantSource clock) {
        config.setPoolName("headroom-store");
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setValidationTimeout(PATIENCE.toMillis() / 2);
        @Nullable HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(config);
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .locations("classpath:dev/headroom/connectors/jdbc/"
                            + dialect.name().toLowerCase(Locale.ROOT))
                    .table("headroom_schema")
                    .load()
                    .migrate();
            return new Database(pool, dialect == Dialect.SQLITE ? readers(config) : pool, dialect, clock);
        } catch (FlywayException | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
            if (pool != null) {
                pool.close();
            }
            throw new IllegalStateException(
                    "the store " + withoutPassword(config.getJdbcUrl()) + " cannot be opened: " + cause(e), e);
        }
    }

    /** SQLite has one writer; who only reads does not wait for it, nor it for them. */
    private static HikariDataSource readers(HikariConfig writer) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(writer.getJdbcUrl());
        config.addDataSourceProperty("busy_timeout", Long.toString(PATIENCE.toMillis()));
        config.setConnectionInitSql("pragma query_only = true");
        config.setMaximumPoolSize(SQLITE_READERS);
        config.setMinimumIdle(1);
        config.setPoolName("headroom-store-readers");
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setValidationTimeout(PATIENCE.toMillis() / 2);
        return new HikariDataSource(config);
    }

    /** What went wrong, in the words of the innermost cause. */
    static String cause(Throwable e) {
        Throwable inner = e;
        for (int i = 0; i < 16 && inner.getCause() != null; i++) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        return (message == null ? inner.toString() : message).strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private static String withoutPassword(String url) {
        return url.replaceFirst("//([^:/@]*):[^@]*@", "//$1:…@").replaceAll("(?i)(password=)[^&]*", "$1…");
    }

    /** For what writes. */
    Jdbi jdbi() {
        return jdbi;
    }

    /** For what only reads, one statement at a time. */
    Jdbi reader() {
        return reader;
    }

    /** Reads by one statement. */
    <T> T looking(HandleCallback<T, RuntimeException> question) {
        try {
            return reader.withHandle(question);
        } catch (JdbiException e) {
            throw new IllegalStateException("the store does not answer: " + cause(e), e);
        }
    }

    /** Lets every commit wait until it is on the disk; otherwise the last ones may be lost with the power, not with the process. */
    void syncEachCommit() {
        if (dialect == Dialect.SQLITE) { // whose one connection this holds for; PostgreSQL does so anyway
            try {
                jdbi.useHandle(h -> h.execute("pragma synchronous = full"));
            } catch (JdbiException e) {
                throw new IllegalStateException("the store does not answer: " + cause(e), e);
            }
        }
    }

    /** What ends a question for a row to be changed, so that each of several who ask gets another one. */
    String forOneOnly() {
        return dialect == Dialect.SQLITE ? "" : " for update skip locked";
    }

    /** Writes in one transaction. */
    <T> T asking(HandleCallback<T, RuntimeException> question) {
        try {
            return jdbi.inTransaction(question);
        } catch (JdbiException e) {
            throw new IllegalStateException("the store does not answer: " + cause(e), e);
        }
    }

    /** The time by which leases end, epoch milliseconds: the database's own, so that controllers need not agree on theirs. */
    long now(Handle handle) {
        if (clock != null) {
            return clock.millis();
        }
        return dialect == Dialect.SQLITE
                ? Instant.now().toEpochMilli()
                : handle.createQuery("select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)")
                        .mapTo(Long.class)
                        .one();
    }

    @Override
    public void close() {
        readers.close();
        pool.close();
    }
}
