package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.guard.Breaker.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 5 failures in 10 s open it; 30 s open; 3 trials; 3 successes close it; any failure opens it again. */
class BreakerTest {

    private static final Set<String> VISITED = new TreeSet<>();

    private final ManualClock clock = new ManualClock();
    private final Breaker breaker = new Breaker(BreakerRule.USUAL);
    private final List<Long> passes = new ArrayList<>();

    /**
     * Steps: {@code ok}, {@code fail}, {@code slow}, {@code fast} (just not slow) make a call; {@code begin} begins one and
     * {@code end-ok}, {@code end-fail}, {@code end-none} end the oldest begun; {@code no} must be refused; a number passes that
     * many milliseconds.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ok                                                             | CLOSED",
                "fail fail fail fail                                            | CLOSED",
                "fail fail fail fail fail                                       | OPEN",
                "fail ok fail ok fail ok fail ok fail                           | OPEN",
                "fail fail fail fail 9999 fail                                  | OPEN",
                "fail fail fail fail 10000 fail                                 | CLOSED",
                "fail 5000 fail fail fail 5000 fail                             | CLOSED",
                "fail 5000 fail fail fail 5000 fail fail                        | OPEN",
                "slow slow slow slow slow                                       | OPEN",
                "fast fast fast fast fast                                       | CLOSED",
                "fail fail fail fail fail no 29999 no                           | OPEN",
                "fail fail fail fail fail 30000                                 | TRIAL",
                "fail fail fail fail fail 30000 ok ok                           | TRIAL",
                "fail fail fail fail fail 30000 ok ok ok                        | CLOSED",
                "fail fail fail fail fail 30000 ok ok ok fail fail fail fail    | CLOSED",
                "fail fail fail fail fail 30000 fail no                         | OPEN",
                "fail fail fail fail fail 30000 ok ok fail no 29999 no          | OPEN",
                "fail fail fail fail fail 30000 ok slow                         | OPEN",
                "fail fail fail fail fail 30000 begin begin begin no            | TRIAL",
                "fail fail fail fail fail 30000 begin begin begin end-ok no     | TRIAL",
                "fail fail fail fail fail 30000 begin begin begin end-none begin no | TRIAL",
                "fail fail fail fail fail 30000 begin begin begin 30000 begin   | TRIAL",
                "begin fail fail fail fail fail end-fail 30000 ok ok ok         | CLOSED",
                "begin fail fail fail fail fail 30000 ok end-fail ok ok         | CLOSED",
                "begin fail fail fail fail fail end-none no                     | OPEN",
                "begin end-none                                                 | CLOSED",
            })
    void steps(String steps, Kind then) {
        for (String step : steps.strip().split(" ", -1)) {
            Kind before = breaker.kind(clock.nanos());
            if (step.matches("[0-9]+")) {
                clock.pass(Long.parseLong(step));
            } else {
                step(step);
            }
            VISITED.add(before + "→" + breaker.kind(clock.nanos()));
        }
        assertThat(breaker.kind(clock.nanos())).isEqualTo(then);
    }

    private void step(String step) {
        if (step.equals("no")) {
            assertThat(breaker.admit(clock.nanos())).isEqualTo(Breaker.REFUSED);
            return;
        }
        if (step.equals("end-none")) {
            breaker.abandon(passes.removeFirst());
            return;
        }
        if (step.startsWith("end-")) {
            breaker.report(passes.removeFirst(), step.equals("end-fail"), 1, clock.nanos());
            return;
        }
        long pass = breaker.admit(clock.nanos());
        assertThat(pass).as(step).isNotEqualTo(Breaker.REFUSED);
        long slow = BreakerRule.USUAL.slow().toNanos();
        switch (step) {
            case "begin" -> passes.add(pass);
            case "ok" -> breaker.report(pass, false, 1, clock.nanos());
            case "fail" -> breaker.report(pass, true, 1, clock.nanos());
            case "slow" -> breaker.report(pass, false, slow, clock.nanos());
            case "fast" -> breaker.report(pass, false, slow - 1, clock.nanos());
            default -> throw new IllegalArgumentException(step);
        }
    }

    @AfterAll
    static void everyTransitionWasVisited() {
        assertThat(VISITED)
                .contains(
                        "CLOSED→CLOSED",
                        "CLOSED→OPEN",
                        "OPEN→OPEN",
                        "OPEN→TRIAL",
                        "TRIAL→TRIAL",
                        "TRIAL→CLOSED",
                        "TRIAL→OPEN");
        assertThat(VISITED).doesNotContain("CLOSED→TRIAL", "OPEN→CLOSED");
    }

    @Test
    void saysWhenToComeAgain() {
        for (String fail : Arrays.asList("fail", "fail", "fail", "fail", "fail")) {
            step(fail);
        }
        clock.pass(10_000);
        assertThat(breaker.retryAfter(clock.nanos())).isEqualTo(Duration.ofSeconds(20));
        clock.pass(30_000);
        assertThat(breaker.retryAfter(clock.nanos())).isEqualTo(Duration.ZERO);
    }
}
