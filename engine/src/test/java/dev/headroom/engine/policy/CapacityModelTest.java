package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Queueing;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.model.SignalValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityModelTest {

    private static final CapacityModel MODEL = new CapacityModel(0.7, 2, 0.5);
    private static final Duration BOOT = Duration.ofMinutes(1);

    private @Nullable Memory memory;

    private interface Watch {
        Scene at(double seconds);
    }

    private Recommendation run(int from, int to, Watch watch) {
        Recommendation last = null;
        for (int t = from; t <= to; t += 15) {
            Evaluation e = MODEL.evaluate(watch.at(t).seconds(t).now(), memory);
            memory = e.memory();
            last = e.recommendation();
        }
        return Objects.requireNonNull(last);
    }

    private Scene scene(double t, int replicas) {
        return new Scene().seconds(t).replicas(replicas).replica(10, null, BOOT).promises(0.95, Duration.ofMillis(900));
    }

    private HoldingTime learned() {
        return ((CapacityModel.Learned) Objects.requireNonNull(memory)).service();
    }

    /** 300/s of 0.2 s keep 60 of 120 slots busy. */
    private Scene steady(double t) {
        return scene(t, 12).sees("rate", Measure.RATE, 300).sees("inflight", Measure.IN_FLIGHT, 60);
    }

    @Test
    void tracksATargetUntilItHasLearned() {
        Recommendation first = run(0, 0, this::steady);
        assertThat(first.desired()).as("60 ÷ (10 × 0.7)").isEqualTo(9);
        assertThat(first.reason().text()).startsWith("still learning how long a request takes: 60 slots are busy");
        Recommendation learnt = run(15, 300, this::steady);
        assertThat(learnt.reason().text()).contains("keep the promised latency");
        assertThat(learned().seconds()).isCloseTo(0.2, within(0.001));
    }

    /** The wanted replicas meet the promise for the load planned for; one fewer does not. */
    @Test
    void wantsTheFewestThatKeepThePromise() {
        Recommendation r = run(0, 600, this::steady);
        int n = r.desired();
        assertThat(n).isBetween(7, 8);
        assertThat(Queueing.responseTail(10 * n, 60, 0.2, 1, 0.9)).isLessThanOrEqualTo(0.05);
        assertThat(r.confidence()).isGreaterThan(0.75);
    }

    /**
     * Two hours of a rate that wanders by 1 % about a level just where one replica more is needed. Healthy: at most 3 turns.
     */
    @Test
    void noiseDoesNotTurnItRound() {
        int replicas = 12;
        int turns = 0;
        int direction = 0;
        Random random = new Random(7);
        for (int t = 0; t <= 7200; t += 15) {
            double rate = 325 * (1 + 0.01 * Math.sin(t / 180.0)) * (1 + 0.005 * random.nextGaussian());
            Scene scene =
                    scene(t, replicas).sees("rate", Measure.RATE, rate).sees("inflight", Measure.IN_FLIGHT, rate * 0.2);
            Evaluation e = MODEL.evaluate(scene.seconds(t).now(), memory);
            memory = e.memory();
            int wanted = e.recommendation().desired();
            int now = Integer.compare(wanted, replicas);
            turns += now != 0 && now == -direction ? 1 : 0;
            direction = now == 0 ? direction : now;
            replicas = wanted;
        }
        assertThat(turns).isLessThanOrEqualTo(3);
    }

    @Test
    void trustsAGivenServiceTimeFromTheStart() {
        Recommendation r = run(
                0,
                15,
                t -> scene(t, 12)
                        .replica(10, Duration.ofMillis(200), BOOT)
                        .sees("rate", Measure.RATE, 300)
                        .sees("inflight", Measure.IN_FLIGHT, 60));
        assertThat(r.reason().text()).contains("each holds a slot for 200 ms");
    }

    /** A mean of 0.2 s in an M/M/c at 80 % of 10 slots: what waits is not taken for service. */
    @Test
    void takesTheQueueOutOfWhatIsInFlight() {
        double offered = 7;
        double inFlight = offered + Queueing.meanWait(10, offered, 0.2, 1) * offered / 0.2;
        run(0, 600, t -> scene(t, 1).sees("rate", Measure.RATE, 35).sees("inflight", Measure.IN_FLIGHT, inFlight));
        assertThat(learned().seconds()).isCloseTo(0.2, within(0.004));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"IN_FLIGHT, 60", "CONCURRENCY, 5", "UTILISATION, 0.5"})
    void learnsFromAnyMeasureOfLoad(Measure measure, double value) {
        run(0, 600, t -> scene(t, 12).sees("rate", Measure.RATE, 300).sees("load", measure, value));
        assertThat(learned().seconds()).isCloseTo(0.2, within(0.001));
    }

    /** 20 workers with work all the time; 2/s arrive and the backlog grows by 1/s: 1/s is done, so 20 s each. */
    @Test
    void learnsFromABacklogThatNeverEnds() {
        Recommendation r = run(
                0,
                600,
                t -> new Scene()
                        .replicas(20)
                        .deadline(Duration.ofHours(1))
                        .seconds(t)
                        .sees("rate", Measure.RATE, 2)
                        .sees("queue", Measure.BACKLOG, 1000 + t));
        assertThat(learned().seconds()).isCloseTo(20, within(0.001));
        // 1580 wait, which is 13 minutes' worth of arrivals: the queue may fill until it is three quarters of an
        // hour's.
        assertThat(r.desired()).isEqualTo(20);
        assertThat(r.reason().text()).contains("do what waits in time");
    }

    /**
     * The file-indexing example: 100 files a minute, 520 an hour each, 11.5 busy. As long as what waits can be begun in time
     * (30 min less four service times, and a fifth of the room) they stay; where more waits more come.
     */
    @ParameterizedTest(name = "{0} items: {1} replicas")
    @CsvSource({"12, 12", "1720, 12", "3000, 22"})
    void settlesWhereTheArrivalsAreCarried(double items, int expected) {
        double service = 3600 / 520.0;
        Recommendation r = run(
                0,
                900,
                t -> new Scene()
                        .replicas(12)
                        .deadline(Duration.ofMinutes(30))
                        .seconds(t)
                        .sees("rate", Measure.RATE, 100 / 60.0)
                        .sees("busy", Measure.UTILISATION, 100 / 60.0 * service / 12)
                        .sees("queue", Measure.BACKLOG, items));
        assertThat(r.desired()).isCloseTo(expected, within(1));
    }

    /** A replica that takes half of the deadline to come: what arrives is carried at 95 %, whatever waits. */
    @Test
    void plansAheadWhereTheDeadlineIsShort() {
        Recommendation r = run(
                0,
                900,
                t -> new Scene()
                        .replicas(20)
                        .replica(1, null, Duration.ofMinutes(15))
                        .deadline(Duration.ofMinutes(20))
                        .seconds(t)
                        .sees("rate", Measure.RATE, 2)
                        .sees("busy", Measure.UTILISATION, 0.5)
                        .sees("queue", Measure.BACKLOG, 10));
        assertThat(r.desired()).isEqualTo(11);
        assertThat(r.reason().text()).contains("done by the deadline");
    }

    @Test
    void plansForTheGrowthOfABootTime() {
        Recommendation flat = run(0, 600, this::steady);
        Recommendation rising = run(
                615,
                900,
                t -> scene(t, 12)
                        .sees("rate", Measure.RATE, 300 + (t - 600))
                        .sees("inflight", Measure.IN_FLIGHT, 0.2 * (300 + (t - 600))));
        assertThat(rising.reason().observed()).isLessThan(600);
        assertThat(rising.reason().target())
                .as("the rate of a minute later, and bursts")
                .isGreaterThan(640);
        assertThat(rising.desired()).isGreaterThan(flat.desired());
    }

    @Test
    void plansForAForecastFromHistoryThatReachesHigher() {
        double[][] values = new double[30][];
        Arrays.fill(values, new double[] {900.0});
        Forecast forecast =
                new Forecast("rate", "test", Scene.START, Scene.START, BOOT, new double[] {0.9}, values, 0.1);
        Recommendation r = run(0, 600, t -> steady(t).forecast(forecast));
        assertThat(r.reason().target()).isEqualTo(900);
        assertThat(r.desired()).isGreaterThanOrEqualTo(19);
    }

    @Test
    void worksOffWhatWaits() {
        int before = run(0, 600, this::steady).desired();
        Recommendation r = run(
                615,
                615,
                t -> scene(t, 12).sees("rate", Measure.RATE, 300).sees("inflight", Measure.IN_FLIGHT, 120 + 6000));
        assertThat(r.desired()).as("100/s more for a minute").isBetween(before + 2, before + 4);
    }

    @Test
    void takesTheLoadForTheOfferedLoadWithoutARate() {
        Recommendation r = run(0, 600, t -> scene(t, 12).sees("inflight", Measure.IN_FLIGHT, 63));
        assertThat(r.desired()).isEqualTo(9);
        assertThat(r.reason().text()).startsWith("63 slots are busy");
    }

    @Test
    void aPromiseShorterThanTheServiceDoesNotRunAway() {
        Recommendation r = run(0, 600, t -> steady(t).promises(0.95, Duration.ofMillis(100)));
        assertThat(r.desired()).isBetween(7, 10);
    }

    @Test
    void neverScalesInWhatItCannotSee() {
        run(0, 600, this::steady);
        Recommendation r = run(
                615,
                615,
                t -> scene(t, 12)
                        .sees("rate", Measure.RATE, 300)
                        .fails("inflight", Measure.IN_FLIGHT, SignalValue.State.FAILED, "no answer"));
        assertThat(r.kind()).isEqualTo(Kind.BLIND);
        Recommendation more = run(
                630,
                630,
                t -> scene(t, 2)
                        .sees("rate", Measure.RATE, 300)
                        .fails("inflight", Measure.IN_FLIGHT, SignalValue.State.FAILED, "no answer"));
        assertThat(more.kind()).isEqualTo(Kind.DESIRE);
        assertThat(more.desired()).isGreaterThanOrEqualTo(7);
    }

    @Test
    void isBlindWithoutAnyMeasure() {
        Recommendation r = MODEL.evaluate(new Scene().now(), null).recommendation();
        assertThat(r.kind()).isEqualTo(Kind.BLIND);
        assertThat(r.reason().text()).contains("the arrival rate or a measure of load");
    }

    @Test
    void leavesZero() {
        Recommendation r =
                run(0, 0, t -> scene(t, 0).sees("rate", Measure.RATE, 1).sees("inflight", Measure.IN_FLIGHT, 0));
        assertThat(r.desired()).isEqualTo(1);
    }

    @Test
    void remembersLittle() {
        for (int t = 0; t < 100_000; t += 15) {
            memory = MODEL.evaluate(
                            scene(t, 12)
                                    .seconds(t)
                                    .sees("rate", Measure.RATE, 300 + t % 100)
                                    .sees("inflight", Measure.IN_FLIGHT, 60)
                                    .now(),
                            memory)
                    .memory();
        }
        assertThat(((CapacityModel.Learned) Objects.requireNonNull(memory))
                        .arrivals()
                        .buckets()
                        .size())
                .isLessThanOrEqualTo(32);
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> new CapacityModel(0, 2, 0.5)).hasMessageContaining("utilisation");
        assertThatThrownBy(() -> new CapacityModel(0.7, -1, 0.5)).hasMessageContaining("burst");
        assertThatThrownBy(() -> new CapacityModel(0.7, 1, 1.5)).hasMessageContaining("confidence");
    }
}
