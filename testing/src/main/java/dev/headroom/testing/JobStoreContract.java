package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.guard.Job;
import dev.headroom.guard.JobStore;
import dev.headroom.guard.JobStore.Submitted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link JobStore} must do. */
public abstract class JobStoreContract {

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration HOUR = Duration.ofHours(1);

    /** A store without jobs. */
    protected abstract JobStore empty();

    private static Job job(String id, String key, Instant at) {
        return Job.fresh(
                id,
                "/stories",
                key,
                "me",
                new Job.Request(
                        "POST",
                        "/stories?long=1",
                        "Content-Type: a/b\nX-One: é",
                        "body".getBytes(StandardCharsets.UTF_8)),
                at,
                at.plus(HOUR));
    }

    private static Job.Progress to(Job.State state, Job job, Instant next) {
        return new Job.Progress(
                state,
                job.progress().attempts(),
                next,
                "because",
                state == Job.State.DONE ? new Job.Answer(201, "A: b", new byte[] {0, 1, (byte) 200}) : null);
    }

    private static Job taken(JobStore store, Instant now) {
        return store.take("/stories", "one", now, LEASE).orElseThrow();
    }

    @Test
    void aJobIsKeptWholeAndTakenOnce() {
        JobStore store = empty();
        Job job = job("a", "k", START);
        assertThat(store.submit(job, "f", 10)).isEqualTo(new Submitted.Accepted());
        assertThat(store.open()).isEqualTo(Map.of("/stories", 1));
        Job taken = taken(store, START);
        assertThat(taken).usingRecursiveComparison().ignoringFields("progress").isEqualTo(job);
        assertThat(taken.progress().state()).isEqualTo(Job.State.RUNNING);
        assertThat(taken.progress().attempts()).isEqualTo(1);
        assertThat(store.take("/stories", "two", START, LEASE)).isEmpty();
        assertThat(store.take("/others", "two", START, LEASE)).isEmpty();
    }

    @Test
    void whatIsDoneHasItsAnswerAndIsNotTakenAgain() {
        JobStore store = empty();
        store.submit(job("a", "k", START), "f", 10);
        Job taken = taken(store, START);
        assertThat(store.end(taken, to(Job.State.DONE, taken, START), START)).isTrue();
        Job found = store.find("a").orElseThrow();
        assertThat(found.progress()).usingRecursiveComparison().isEqualTo(to(Job.State.DONE, taken, START));
        assertThat(store.take("/stories", "two", START.plus(LEASE), LEASE)).isEmpty();
        assertThat(store.open()).isEmpty();
        assertThat(store.find("b")).isEmpty();
    }

    @Test
    void whatFailedIsTakenWhenItsTimeHasCome() {
        JobStore store = empty();
        store.submit(job("a", "k", START), "f", 10);
        Job taken = taken(store, START);
        store.end(taken, to(Job.State.QUEUED, taken, START.plusSeconds(60)), START);
        assertThat(store.take("/stories", "two", START.plusSeconds(59), LEASE)).isEmpty();
        Job again = taken(store, START.plusSeconds(60));
        assertThat(again.progress().attempts()).isEqualTo(2);
        assertThat(again.progress().why()).isEqualTo("because");
    }

    @Test
    void whatADeadWorkerHadIsTakenByAnotherAndTheDeadOneHasNoSay() {
        JobStore store = empty();
        store.submit(job("a", "k", START), "f", 10);
        Job dead = taken(store, START);
        assertThat(store.take("/stories", "two", START.plusSeconds(29), LEASE)).isEmpty();
        Job second = store.take("/stories", "two", START.plusSeconds(30), LEASE).orElseThrow();
        assertThat(store.end(dead, to(Job.State.FAILED, dead, START), START)).isFalse();
        assertThat(store.end(second, to(Job.State.DONE, second, START), START)).isTrue();
        assertThat(store.find("a").orElseThrow().progress().state()).isEqualTo(Job.State.DONE);
    }

    @Test
    void whoComesBackGivesBackWhatItHad() {
        JobStore store = empty();
        store.submit(job("a", "k", START), "f", 10);
        store.submit(job("b", "l", START), "f", 10);
        taken(store, START);
        Job unused = store.take("/stories", "two", START, LEASE).orElseThrow();
        assertThat(store.release("one", START)).isEqualTo(1);
        assertThat(taken(store, START).id()).isEqualTo("a");
        assertThat(store.take("/stories", "one", START, LEASE)).isEmpty();
    }

    @Test
    void theSameKeyIsTheSameJob() {
        JobStore store = empty();
        store.submit(job("a", "k", START), "f", 10);
        assertThat(store.submit(job("b", "k", START), "f", 10))
                .isInstanceOfSatisfying(
                        Submitted.Known.class, k -> assertThat(k.job().id()).isEqualTo("a"));
        assertThat(store.submit(job("b", "k", START), "g", 10)).isEqualTo(new Submitted.Conflict());
        Job other = Job.fresh("c", "/stories", "k", "you", job("c", "k", START).request(), START, START.plus(HOUR));
        assertThat(store.submit(other, "f", 10)).isEqualTo(new Submitted.Accepted());
        assertThat(store.open()).isEqualTo(Map.of("/stories", 2));
    }

    @Test
    void noMoreWaitThanMay() {
        JobStore store = empty();
        store.submit(job("a", "a", START), "f", 2);
        store.submit(job("b", "b", START), "f", 2);
        assertThat(store.submit(job("c", "c", START), "f", 2)).isEqualTo(new Submitted.Full());
        assertThat(store.submit(job("c", "a", START), "f", 2)).isInstanceOf(Submitted.Known.class);
        Job taken = taken(store, START);
        store.end(taken, to(Job.State.DONE, taken, START), START);
        assertThat(store.submit(job("c", "c", START), "f", 2)).isEqualTo(new Submitted.Accepted());
    }

    @Test
    void theOneThatHasWaitedLongestComesFirst() {
        JobStore store = empty();
        store.submit(job("late", "a", START.plusSeconds(5)), "f", 10);
        store.submit(job("early", "b", START), "f", 10);
        assertThat(taken(store, START.plusSeconds(9)).id()).isEqualTo("early");
        assertThat(taken(store, START.plusSeconds(9)).id()).isEqualTo("late");
    }

    @Test
    void whatHasExpiredIsNotDoneAndWhatIsOldIsForgotten() {
        JobStore store = empty();
        store.submit(job("a", "a", START), "f", 10);
        store.submit(job("b", "b", START), "f", 10);
        Job running =
                store.take("/stories", "one", START.plusSeconds(3599), LEASE).orElseThrow();
        Instant end = START.plus(HOUR);
        assertThat(store.take("/stories", "two", end, LEASE)).isEmpty();
        assertThat(store.sweep(end, START)).isEqualTo(1); // the other one is being worked on
        assertThat(store.find("b").orElseThrow().progress().state()).isEqualTo(Job.State.EXPIRED);
        assertThat(store.end(running, to(Job.State.DONE, running, end), end)).isTrue();
        assertThat(store.sweep(end, end.plusSeconds(1))).isZero();
        assertThat(store.find("a")).isEmpty();
        assertThat(store.find("b")).isEmpty();
    }
}
