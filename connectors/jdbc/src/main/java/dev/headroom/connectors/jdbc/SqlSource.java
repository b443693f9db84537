package dev.headroom.connectors.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.headroom.connectors.jdbc.Database.Dialect;
import dev.headroom.engine.loop.MetricHistory;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.guard.Breaker;
import dev.headroom.guard.BreakerRule;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Reads signals from PostgreSQL or SQLite by SQL. A signal's query gives one number, as of the time of asking, or rows of a time
 * and a number, of which the newest counts and all are its history. The database is only read: SQLite's file is opened for
 * reading, PostgreSQL's transactions are read only.
 *
 * <p>A query that takes too long is ended, in the database too. After five failures of the database in a row it is left alone
 * for five seconds. What the database complains of in a query is no failure of that kind.
 *
 * <p>Thread-safe. Up to four queries run at the same time; of one read, equal ones once.
 */
final class SqlSource implements MetricSource, MetricHistory, AutoCloseable {

    private static final BreakerRule BREAKER =
            new BreakerRule(5, Duration.ofMinutes(5), Duration.ofSeconds(5), 1, Duration.ofHours(1));
    private static final int TRIES = 2;
    private static final int MOST_PAUSE_MILLIS = 250;
    /** Of a reading, whose span is short; a minute of samples of every 6 ms. */
    private static final int MOST_ROWS = 10_000;
    /** Four weeks by the minute five times over. */
    private static final int MOST_HISTORY = 200_000;

    private static final int FETCHED = 1000;

    private final SqlSettings settings;
    private final HikariDataSource connections;
    private final Jdbi jdbi;
    private final LongSupplier nanos;
    private final Semaphore places = new Semaphore(SqlSettings.AT_A_TIME);
    private final Breaker breaker = new Breaker(BREAKER);
    private final Deadlines deadlines = new Deadlines();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** A source that reaches its database when it is first read. */
    SqlSource(SqlSettings settings) {
        this(settings, System::nanoTime);
    }

    SqlSource(SqlSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
        this.connections = settings.connections();
        this.jdbi = Jdbi.create(connections);
    }

    /** What came of asking. */
    private sealed interface Asked {
        /** The database answered, be it with a complaint about the query. */
        record Answered(SqlRows rows) implements Asked {}

        /** It did not, and why. */
        record Failed(String why, boolean mayPass) implements Asked {}
    }

    @Override
    public List<Reading> read(List<Signal> signals, Instant now) {
        long deadline = nanos.getAsLong() + settings.timeout().toNanos();
        Map<SqlQuery, Future<Reading>> asked = new LinkedHashMap<>();
        List<SqlQuery> order = new ArrayList<>();
        for (Signal signal : signals) {
            SqlQuery query = new SqlQuery(signal.query(), now.minus(signal.maxAge()), now);
            order.add(query);
            asked.computeIfAbsent(query, q -> submit(q, now, deadline));
        }
        return order.stream()
                .map(query -> outcome(Objects.requireNonNull(asked.get(query))))
                .toList();
    }

