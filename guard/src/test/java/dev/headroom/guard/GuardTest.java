package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headroom.guard.Refusal.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The protections around one call, in their order. */
class GuardTest {

    private final ManualClock clock = new ManualClock();
    private final Watchdog dog = new Watchdog(clock, 1);
    private int calls;

    private Guard guard(GuardSettings settings) {
        return new Guard(settings, new LocalLimits(clock, 100), clock, () -> 0.5, dog);
    }

    private static Reason reason(Guard guard, Call call, Guard.Work<String> work) {
        try {
            guard.call(call, work);
        } catch (Refusal e) {
            return e.reason();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("not refused");
    }

    private String fail() throws IOException {
        calls++;
        throw new IOException("down");
    }

    @Test
    void withoutProtectionsItIsTheCall() throws Exception {
        assertThat(guard(GuardSettings.none("x")).<String>call(Call.PLAIN, d -> "hello"))
                .isEqualTo("hello");
        assertThatThrownBy(() -> guard(GuardSettings.none("x")).call(Call.PLAIN, d -> fail()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aLimitRefusesBeforeAnythingElseIsAsked() throws Exception {
        Guard guard = guard(GuardSettings.none("x")
                .limits(LimitRule.bucket("b", 1, Duration.ofMinutes(1), 1))
                .gate(GateRules.fixed(1, Tiers.ONE)));
        guard.call(Call.PLAIN.of("me"), outer -> {
            assertThat(reason(guard, Call.PLAIN.of("me"), d -> "never")).isEqualTo(Reason.LIMIT);
            assertThat(reason(guard, Call.PLAIN.of("you"), d -> "never")).isEqualTo(Reason.FULL);
            return "";
        });
        assertThat(guard.inFlight()).isZero();
    }

    @Test
    void whoFindsNoPlaceIsNoFailureForTheBreaker() throws Exception {
        Guard guard = guard(
                GuardSettings.none("x").gate(GateRules.fixed(1, Tiers.ONE)).breaker(BreakerRule.USUAL));
        guard.call(Call.PLAIN, outer -> {
            for (int i = 0; i < 10; i++) {
                assertThat(reason(guard, Call.PLAIN, d -> "never")).isEqualTo(Reason.FULL);
            }
            return "";
        });
        assertThat(guard.breaker()).isEqualTo(Breaker.Kind.CLOSED);
    }

    @Test
    void allAttemptsAreOneCallForTheBreaker() {
        Guard guard = guard(GuardSettings.none("x").breaker(BreakerRule.USUAL).retry(Backoff.LOOKUP, 1));
        for (int i = 0; i < 5; i++) {
            assertThat(guard.breaker()).isEqualTo(Breaker.Kind.CLOSED);
            assertThatThrownBy(() -> guard.call(Call.PLAIN.repeatable(), d -> fail()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(calls).isEqualTo(15);
        assertThat(guard.breaker()).isEqualTo(Breaker.Kind.OPEN);
        assertThatThrownBy(() -> guard.call(Call.PLAIN, d -> fail()))
                .asInstanceOf(type(Refusal.class))
                .returns(Reason.OPEN, Refusal::reason)
                .satisfies(r -> assertThat(r.retryAfter()).isEqualTo(Duration.ofSeconds(30)));
        assertThat(calls).isEqualTo(15);
    }

    @Test
    void retriesPauseAsTheTableSays() {
        Guard guard = guard(GuardSettings.none("x").retry(Backoff.LOOKUP, 1));
        assertThatThrownBy(() -> guard.call(Call.PLAIN.repeatable(), d -> fail()))
                .hasMessage("down");
        assertThat(clock.pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void onlyWhatMayBeRepeatedIs() {
        Guard guard = guard(GuardSettings.none("x").retry(Backoff.LOOKUP, 1));
        assertThatThrownBy(() -> guard.call(Call.PLAIN, d -> fail())).hasMessage("down");
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void retriesStayWithinTheirBudget() {
        Guard guard = guard(GuardSettings.none("x").retry(Backoff.LOOKUP, 0.1));
        for (int i = 0; i < 200; i++) {
            assertThatThrownBy(() -> guard.call(Call.PLAIN.repeatable(), d -> fail()))
                    .hasMessage("down");
        }
        assertThat(calls).isBetween(200 + 28, 200 + 30);
    }

    @Test
    void noAttemptBeginsThatTheDeadlineLeavesNoTimeFor() {
        Guard guard =
                guard(GuardSettings.none("x").deadline(Duration.ofMillis(120)).retry(Backoff.LOOKUP, 1));
        assertThatThrownBy(() -> guard.call(Call.PLAIN.repeatable(), d -> fail()))
                .hasMessage("down");
        assertThat(calls).isEqualTo(2); // 50 ms fit, 100 ms more do not
    }

    @Test
    void theEarlierDeadlineIsPassedOn() throws Exception {
        Guard guard = guard(GuardSettings.none("x").deadline(Duration.ofSeconds(1)));
        Deadline near = Deadline.after(Duration.ofMillis(300), clock.nanos());
        assertThat(guard.<Deadline>call(Call.PLAIN.until(near), Objects::requireNonNull))
                .isEqualTo(near);
        Deadline far = Deadline.after(Duration.ofMinutes(3), clock.nanos());
        assertThat(guard.<Long>call(Call.PLAIN.until(far), d -> d == null ? -1L : d.leftMillis(clock.nanos())))
                .isEqualTo(1000);
        clock.pass(300);
        assertThat(reason(guard, Call.PLAIN.until(near), d -> "late")).isEqualTo(Reason.DEADLINE);
    }

    @Test
    void aCallIsInterruptedAtItsDeadlineAndCountsAsFailed() {
        BreakerRule one = new BreakerRule(1, Duration.ofSeconds(10), Duration.ofSeconds(30), 3, Duration.ofSeconds(5));
        Guard guard =
                guard(GuardSettings.none("x").deadline(Duration.ofSeconds(1)).breaker(one));
        assertThat(reason(guard, Call.PLAIN, d -> {
                    clock.pass(999);
                    dog.sweep(clock.nanos());
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    clock.pass(1);
                    dog.sweep(clock.nanos());
                    new CountDownLatch(1).await();
                    return "never";
                }))
                .isEqualTo(Reason.DEADLINE);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(guard.breaker()).isEqualTo(Breaker.Kind.OPEN);
    }

    @Test
    void theFallbackAnswersForRefusalsAndFailures() throws Exception {
        Guard guard = guard(GuardSettings.none("x").limits(LimitRule.bucket("b", 1, Duration.ofMinutes(1), 1)));
        assertThat(guard.<String>call(Call.PLAIN.of("me"), d -> fail(), e -> "instead of " + e.getMessage()))
                .isEqualTo("instead of down");
        assertThat(guard.<String>call(Call.PLAIN.of("me"), d -> fail(), e -> "instead of " + e.getMessage()))
                .isEqualTo("instead of refused: the rate limit is used up");
    }
}
