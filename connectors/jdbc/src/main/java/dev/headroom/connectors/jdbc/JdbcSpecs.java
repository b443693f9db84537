package dev.headroom.connectors.jdbc;

import dev.headroom.journal.SpecHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which spec was in force when, in a database. */
public final class JdbcSpecs implements SpecHistory {

    private final Database database;
    /** The spec that was kept last; specs are never deleted. */
    private volatile String kept = "";

    /** The specs of a database. */
    public JdbcSpecs(Database database) {
        this.database = database;
    }

    @Override
    public void begin(String workload, Instant from, String fingerprint, String text) {
        List<Epoch> known = epochs(workload);
        if (!known.isEmpty() && known.getLast().fingerprint().equals(fingerprint)) {
            return;
        }
        // The text of thousands of workloads is large, and the same for all of them.
        byte[] body = kept.equals(fingerprint) || text(fingerprint).isPresent() ? null : Packed.pack(text);
        database.asking(h -> {
            if (body != null) {
                h.createUpdate("insert into spec (fingerprint, body) values (:fingerprint, :body)"
                                + " on conflict (fingerprint) do nothing")
                        .bind("fingerprint", fingerprint)
                        .bind("body", body)
                        .execute();
            }
            return h.createUpdate("insert into spec_epoch (workload, from_millis, fingerprint)"
                            + " values (:workload, :from, :fingerprint)"
                            + " on conflict (workload, from_millis) do update set fingerprint = excluded.fingerprint")
                    .bind("workload", workload)
                    .bind("from", from.toEpochMilli())
                    .bind("fingerprint", fingerprint)
                    .execute();
        });
        kept = fingerprint;
    }

    @Override
    public List<Epoch> epochs(String workload) {
        return database.looking(h -> h.createQuery(
                        "select from_millis, fingerprint from spec_epoch where workload = :workload order by"
                                + " from_millis")
                .bind("workload", workload)
                .map((row, context) ->
                        new Epoch(Instant.ofEpochMilli(row.getLong("from_millis")), row.getString("fingerprint")))
                .list());
    }

    @Override
    public Optional<String> text(String fingerprint) {
        return database.looking(h -> h.createQuery("select body from spec where fingerprint = :fingerprint")
                        .bind("fingerprint", fingerprint)
                        .mapTo(byte[].class)
                        .findOne())
                .map(Packed::unpack);
    }
}
