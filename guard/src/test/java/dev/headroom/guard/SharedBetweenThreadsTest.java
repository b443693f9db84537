package dev.headroom.guard;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** What threads share without a lock behaves as if one thread at a time used it. */
class SharedBetweenThreadsTest {

    private static final long LATER = Duration.ofSeconds(31).toNanos();

    /** Two failures open it, two trials close it; each operation is one step of its state machine. */
    public static class BreakerUnderTest {
        private final Breaker breaker = new Breaker(
                new BreakerRule(2, Duration.ofSeconds(10), Duration.ofSeconds(30), 2, Duration.ofSeconds(5)));

        @Operation
        public boolean admit() {
            return breaker.admit(0) != Breaker.REFUSED;
        }

        @Operation
        public void fail() {
            breaker.report(0, true, 1, 0);
        }

        @Operation
        public long trial() {
            return breaker.admit(LATER);
        }

        @Operation
        public void trialSucceeds() {
            breaker.report(2, false, 1, LATER);
        }

        @Operation
        public void trialFails() {
            breaker.report(2, true, 1, LATER);
        }

        @Operation
        public void trialIsCancelled() {
            breaker.abandon(2);
        }

        @Operation
        public Breaker.Kind kind() {
            return breaker.kind(0);
        }
    }

    public static class BudgetUnderTest {
        private final RetryBudget budget = new RetryBudget(0.5, 1);

        @Operation
        public void request() {
            budget.request();
        }

        @Operation
        public boolean retry() {
            return budget.retry();
        }
    }

    private static ModelCheckingOptions few() {
        return new ModelCheckingOptions()
                .iterations(6)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsPerThread(3);
    }

    @Test
    void breaker() {
        few().check(BreakerUnderTest.class);
    }

    @Test
    void budget() {
        few().check(BudgetUnderTest.class);
    }
}
