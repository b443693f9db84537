package dev.headroom.connectors.jdbc;

import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.Orders;
import java.time.Instant;
import java.util.List;

/** People's orders and the audit of changes in a database. */
public final class JdbcOrders implements Orders {

    private final Database database;

    /** The orders of a database. */
    public JdbcOrders(Database database) {
        this.database = database;
    }

    @Override
    public List<Given> inForce(Instant now) {
        return database.looking(h -> h.createQuery("select workload, kind, replicas, until_millis, author, why"
                        + " from manual_order where until_millis > :now order by id")
                .bind("now", now.toEpochMilli())
                .map((row, context) -> new Given(
                        row.getString("workload"),
                        new ManualOverride(
                                ManualOverride.Kind.valueOf(row.getString("kind")),
                                row.getInt("replicas"),
                                Instant.ofEpochMilli(row.getLong("until_millis")),
                                row.getString("author"),
                                row.getString("why"))))
                .list());
    }

    @Override
    public void give(String workload, ManualOverride order) {
        database.asking(h -> h.createUpdate("insert into manual_order"
                        + " (workload, kind, replicas, until_millis, author, why)"
                        + " values (:workload, :kind, :replicas, :until, :author, :why)")
                .bind("workload", workload)
                .bind("kind", order.kind().name())
                .bind("replicas", order.replicas())
                .bind("until", order.until().toEpochMilli())
                .bind("author", order.author())
                .bind("why", order.why())
                .execute());
    }

    @Override
    public void lift(String workload) {
        database.asking(h -> h.createUpdate("delete from manual_order where workload = :workload")
                .bind("workload", workload)
                .execute());
    }

    @Override
    public void note(Note change) {
        database.asking(h -> h.createUpdate(
                        "insert into audit (at_millis, author, workload, what) values (:at, :author, :workload, :what)")
                .bind("at", change.at().toEpochMilli())
                .bind("author", change.author())
                .bind("workload", change.workload())
                .bind("what", change.what())
                .execute());
    }

    @Override
    public List<Note> notes(int most) {
        return database.looking(h -> h.createQuery(
                        "select at_millis, author, workload, what from audit order by id desc limit :most")
                .bind("most", most)
                .map((row, context) -> new Note(
                        Instant.ofEpochMilli(row.getLong("at_millis")),
                        row.getString("author"),
                        row.getString("workload"),
                        row.getString("what")))
                .list());
    }
}
