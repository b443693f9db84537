package dev.headroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route has had to do of late, by manual time. */
class SignalsTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    /** Requests that come every so many ms, wait, and are answered. Little's law gives what is under way. */
    @ParameterizedTest
    @CsvSource({
        // every ms, waits ms, served ms, over s → rate, waiting, in flight
        "100, 40, 50, 10, 10, 0.4, 0.5",
        "20, 0, 10, 10, 50, 0, 0.5",
        "500, 100, 300, 20, 2, 0.2, 0.6",
        "1000, 1, 9, 60, 1, 0.001, 0.009",
        "50, 10, 20, 1, 20, 0.2, 0.4",
    })
    void averages(int every, int waits, int served, int span, double rate, double waiting, double inFlight) {
        long began = 12_345 * SECOND;
        Signals s = new Signals(began);
        long now = began;
        for (int i = 0; i < 90_000 / every; i++) {
            now = began + (long) i * every * MILLI;
            s.requested(now);
            s.waiting(1, now);
            s.waiting(-1, now + waits * MILLI);
            s.inFlight(1, now + waits * MILLI);
            now += (waits + served) * MILLI;
            s.inFlight(-1, now);
            s.answered((waits + served) * MILLI, false, now);
        }
        Signals.Seen seen = s.over(Duration.ofSeconds(span), began + 90 * SECOND - 1);
        assertThat(seen.rate()).isCloseTo(rate, within(0.001));
        assertThat(seen.answered()).isCloseTo(rate, within(0.001));
        assertThat(seen.waiting()).isCloseTo(waiting, within(0.001));
        assertThat(seen.inFlight()).isCloseTo(inFlight, within(0.001));
        assertThat(seen.p95()).isCloseTo((waits + served) / 1e3, within((waits + served) * 0.03e-3));
    }

    @Test
    void whatIsUnderWayForLongCountsAlthoughNothingHappens() {
        Signals s = new Signals(0);
        s.inFlight(3, SECOND);
        s.waiting(2, SECOND);
        Signals.Seen seen = s.over(Duration.ofSeconds(10), 1000 * SECOND);
        assertThat(seen.inFlight()).isCloseTo(3, within(1e-9));
        assertThat(seen.waiting()).isCloseTo(2, within(1e-9));
        assertThat(seen.rate()).isZero();
        assertThat(seen.p95()).isNaN();
        assertThat(s.demand()).isEqualTo(5);
        s.inFlight(-3, 1005 * SECOND);
        assertThat(s.over(Duration.ofSeconds(10), 1010 * SECOND).inFlight()).isCloseTo(1.5, within(0.1));
        assertThat(s.over(Duration.ofSeconds(4), 1010 * SECOND).inFlight()).isZero();
    }

    @Test
    void whatIsOldIsForgotten() {
        Signals s = new Signals(0);
        for (int i = 0; i < 100; i++) {
            s.requested(10L * i * MILLI);
            s.rejected(10L * i * MILLI);
            s.limited(10L * i * MILLI);
            s.answered(20 * MILLI, i % 4 == 0, 10L * i * MILLI);
        }
        Signals.Seen early = s.over(Duration.ofMinutes(1), SECOND);
        assertThat(early.rate()).isCloseTo(100, within(1e-6)); // over the second that there was
        assertThat(early.rejected()).isCloseTo(100, within(1e-6));
        assertThat(early.limited()).isCloseTo(100, within(1e-6));
        assertThat(early.errors()).isCloseTo(0.25, within(1e-9));
        assertThat(s.over(Duration.ofMinutes(1), 59 * SECOND).answered()).isCloseTo(100 / 59.0, within(0.05));
        assertThat(s.over(Duration.ofSeconds(10), 60 * SECOND).rate()).isZero();
        assertThat(s.over(Duration.ofMinutes(1), 120 * SECOND).p50()).isNaN();
    }

    @Test
    void timeThatGoesBackChangesNothing() {
        Signals s = new Signals(10 * SECOND);
        s.inFlight(1, 12 * SECOND);
        s.inFlight(1, 11 * SECOND);
        assertThat(s.over(Duration.ofSeconds(10), 14 * SECOND).inFlight()).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"10s, 10000", "1s, 1000", "1500ms, 1500", "1m, 60000"})
    void spansAreRead(String text, long millis) {
        assertThat(GatewayStatus.span(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"''", "10", "0s", "999ms", "61s", "2m", "-1s", "1h", "99999999999s", "1 s"})
    void otherSpansAreNot(String text) {
        assertThat(GatewayStatus.span(text)).isNull();
    }
}
