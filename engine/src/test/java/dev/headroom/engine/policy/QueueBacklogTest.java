package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.policy.QueueBacklog.AcceptableLatency;
import dev.headroom.engine.policy.QueueBacklog.DrainWithin;
import dev.headroom.engine.policy.QueueBacklog.PerReplica;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueBacklogTest {

    private static final Duration IDLE = Duration.ofMinutes(5);

    private static QueueBacklog policy(QueueBacklog.Goal goal) {
        return new QueueBacklog("queue", null, goal, 0, IDLE);
    }

    @ParameterizedTest(name = "{0} items: {1}")
    @CsvSource({"1, 1", "100, 1", "101, 2", "1350, 14", "5000, 50"})
    void holdsAgainstItemsPerReplica(double items, int wants) {
        Recommendation r = policy(new PerReplica(100))
                .evaluate(new Scene().sees("queue", items).now(), null)
                .recommendation();
        assertThat(r.desired()).isEqualTo(wants);
    }

    /** The AWS guide: 10 instances, 1 500 messages, 0.1 s each, 10 s acceptable: 100 each, so five more. */
    @Test
    void holdsAgainstAnAcceptableLatency() {
        Recommendation r = policy(new AcceptableLatency(Duration.ofSeconds(10)))
                .evaluate(
                        new Scene()
                                .replica(1, Duration.ofMillis(100), Duration.ofMinutes(1))
                                .sees("queue", 1500)
                                .now(),
                        null)
                .recommendation();
        assertThat(r.desired()).isEqualTo(15);
        assertThat(r.reason().target()).isEqualTo(100);
    }

    /** File indexing: 520 files an hour an instance; the backlog's share and 100 files a minute that arrive. */
    @ParameterizedTest(name = "{0} items, {1}/s, {2} h: {3}")
    @CsvSource({"5000000, 0, 72, 134", "5000000, 0, 192, 51", "5000, 1.6666667, 24, 12", "1, 1.6666667, 24, 12"})
    void drainsInTime(double items, double perSecond, int hours, int wants) {
        Recommendation r = policy(new DrainWithin(Duration.ofHours(hours)))
                .evaluate(
                        new Scene()
                                .replica(1, Duration.ofHours(1).dividedBy(520), Duration.ofMinutes(2))
                                .sees("queue", items)
                                .sees("offered", Measure.RATE, perSecond)
                                .now(),
                        null)
                .recommendation();
        assertThat(r.desired()).isEqualTo(wants);
    }

    @Test
    void saysThatTheServiceTimeIsUnknown() {
        Recommendation r = policy(new AcceptableLatency(Duration.ofSeconds(10)))
                .evaluate(new Scene().sees("queue", 1500).now(), null)
                .recommendation();
        assertThat(r.kind()).isEqualTo(Kind.ABSTAIN);
        assertThat(r.reason().text()).contains("service time of an item is unknown");
    }

    /** Without an opinion at zero nothing would ever work on the queue. */
    @Test
    void startsOneWhenTheServiceTimeIsUnknown() {
        Recommendation r = policy(new AcceptableLatency(Duration.ofSeconds(10)))
                .evaluate(new Scene().replicas(0).sees("queue", 1500).now(), null)
                .recommendation();
        assertThat(r.desired()).isEqualTo(1);
        assertThat(r.reason().text()).contains("wants 1 to begin with");
    }

    @Test
    void saysThatItRestsAtTheMinimum() {
        Recommendation r = policy(new PerReplica(100))
                .evaluate(new Scene().min(2).sees("queue", 0).now(), null)
                .recommendation();
        assertThat(r.reason().text()).isEqualTo("queue is 0, as good as empty: wants the least of 2");
    }

    @Test
    void isBlindWhenTheRateHasFailed() {
        Scene scene = new Scene()
                .replica(1, Duration.ofSeconds(1), Duration.ZERO)
                .sees("queue", 1500)
                .fails("offered", Measure.RATE, SignalValue.State.STALE, "the newest sample is 10 min old");
        Recommendation r = policy(new DrainWithin(Duration.ofSeconds(10)))
                .evaluate(scene.now(), null)
                .recommendation();
        assertThat(r.kind()).isEqualTo(Kind.BLIND);
        assertThat(r.reason().text()).contains("10 min old");
    }

    @Test
    void goesToZeroOnlyAfterTheIdleTimeAndComesBackAboveTheActivation() {
        QueueBacklog policy = new QueueBacklog("queue", null, new PerReplica(100), 5, IDLE);
        @Nullable Memory memory = null;
        int replicas = 3;
        int[][] course = {
            // seconds, items, wanted
            {0, 250, 3},
            {60, 5, 1},
            {330, 4, 1},
            {345, 6, 1},
            {360, 0, 1},
            {645, 0, 1},
            {660, 0, 0},
            {675, 5, 0},
            {690, 6, 1}
        };
        for (int[] step : course) {
            Evaluation e = policy.evaluate(
                    new Scene()
                            .seconds(step[0])
                            .replicas(replicas)
                            .sees("queue", step[1])
                            .now(),
                    memory);
            memory = e.memory();
            replicas = e.recommendation().desired();
            assertThat(replicas).as("at %d s", step[0]).isEqualTo(step[2]);
        }
    }

    @Test
    void keepsTheLowerBoundWhenEmpty() {
        Recommendation r = policy(new PerReplica(100))
                .evaluate(
                        new Scene().seconds(9999).min(2).sees("queue", 0).now(),
                        new QueueBacklog.Idle(Scene.START.toEpochMilli()))
                .recommendation();
        assertThat(r.desired()).isEqualTo(2);
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> new PerReplica(0)).hasMessageContaining("positive");
        assertThatThrownBy(() -> new AcceptableLatency(Duration.ZERO)).hasMessageContaining("positive");
        assertThatThrownBy(() -> new DrainWithin(Duration.ofSeconds(-1))).hasMessageContaining("positive");
        assertThatThrownBy(() -> new QueueBacklog("q", null, new PerReplica(1), -1, IDLE))
                .hasMessageContaining("activation");
    }
}
