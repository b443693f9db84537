package dev.headroom.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Advice.Severity;
import dev.headroom.testing.ManualTime;
import dev.headroom.testing.NotifierContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueuedNotifierTest extends NotifierContract {

    private final ManualTime time = new ManualTime();
    private final LocalServer server = new LocalServer();
    private final List<Notice> delivered = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    private QueuedNotifier queued(NoticeSink sink, Severity least, int places) {
        return new QueuedNotifier("ops", sink, least, places, time);
    }

    private QueuedNotifier remembering(Severity least) {
        return queued(
                notice -> {
                    delivered.add(notice);
                    return Optional.empty();
                },
                least,
                100);
    }

    @Override
    protected Notifier notifier() {
        return queued(new WebhookSink(server.settings(), "/hook", false), Severity.INFO, 10);
    }

    private static Advice alert(String key, Severity severity) {
        return new Advice.Alert(key, severity, "80 % of today's budget is spent");
    }

    @Test
    void aStandingConditionIsToldOnce() {
        try (QueuedNotifier notifier = remembering(Severity.INFO)) {
            for (int turn = 0; turn < 240; turn++) {
                notifier.send("web", alert("budget-80", Severity.WARNING));
                notifier.send("api", alert("budget-80", Severity.WARNING));
                time.pass(Duration.ofSeconds(15));
            }
        }
        assertThat(delivered).extracting(Notice::workload).containsExactly("web", "api");
    }

    @Test
    void itIsToldAgainWhenItIsGraverOrWasOver() {
        try (QueuedNotifier notifier = remembering(Severity.INFO)) {
            notifier.send("web", alert("a", Severity.WARNING));
            notifier.send("web", alert("a", Severity.INFO));
            notifier.send("web", alert("a", Severity.CRITICAL));
            notifier.send("web", alert("a", Severity.WARNING));
            time.pass(Duration.ofMinutes(15));
            notifier.send("web", alert("a", Severity.WARNING));
        }
        assertThat(delivered)
                .extracting(Notice::severity)
                .containsExactly(Severity.WARNING, Severity.CRITICAL, Severity.WARNING);
    }

    @Test
    void whatIsNotGraveEnoughIsNotTold() {
        try (QueuedNotifier notifier = remembering(Severity.WARNING)) {
            notifier.send("web", alert("a", Severity.INFO));
            notifier.send("web", alert("b", Severity.WARNING));
        }
        assertThat(delivered).extracting(Notice::key).containsExactly("b");
    }

    @Test
    void aLoopNeverWaitsAndWhatHasNoRoomIsCounted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        NoticeSink stuck = notice -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        };
        QueuedNotifier notifier = queued(stuck, Severity.INFO, 3);
        notifier.send("web", alert("first", Severity.INFO));
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 10; i++) {
            notifier.send("web", alert("a" + i, Severity.INFO));
        }
        assertThat(notifier.counts()).isEqualTo(new QueuedNotifier.Counts(4, 7, 0, 0));
        end.countDown();
        notifier.close();
        assertThat(notifier.counts()).isEqualTo(new QueuedNotifier.Counts(4, 7, 4, 0));
        notifier.send("web", alert("late", Severity.CRITICAL));
        assertThat(notifier.counts().told()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"is broken", "hangs up", "talks without end", "redirects"})
    void aServerThatMisbehavesStopsNothing(String how) {
        server.misbehaves(how);
        try (QueuedNotifier notifier =
                queued(new WebhookSink(server.settings().answersUpTo(64 << 10), "/hook", false), Severity.INFO, 10)) {
            notifier.send("web", alert("a", Severity.INFO));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> notifier.counts().failed() == 1);
            server.says(200, "ok");
            notifier.send("web", alert("b", Severity.INFO));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> notifier.counts().delivered() == 1);
        }
    }

    @Test
    void aSinkThatThrowsStopsNothing() {
        try (QueuedNotifier notifier = queued(
                notice -> {
                    throw new IllegalStateException("broken");
                },
                Severity.INFO,
                10)) {
            notifier.send("web", alert("a", Severity.INFO));
            notifier.send("web", alert("b", Severity.INFO));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> notifier.counts().failed() == 2);
        }
    }

    @Test
    void whatIsSentIsJson() {
        for (boolean slack : new boolean[] {false, true}) {
            try (QueuedNotifier notifier =
                    queued(new WebhookSink(server.settings(), "/hook?k=1", slack), Severity.INFO, 10)) {
                notifier.send("web", new Advice.Shed("batch", "the hourly budget is exceeded by <half> & more"));
            }
        }
        assertThat(server.requests)
                .extracting(LocalServer.Request::body)
                .containsExactly(
                        "{\"workload\":\"web\",\"severity\":\"critical\",\"key\":\"shed-batch\",\"text\":\"'batch' should stop:"
                                + " the hourly budget is exceeded by <half> & more\",\"at\":\"2026-01-05T00:00:00Z\"}",
                        "{\"text\":\":rotating_light: *web*: 'batch' should stop: the hourly budget is exceeded by"
                                + " &lt;half&gt; &amp; more\"}");
        assertThat(server.requests)
                .allMatch(r -> r.path().equals("/hook?k=1") && r.method().equals("POST"));
    }

    @Test
    void everyAdviceHasWords() {
        List<Advice> all = List.of(
                new Advice.ScaleFirst("db", 3, "60 connections are needed"),
                new Advice.ResizePool("sessions", 60, 16),
                new Advice.ResizeReplica(2.0, 4 << 20, "c5.large", 0.9),
                new Advice.ResizeReplica(Double.NaN, 4 << 20, null, 0.9),
                new Advice.OverrideEnded("ada", time.now()));
        assertThat(all)
                .extracting(a -> Notice.of("web", a, time.now()).text())
                .containsExactly(
                        "waits for 'db', which must have 3 replicas first: 60 connections are needed",
                        "the pool 'sessions' should give 16 to each of 60 replicas",
                        "a replica would do better with 2.00 cores and 4 MiB of memory, as c5.large has",
                        "a replica would do better with 4 MiB of memory",
                        "the order of ada has ended");
    }

    @Test
    void theLogIsAPlaceToo() {
        assertThat(new LogSink().deliver(Notice.of("web", alert("a", Severity.INFO), time.now())))
                .isEmpty();
    }
}
