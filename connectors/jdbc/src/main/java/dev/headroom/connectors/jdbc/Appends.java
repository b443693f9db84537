package dev.headroom.connectors.jdbc;

import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.Leases.Lease;
import dev.headroom.engine.loop.Store.Appended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Appends of many workloads as one transaction (group commit): what comes while others are being written is written together
 * with the next. Whoever finds nobody writing writes for all.
 */
final class Appends {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST = 256;

    private final Database database;
    private final LinkedBlockingQueue<Row> waiting = new LinkedBlockingQueue<>();
    private final ReentrantLock writing = new ReentrantLock(true);

    Appends(Database database) {
        this.database = database;
    }

    /** What is to be kept: an entry of the journal and the state after it. */
    static final class Row {
        private final String workload;
        private final Instant at;
        private final int current;
        private final int desired;
        private final String fingerprint;
        private final byte @Nullable [] before;
        private final byte[] body;
        private final byte[] after;
        private final @Nullable Lease fence;
        private @Nullable Appended done;

        Row(
                String workload,
                Instant at,
                int current,
                int desired,
                String fingerprint,
                byte @Nullable [] before,
                byte[] body,
                byte[] after,
                @Nullable Lease fence) {
            this.workload = workload;
            this.at = at;
            this.current = current;
            this.desired = desired;
            this.fingerprint = fingerprint;
            this.before = before;
            this.body = body;
            this.after = after;
            this.fence = fence;
        }
    }

    /** Keeps a row, and returns when it is kept, or will not be. */
    Appended append(Row row) {
        waiting.add(row);
        boolean mine = false;
        try {
            mine = writing.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            if (waiting.remove(row)) {
                return new Appended.Failed("the store is busy: others have been waiting for " + PATIENCE.toSeconds()
                        + " s to write before this");
            }
            // It is being written, which ends by the time-outs of the database.
            writing.lock();
        }
        try {
            // Every group takes the eldest, so this one's turn comes.
            while (row.done == null) {
                List<Row> group = new ArrayList<>();
                waiting.drainTo(group, MOST);
                write(group);
            }
            return row.done;
        } finally {
            writing.unlock();
        }
    }

    private void write(List<Row> group) {
        // One order for all controllers, so that two cannot wait for each other.
        group.sort(Comparator.comparing((Row r) -> r.workload).thenComparing(r -> r.at));
        String why = attempt(group);
        if (why == null) {
            return;
        }
        // One of them may be at fault, or the database: two that fail alone are enough to tell.
        int failed = 0;
        for (Row row : group) {
            String alone = group.size() == 1 || failed >= 2 ? why : attempt(List.of(row));
            if (alone != null) {
                failed++;
                row.done = new Appended.Failed(alone);
            }
        }
    }

    /** Writes rows in one transaction; why none of them is kept, null if it was carried out. */
    private @Nullable String attempt(List<Row> rows) {
        try {
            List<Appended> done = database.jdbi().inTransaction(h -> keep(h, rows));
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).done = done.get(i);
            }
            return null;
        } catch (JdbiException e) {
            return Database.cause(e);
        }
    }

    private List<Appended> keep(Handle h, List<Row> rows) {
        Map<Lease, String> lost = new HashMap<>();
        rows.stream()
                .map(r -> r.fence)
                .filter(fence -> fence != null)
                .distinct()
                .sorted(Comparator.comparing(Lease::name))
                .forEach(fence -> lost.put(fence, lost(h, fence)));
        Appended[] done = new Appended[rows.size()];
        List<Integer> lawful = new ArrayList<>();
        for (int i = 0; i < done.length; i++) {
            Lease fence = rows.get(i).fence;
            String why = fence == null ? "" : lost.getOrDefault(fence, "");
            if (why.isEmpty()) {
                lawful.add(i);
            } else {
                done[i] = new Appended.Fenced(why);
            }
        }
        int[] kept = insert(h, lawful.stream().map(rows::get).toList());
        List<Row> states = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            Row row = rows.get(lawful.get(i));
            if (kept[i] == 0) {
                done[lawful.get(i)] =
                        new Appended.Failed("a decision of " + row.workload + " at " + row.at + " is kept already");
            } else {
                done[lawful.get(i)] = Appended.Saved.YES;
                states.add(row);
            }
        }
        put(h, states);
        return List.of(done);
    }

    private static int[] insert(Handle h, List<Row> rows) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try (PreparedBatch batch =
                h.prepareBatch("insert into decision (workload, at_millis, current, desired, fingerprint, before, body)"
                        + " values (:workload, :at, :current, :desired, :fingerprint, :before, :body)"
                        + " on conflict (workload, at_millis) do nothing")) {
            for (Row r : rows) {
                batch.bind("workload", r.workload)
                        .bind("at", r.at.toEpochMilli())
                        .bind("current", r.current)
                        .bind("desired", r.desired)
                        .bind("fingerprint", r.fingerprint)
                        .bind("before", r.before)
                        .bind("body", r.body)
                        .add();
            }
            return batch.execute();
        }
    }

    private static void put(Handle h, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedBatch batch = h.prepareBatch("insert into state (workload, version, body)"
                + " values (:workload, :version, :body)"
                + " on conflict (workload) do update set version = excluded.version, body = excluded.body")) {
            for (Row r : rows) {
                batch.bind("workload", r.workload)
                        .bind("version", WorkloadState.VERSION)
                        .bind("body", r.after)
                        .add();
            }
            batch.execute();
        }
    }

    /** Why a lease is not its holder's any more; empty while it is. */
    private String lost(Handle h, Lease mine) {
        // The row is touched, so that a take-over cannot happen between the look and the end of the transaction.
        int held = h.createUpdate("update lease set token = token"
                        + " where name = :name and holder = :holder and token = :token and until_millis > :now")
                .bind("name", mine.name())
                .bind("holder", mine.holder())
                .bind("token", mine.token())
                .bind("now", database.now(h))
                .execute();
        return held == 1 ? "" : "the lease of " + mine.name() + " with token " + mine.token() + " has ended";
    }
}
