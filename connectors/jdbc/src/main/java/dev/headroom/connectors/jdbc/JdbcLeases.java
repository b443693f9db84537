package dev.headroom.connectors.jdbc;

import dev.headroom.engine.loop.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.result.RowView;

/**
 * Leases in a database. A row is never deleted, so a token is never given twice; taking, renewing and giving up are one
 * statement each, and of two that come at once the database lets one win.
 */
public final class JdbcLeases implements Leases {

    private static final String COLUMNS = "name, holder, token, until_millis";

    private final Database database;

    /** The leases of a database. */
    public JdbcLeases(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Lease> acquire(String name, String holder, Duration length) {
        try {
            return database.jdbi().inTransaction(h -> {
                long now = database.now(h);
                return h.createQuery("insert into lease (" + COLUMNS + ") values (:name, :holder, 1, :until)"
                                + " on conflict (name) do update set holder = excluded.holder,"
                                + " token = case when lease.until_millis > :now then lease.token else lease.token + 1 end,"
                                + " until_millis = excluded.until_millis"
                                + " where lease.until_millis <= :now or lease.holder = :holder"
                                + " returning " + COLUMNS)
                        .bind("name", name)
                        .bind("holder", holder)
                        .bind("now", now)
                        .bind("until", now + length.toMillis())
                        .map((row, context) ->
                                lease(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
                        .findOne();
            });
        } catch (JdbiException e) {
            throw new IllegalStateException("the store of the leases does not answer: " + Database.cause(e), e);
        }
    }

    @Override
    public void release(Lease lease) {
        try {
            database.jdbi()
                    .useTransaction(h -> h.createUpdate(
                                    "update lease set until_millis = :now"
                                            + " where name = :name and holder = :holder and token = :token and until_millis > :now")
                            .bind("now", database.now(h))
                            .bind("name", lease.name())
                            .bind("holder", lease.holder())
                            .bind("token", lease.token())
                            .execute());
        } catch (JdbiException e) {
            // It ends by itself.
            return;
        }
    }

    @Override
    public List<Lease> held() {
        try {
            return database.reader()
                    .withHandle(h -> h.createQuery(
                                    "select " + COLUMNS + " from lease where until_millis > :now order by name")
                            .bind("now", database.now(h))
                            .reduceRows(new java.util.ArrayList<Lease>(), (all, row) -> {
                                all.add(lease(row));
                                return all;
                            }));
        } catch (JdbiException e) {
            throw new IllegalStateException("the store of the leases does not answer: " + Database.cause(e), e);
        }
    }

    private static Lease lease(RowView row) {
        return lease(
                row.getColumn("name", String.class),
                row.getColumn("holder", String.class),
                row.getColumn("token", Long.class),
                row.getColumn("until_millis", Long.class));
    }

    private static Lease lease(String name, String holder, long token, long untilMillis) {
        return new Lease(name, holder, token, Instant.ofEpochMilli(untilMillis));
    }
}
