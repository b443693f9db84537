package dev.headroom.connectors.jdbc;

import dev.headroom.journal.Rollout;
import dev.headroom.journal.Rollouts;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How far a change of the spec has come, in a database. */
public final class JdbcRollouts implements Rollouts {

    private final Database database;

    /** The roll-outs of a database. */
    public JdbcRollouts(Database database) {
        this.database = database;
    }

    @Override
    public long version() {
        return database.looking(h -> h.createQuery("select version from rollout where id = 1")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    @Override
    public Optional<Rollout> current() {
        return database.looking(h -> h.createQuery("select version, stage, begun_millis, since_millis, author, former,"
                        + " next, first, why from rollout where id = 1")
                .map((row, context) -> new Rollout(
                        row.getLong("version"),
                        Rollout.Stage.valueOf(row.getString("stage")),
                        Instant.ofEpochMilli(row.getLong("begun_millis")),
                        Instant.ofEpochMilli(row.getLong("since_millis")),
                        row.getString("author"),
                        Packed.unpack(row.getBytes("former")),
                        Packed.unpack(row.getBytes("next")),
                        row.getString("first"),
                        row.getString("why")))
                .findOne());
    }

    @Override
    public boolean put(Rollout next) {
        return database.asking(h -> (next.version() == 1 ? first(h, next) : replaced(h, next)) == 1);
    }

    private static int first(Handle h, Rollout r) {
        return bound(
                h,
                r,
                "insert into rollout (id, version, stage, begun_millis, since_millis, author, former, next, first, why)"
                        + " values (1, :version, :stage, :begun, :since, :author, :former, :next, :first, :why)"
                        + " on conflict (id) do nothing");
    }

    private static int replaced(Handle h, Rollout r) {
        return bound(
                h,
                r,
                "update rollout set version = :version, stage = :stage, begun_millis = :begun, since_millis = :since,"
                        + " author = :author, former = :former, next = :next, first = :first, why = :why"
                        + " where id = 1 and version = :version - 1");
    }

    private static int bound(Handle h, Rollout r, String sql) {
        return h.createUpdate(sql)
                .bind("version", r.version())
                .bind("stage", r.stage().name())
                .bind("begun", r.begun().toEpochMilli())
                .bind("since", r.since().toEpochMilli())
                .bind("author", r.author())
                .bind("former", Packed.pack(r.former()))
                .bind("next", Packed.pack(r.next()))
                .bind("first", r.first())
                .bind("why", r.why())
                .execute();
    }
}
