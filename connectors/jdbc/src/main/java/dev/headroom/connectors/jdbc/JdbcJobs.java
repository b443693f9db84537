package dev.headroom.connectors.jdbc;

import dev.headroom.guard.Job;
import dev.headroom.guard.JobStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Jobs in a database. Each is on the disk before it counts as accepted. */
public final class JdbcJobs implements JobStore {

    private final Database database;

    /** The jobs of a database, which should be theirs alone: its commits wait for the disk from now on. */
    public JdbcJobs(Database database) {
        this.database = database;
        database.syncEachCommit();
    }

    @Override
    public Submitted submit(Job job, String fingerprint, int most) {
        return database.asking(h -> {
            Optional<Kept> known = h.createQuery("select * from gateway_job where route = :route and scope = :scope"
                            + " and idempotency_key = :key")
                    .bind("route", job.route())
                    .bind("scope", job.scope())
                    .bind("key", job.key())
                    .map((row, context) -> new Kept(job(row), row.getString("fingerprint")))
                    .findOne();
            if (known.isPresent()) {
                return known.get().fingerprint().equals(fingerprint)
                        ? new Submitted.Known(known.get().job())
                        : new Submitted.Conflict();
            }
            int open = h.createQuery("select count(*) from gateway_job where route = :route and over_millis is null")
                    .bind("route", job.route())
                    .mapTo(Integer.class)
                    .one();
            if (open >= most) {
                return new Submitted.Full();
            }
            insert(h, job, fingerprint);
            return new Submitted.Accepted();
        });
    }

    private record Kept(Job job, String fingerprint) {}

    private static void insert(Handle h, Job job, String fingerprint) {
        h.createUpdate(
                        "insert into gateway_job (id, route, scope, idempotency_key, fingerprint, method, target, headers,"
                                + " body, submitted_millis, expires_millis, state, attempts, next_millis)"
                                + " values (:id, :route, :scope, :key, :fingerprint, :method, :target, :headers, :body,"
                                + " :submitted, :expires, :state, :attempts, :next)")
                .bind("id", job.id())
                .bind("route", job.route())
                .bind("scope", job.scope())
                .bind("key", job.key())
                .bind("fingerprint", fingerprint)
                .bind("method", job.request().method())
                .bind("target", job.request().target())
                .bind("headers", job.request().headers())
                .bind("body", job.request().body())
                .bind("submitted", job.submitted().toEpochMilli())
                .bind("expires", job.expires().toEpochMilli())
                .bind("state", job.progress().state().name())
                .bind("attempts", job.progress().attempts())
                .bind("next", job.progress().next().toEpochMilli())
                .execute();
    }

    @Override
    public Optional<Job> take(String route, String owner, Instant now, Duration lease) {
        return database.asking(h -> h.createQuery("update gateway_job set state = 'RUNNING', attempts = attempts + 1,"
                        + " owner = :owner, next_millis = :until where number = (select number from gateway_job"
                        + " where route = :route and over_millis is null and next_millis <= :now"
                        + " and expires_millis > :now order by next_millis, number limit 1" + database.forOneOnly()
                        + ") returning *")
                .bind("owner", owner)
                .bind("until", now.plus(lease).toEpochMilli())
                .bind("route", route)
                .bind("now", now.toEpochMilli())
                .map((row, context) -> job(row))
                .findOne());
    }

    @Override
    public boolean end(Job job, Job.Progress to, Instant now) {
        Job.Answer answer = to.answer();
        return database.asking(h -> h.createUpdate("update gateway_job set state = :state, attempts = :to,"
                                + " next_millis = :next, owner = null, why = :why, answer_status = :status,"
                                + " answer_headers = :headers, answer_body = :body, over_millis = :over"
                                + " where id = :id and state = 'RUNNING' and attempts = :attempts")
                        .bind("state", to.state().name())
                        .bind("to", to.attempts())
                        .bind("next", to.next().toEpochMilli())
                        .bind("why", to.why())
                        .bind("status", answer == null ? null : (Integer) answer.status())
                        .bind("headers", answer == null ? null : answer.headers())
                        .bind("body", answer == null ? null : answer.body())
                        .bind("over", to.state().isOver() ? (Long) now.toEpochMilli() : null)
                        .bind("id", job.id())
                        .bind("attempts", job.progress().attempts())
                        .execute())
                == 1;
    }

    @Override
    public int release(String owner, Instant now) {
        return database.asking(h -> h.createUpdate("update gateway_job set state = 'QUEUED', next_millis = :now,"
                        + " owner = null where state = 'RUNNING' and owner = :owner")
                .bind("now", now.toEpochMilli())
                .bind("owner", owner)
                .execute());
    }

    @Override
    public Optional<Job> find(String id) {
        return database.asking(h -> h.createQuery("select * from gateway_job where id = :id")
                .bind("id", id)
                .map((row, context) -> job(row))
                .findOne());
    }

    @Override
    public int sweep(Instant now, Instant keptSince) {
        return database.asking(h -> {
            h.createUpdate("delete from gateway_job where over_millis < :since")
                    .bind("since", keptSince.toEpochMilli())
                    .execute();
            return h.createUpdate("update gateway_job set state = 'EXPIRED', owner = null, over_millis = :now"
                            + " where over_millis is null and expires_millis <= :now"
                            + " and (state = 'QUEUED' or next_millis <= :now)")
                    .bind("now", now.toEpochMilli())
                    .execute();
        });
    }

    @Override
    public Map<String, Integer> open() {
        return database.asking(h -> {
            Map<String, Integer> out = new LinkedHashMap<>();
            h.createQuery("select route, count(*) as open from gateway_job where over_millis is null group by route")
                    .map((row, context) -> Map.entry(row.getString("route"), row.getInt("open")))
                    .forEach(e -> out.put(e.getKey(), e.getValue()));
            return out;
        });
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getString("id"),
                row.getString("route"),
                row.getString("idempotency_key"),
                row.getString("scope"),
                new Job.Request(
                        row.getString("method"),
                        row.getString("target"),
                        row.getString("headers"),
                        row.getBytes("body")),
                Instant.ofEpochMilli(row.getLong("submitted_millis")),
                Instant.ofEpochMilli(row.getLong("expires_millis")),
                new Job.Progress(
                        Job.State.valueOf(row.getString("state")),
                        row.getInt("attempts"),
                        Instant.ofEpochMilli(row.getLong("next_millis")),
                        row.getString("why"),
                        answer(row)));
    }

    private static Job.@Nullable Answer answer(ResultSet row) throws SQLException {
        String headers = row.getString("answer_headers");
        return headers == null
                ? null
                : new Job.Answer(row.getInt("answer_status"), headers, row.getBytes("answer_body"));
    }
}