    private Future<Reading> submit(SqlQuery query, Instant now, long deadline) {
        try {
            return threads.submit(() -> ask(query, MOST_ROWS, deadline).reading(now));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Reading.failed("the source is closed"));
        }
    }

    private static Reading outcome(Future<Reading> asked) {
        try {
            // Bounded by the deadline and the time-outs of the connection.
            return asked.get();
        } catch (ExecutionException e) {
            return Reading.failed("the database could not be asked: " + Database.cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            asked.cancel(true);
            return Reading.failed("interrupted while waiting for the database");
        }
    }

    @Override
    public Past history(Signal signal, Instant from, Instant to, Duration step) {
        SqlQuery query = new SqlQuery(signal.query(), from, to);
        if (!query.looksBack()) {
            return new Past.Unknown("its query tells of the present only; to have the past, select a time and a number"
                    + " of all rows after :from");
        }
        long deadline = nanos.getAsLong() + settings.timeout().toNanos();
        return switch (ask(query, MOST_HISTORY, deadline)) {
            case SqlRows.Unfit unfit -> new Past.Unknown(unfit.why());
            case SqlRows.Single one -> new Past.Unknown("its query gives one number; select a time beside it");
            case SqlRows.Series series ->
                new Past.Known(series.samples().stream()
                        .filter(s -> !s.at().isBefore(from) && !s.at().isAfter(to))
                        .toList());
        };
    }

    /** Asks, and once more if a connection broke. */
    private SqlRows ask(SqlQuery query, int most, long deadline) {
        if (query.wrong().isPresent()) {
            return new SqlRows.Unfit(query.wrong().get());
        }
        try {
            if (!places.tryAcquire(left(deadline), TimeUnit.NANOSECONDS)) {
                return late(SqlSettings.AT_A_TIME + " other queries were running all the time");
            }
            try {
                return tries(query, most, deadline);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SqlRows.Unfit("interrupted while asking the database");
        }
    }

    private SqlRows tries(SqlQuery query, int most, long deadline) throws InterruptedException {
        for (int tried = 1; ; tried++) {
            long began = nanos.getAsLong();
            long admitted = breaker.admit(began);
            if (admitted == Breaker.REFUSED) {
                return new SqlRows.Unfit("the database is not asked for some seconds, after failures in a row");
            }
            Asked asked = new Asked.Failed("the query was given up", false);
            try {
                asked = once(query, most, deadline);
            } finally {
                long now = nanos.getAsLong();
                breaker.report(admitted, asked instanceof Asked.Failed, now - began, now);
            }
            switch (asked) {
                case Asked.Answered(SqlRows rows) -> {
                    return rows;
                }
                case Asked.Failed(String why, boolean mayPass) -> {
                    if (!mayPass || tried >= TRIES || left(deadline) <= 0) {
                        return new SqlRows.Unfit(why);
                    }
                }
            }
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(MOST_PAUSE_MILLIS));
        }
    }

    private Asked once(SqlQuery query, int most, long deadline) {
        Dialect dialect = settings.address().dialect();
        if (dialect == Dialect.SQLITE && !Files.isRegularFile(settings.address().file())) {
            return new Asked.Failed("there is no file " + settings.address().file(), false);
        }
        Deadlines.Running running = deadlines.until(() -> left(deadline));
        try {
            return new Asked.Answered(jdbi.withHandle(handle -> {
                try (running) {
                    return query.on(handle, dialect, settings.parameters())
                            .setMaxRows(most + 1)
                            .setFetchSize(FETCHED)
                            .addCustomizer(running)
                            .scanResultSet((rows, context) -> {
                                try (context) {
                                    return SqlRows.of(rows.get(), dialect, most);
                                }
                            });
                }
            }));
        } catch (JdbiException e) {
            return failure(e, running.over());
        }
    }

    private Asked failure(JdbiException e, boolean over) {
        String why = Database.cause(e);
        if (over) {
            return new Asked.Answered(late("the query was ended"));
        }
        if (e instanceof org.jdbi.v3.core.ConnectionException) {
            return new Asked.Failed("the database cannot be reached: " + why, false);
        }
        if (broken(e)) {
            return new Asked.Failed("the connection to the database broke: " + why, true);
        }
        return new Asked.Answered(
                new SqlRows.Unfit(SqlQuery.lacking(why, settings.parameters()).orElse("the database says: " + why)));
    }

    /** Classes 08 (connection) and 57P (the server is being stopped or started) of SQL's states. */
    private static boolean broken(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException s && s.getSQLState() != null) {
                return s.getSQLState().startsWith("08") || s.getSQLState().startsWith("57P");
            }
        }
        return false;
    }

    private SqlRows late(String why) {
        return new SqlRows.Unfit("no answer within " + settings.timeout().toMillis() / 1000.0 + " s: " + why);
    }

    private long left(long deadline) {
        return Math.max(0, deadline - nanos.getAsLong());
    }

    @Override
    public void close() {
        threads.shutdown();
        deadlines.close();
        connections.close();
    }
}
