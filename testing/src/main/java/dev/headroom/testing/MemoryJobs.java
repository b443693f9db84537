package dev.headroom.testing;

import dev.headroom.guard.Job;
import dev.headroom.guard.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Jobs that are lost with the process. */
public final class MemoryJobs implements JobStore {

    private record Kept(Job job, String fingerprint, String owner, Instant over) {
        Kept with(Job.Progress to, String by, Instant now) {
            return new Kept(
                    new Job(
                            job.id(),
                            job.route(),
                            job.key(),
                            job.scope(),
                            job.request(),
                            job.submitted(),
                            job.expires(),
                            to),
                    fingerprint,
                    by,
                    to.state().isOver() ? now : Instant.MAX);
        }

        boolean isOpen() {
            return !job.progress().state().isOver();
        }
    }

    private final Map<String, Kept> all = new LinkedHashMap<>();

    @Override
    public synchronized Submitted submit(Job job, String fingerprint, int most) {
        int open = 0;
        for (Kept k : all.values()) {
            Job other = k.job();
            if (other.route().equals(job.route())) {
                if (other.scope().equals(job.scope()) && other.key().equals(job.key())) {
                    return k.fingerprint().equals(fingerprint) ? new Submitted.Known(other) : new Submitted.Conflict();
                }
                open += k.isOpen() ? 1 : 0;
            }
        }
        if (open >= most) {
            return new Submitted.Full();
        }
        all.put(job.id(), new Kept(job, fingerprint, "", Instant.MAX));
        return new Submitted.Accepted();
    }

    @Override
    public synchronized Optional<Job> take(String route, String owner, Instant now, Duration lease) {
        Kept first = null;
        for (Kept k : all.values()) {
            Job j = k.job();
            if (j.route().equals(route)
                    && k.isOpen()
                    && !j.progress().next().isAfter(now)
                    && j.expires().isAfter(now)
                    && (first == null
                            || j.progress()
                                    .next()
                                    .isBefore(first.job().progress().next()))) {
                first = k;
            }
        }
        if (first == null) {
            return Optional.empty();
        }
        Job.Progress p = first.job().progress();
        Kept taken = first.with(
                new Job.Progress(Job.State.RUNNING, p.attempts() + 1, now.plus(lease), p.why(), p.answer()),
                owner,
                now);
        all.put(taken.job().id(), taken);
        return Optional.of(taken.job());
    }

    @Override
    public synchronized boolean end(Job job, Job.Progress to, Instant now) {
        Kept k = all.get(job.id());
        if (k == null
                || k.job().progress().state() != Job.State.RUNNING
                || k.job().progress().attempts() != job.progress().attempts()) {
            return false;
        }
        all.put(job.id(), k.with(to, "", now));
        return true;
    }

    @Override
    public synchronized int release(String owner, Instant now) {
        int released = 0;
        for (Kept k : all.values().toArray(new Kept[0])) {
            Job.Progress p = k.job().progress();
            if (p.state() == Job.State.RUNNING && k.owner().equals(owner)) {
                all.put(
                        k.job().id(),
                        k.with(new Job.Progress(Job.State.QUEUED, p.attempts(), now, p.why(), p.answer()), "", now));
                released++;
            }
        }
        return released;
    }

    @Override
    public synchronized Optional<Job> find(String id) {
        return Optional.ofNullable(all.get(id)).map(Kept::job);
    }

    @Override
    public synchronized int sweep(Instant now, Instant keptSince) {
        all.values().removeIf(k -> k.over().isBefore(keptSince));
        int expired = 0;
        for (Kept k : all.values().toArray(new Kept[0])) {
            Job.Progress p = k.job().progress();
            if (k.isOpen()
                    && !k.job().expires().isAfter(now)
                    && (p.state() == Job.State.QUEUED || !p.next().isAfter(now))) {
                all.put(
                        k.job().id(),
                        k.with(
                                new Job.Progress(Job.State.EXPIRED, p.attempts(), p.next(), p.why(), p.answer()),
                                "",
                                now));
                expired++;
            }
        }
        return expired;
    }

    @Override
    public synchronized Map<String, Integer> open() {
        Map<String, Integer> out = new HashMap<>();
        all.values().stream()
                .filter(Kept::isOpen)
                .forEach(k -> out.merge(k.job().route(), 1, Integer::sum));
        return out;
    }
}
