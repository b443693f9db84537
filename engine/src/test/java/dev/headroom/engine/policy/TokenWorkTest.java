package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.TokenRates;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A language model whose callers leave when they have waited for 30 s: prompts are read at 20 000 tokens a second, 48
 * sequences share 2000 a second. 100 requests a second of 400 and 101 tokens are the work of 7 replicas.
 */
class TokenWorkTest {
    private static final TokenRates RATES = new TokenRates(20_000, 2_000, 50, 400_000);
    private static final Duration BOOT = Duration.ofMinutes(4);
    private static final int SLOTS = 48;
    private static final double PATIENCE = 30;
    private static final double PER_SECOND = 100;

    private @Nullable Memory memory;
    private double time;
    private double waiting;

    @BeforeEach
    void nothingIsKnown() {
        memory = null;
        time = 0;
        waiting = 0;
    }

    /** Requests {@code times} as long come for a quarter of a minute. */
    private Recommendation step(int ready, double perSecond, double times, boolean counted) {
        time += 15;
        double capacity = ready / (times * 0.07);
        double wanted = perSecond + waiting / 15;
        double begun = Math.min(wanted, capacity);
        waiting = Math.min(perSecond * PATIENCE, waiting + 15 * (perSecond - begun));
        double busy = begun >= capacity ? ready * SLOTS : begun * times * (0.02 + 100 / 45.0);
        Scene s = new Scene()
                .seconds(time)
                .replicas(ready)
                .serves(SLOTS, RATES, BOOT)
                .promises(0.999, Duration.ofSeconds(10))
                .sees("rate", Measure.RATE, perSecond)
                .sees("inflight", Measure.IN_FLIGHT, busy + waiting);
        if (counted) {
            s.sees("prompts", Measure.INPUT_TOKENS, begun * times * 400)
                    .sees("answers", Measure.OUTPUT_TOKENS, begun * (1 + times * 100));
        } else {
            s.fails("prompts", Measure.INPUT_TOKENS, SignalValue.State.MISSING, "gone")
                    .fails("answers", Measure.OUTPUT_TOKENS, SignalValue.State.MISSING, "gone");
        }
        Evaluation e = new CapacityModel(0.7, 2, 0.5).evaluate(s.now(), memory);
        memory = e.memory();
        return e.recommendation();
    }

    private Recommendation steps(int count, int ready, double perSecond, double times) {
        Recommendation last = null;
        for (int i = 0; i < count; i++) {
            last = step(ready, perSecond, times, true);
        }
        return Objects.requireNonNull(last);
    }

    @Test
    void countsTheWorkOfTokensAndSaysSo() {
        Reason r = steps(100, 12, PER_SECOND, 1).reason();
        assertThat(r.observed()).isCloseTo(7, within(0.01));
        assertThat(r.target()).isBetween(7.0, 10.0);
        assertThat(r.text())
                .startsWith("tokens come at the rate of 7 replicas, ")
                .contains("keep the promised latency");
    }

    /** Full batches do the work of 12 replicas, whatever comes: only the line tells, and only until callers leave it. */
    @Test
    void fiveTimesTheWorkAtTheSameRateIsFoundThroughFullBatches() {
        steps(200, 12, PER_SECOND, 1);
        assertThat(steps(3, 12, PER_SECOND, 5).desired()).isGreaterThanOrEqualTo(35);
        assertThat(steps(200, 12, PER_SECOND, 5).desired())
                .as("callers leave as fast as they come, and the line grows no more")
                .isGreaterThanOrEqualTo(35);
        assertThat(steps(200, 40, PER_SECOND, 5).reason().observed()).isCloseTo(35, within(0.1));
        assertThat(steps(20, 40, PER_SECOND, 1).reason().observed()).isCloseTo(7, within(0.1));
    }

    @Test
    void marginsAreThoseOfTheWork() {
        int plain = steps(960, 20, PER_SECOND, 1).desired();
        for (int i = 0; i < 24; i++) {
            steps(20, 20, PER_SECOND, 2);
            steps(60, 20, PER_SECOND, 1);
        }
        Recommendation r = step(20, PER_SECOND, 1, true);
        assertThat(plain).isBetween(8, 11);
        assertThat(r.desired())
                .as("requests are twice as long every twenty minutes, and nothing tells when")
                .isGreaterThanOrEqualTo(15);
    }

    /** Five times the work for five minutes every five hours, by a tenth of the requests: of all that is 0.1 %, and 1 % may be late. */
    @Test
    void whatMayBeLateIsCountedInRequests() {
        for (int i = 0; i < 10; i++) {
            steps(1200, 40, PER_SECOND, 1);
            steps(20, 40, PER_SECOND / 10, 50);
        }
        assertThat(steps(400, 40, PER_SECOND, 1).desired()).isBetween(8, 16);
    }

    /** Lengths that jump about make it no less sure of what is counted. */
    @Test
    void neverTracksATargetOnceTheWorkIsKnown() {
        for (int i = 0; i < 400; i++) {
            Recommendation r = step(60, PER_SECOND, i % 12 < 6 ? 0.2 : 5, true);
            assertThat(r.reason().text()).startsWith(i < 9 ? "still learning" : "tokens come");
        }
    }

    @Test
    void aCounterThatIsSilentLeavesTheWorkOfARequestAsItWas() {
        steps(100, 12, PER_SECOND, 1);
        Recommendation r = null;
        for (int i = 0; i < 8; i++) {
            r = step(12, 1.5 * PER_SECOND, 1, false);
        }
        assertThat(Objects.requireNonNull(r).reason().observed()).isCloseTo(10.5, within(0.2));
    }

    @Test
    void withoutCountersSlotsAreSizedAsOfAnyRequest() {
        Recommendation r = null;
        for (int i = 0; i < 100; i++) {
            r = step(12, PER_SECOND, 1, false);
        }
        Reason reason = Objects.requireNonNull(r).reason();
        assertThat(reason.text()).startsWith("100 a second arrive, ");
        assertThat(reason.limit()).isCloseTo(0.02 + 100 / 45.0, within(0.05));
        // What was learned of requests a second is no measure of replicas.
        Reason counted = steps(100, 12, PER_SECOND, 1).reason();
        assertThat(counted.observed()).isCloseTo(7, within(0.01));
        assertThat(counted.target()).isLessThan(11);
    }
}
