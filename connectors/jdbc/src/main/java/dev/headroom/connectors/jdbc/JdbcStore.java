package dev.headroom.connectors.jdbc;

import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.Leases.Lease;
import dev.headroom.engine.loop.Store;
import dev.headroom.journal.Archive;
import dev.headroom.journal.EngineJson;
import dev.headroom.journal.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * States and journal in a database. An entry and its state are kept in one transaction. A state before is kept with every {@value
 * #STATE_EVERY}-th entry of a workload and wherever an entry does not follow from the one before; the others are replayed.
 */
public final class JdbcStore implements Store, Archive {

    private static final int STATE_EVERY = 240;
    private static final String ROW =
            "select workload, at_millis, current, desired, fingerprint, before, body from decision";

    private final Database database;
    private final Appends appends;
    private final @Nullable Lease fence;
    private final Map<String, Chain> chains;

    /** The last state appended for a workload by this process, and how many entries ago one was kept. */
    private record Chain(WorkloadState last, int since) {}

    /** The store of a database, for its only controller. */
    public JdbcStore(Database database) {
        this(database, new Appends(database), null, new ConcurrentHashMap<>());
    }

    private JdbcStore(Database database, Appends appends, @Nullable Lease fence, Map<String, Chain> chains) {
        this.database = database;
        this.appends = appends;
        this.fence = fence;
        this.chains = chains;
    }

    /** The same store for the holder of a lease: once the lease is another's, nothing more is taken from this one. */
    public JdbcStore fencedBy(Lease lease) {
        return new JdbcStore(database, appends, lease, chains);
    }

    @Override
    public Optional<WorkloadState> load(String workload) {
        return reading(() -> database.reader()
                .withHandle(
                        h -> h.createQuery("select body from state where workload = :workload and version = :version")
                                .bind("workload", workload)
                                .bind("version", WorkloadState.VERSION)
                                .mapTo(byte[].class)
                                .findOne())
                .map(body -> EngineJson.state(Packed.unpack(body))));
    }

    @Override
    public Appended append(Entry entry) {
        String workload = entry.workload();
        int since = since(entry);
        boolean follows = since < STATE_EVERY;
        String after = EngineJson.write(entry.decision().state());
        Recorded r = Recorded.of(entry, !follows);
        String body = EngineJson.write(new EngineJson.Details(r.seen(), r.reasons(), r.advice()));
        WorkloadState before = r.before();
        Appended done = appends.append(new Appends.Row(
                workload,
                r.at(),
                r.current(),
                r.desired(),
                r.fingerprint(),
                before == null ? null : Packed.pack(EngineJson.write(before)),
                Packed.pack(body),
                Packed.pack(after),
                fence));
        if (done instanceof Appended.Saved) {
            chains.put(workload, new Chain(entry.decision().state(), follows ? since : 0));
        } else {
            chains.remove(workload);
        }
        return done;
    }

    /** Entries since a state of the workload was kept, this one included; {@value #STATE_EVERY} when one must be kept now. */
    @SuppressWarnings(
            "ReferenceEquality") // the very object handed out before; another one of the same value is as good as new
    private int since(Entry entry) {
        Chain chain = chains.get(entry.workload());
        return chain != null && chain.last() == entry.before() ? chain.since() + 1 : STATE_EVERY;
    }

    @Override
    public List<Recorded> entries(String workload, Instant from, Instant to, int most) {
        return rows(
                ROW
                        + " where workload = :workload and at_millis >= :from and at_millis < :to order by at_millis limit :most",
                Map.of("workload", workload, "from", from.toEpochMilli(), "to", to.toEpochMilli(), "most", most));
    }

    @Override
    public List<Recorded> latest(String workload, int most) {
        return rows(
                ROW + " where workload = :workload order by at_millis desc limit :most",
                Map.of("workload", workload, "most", most));
    }

    private List<Recorded> rows(String query, Map<String, Object> values) {
        return reading(() -> database.reader()
                .withHandle(h -> h.createQuery(query)
                        .bindMap(values)
                        .map((row, context) -> recorded(row))
                        .list()));
    }

    private static Recorded recorded(ResultSet row) throws SQLException {
        byte[] before = row.getBytes("before");
        EngineJson.Details details = EngineJson.details(Packed.unpack(row.getBytes("body")));
        return new Recorded(
                row.getString("workload"),
                Instant.ofEpochMilli(row.getLong("at_millis")),
                row.getInt("current"),
                row.getInt("desired"),
                details.seen(),
                details.reasons(),
                details.advice(),
                before == null ? null : EngineJson.state(Packed.unpack(before)),
                row.getString("fingerprint"));
    }

    @Override
    public List<String> workloads() {
        return reading(() -> database.reader()
                .withHandle(h -> h.createQuery("select workload from state order by workload")
                        .mapTo(String.class)
                        .list()));
    }

    @Override
    public int forget(Instant before) {
        return reading(() -> database.jdbi()
                .withHandle(h -> h.createUpdate("delete from decision where at_millis < :before")
                        .bind("before", before.toEpochMilli())
                        .execute()));
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (JdbiException | IllegalArgumentException e) {
            throw new IllegalStateException("the store cannot be read: " + Database.cause(e), e);
        }
    }
}
