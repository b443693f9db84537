package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** At any time retries ≤ reserve + share × requests. */
class RetryBudgetTest {

    @Property(tries = 200)
    void neverMoreThanItsShare(@ForAll @Size(max = 300) List<Boolean> isRetry) {
        RetryBudget budget = new RetryBudget(0.1, 3);
        int requests = 0;
        int retries = 0;
        for (boolean retry : isRetry) {
            if (retry) {
                retries += budget.retry() ? 1 : 0;
            } else {
                budget.request();
                requests++;
            }
            assertThat((double) retries).isLessThanOrEqualTo(3 + 0.1 * requests + 1e-9);
        }
    }

    @Test
    void whenAllFailATenthIsRetried() {
        RetryBudget budget = new RetryBudget(0.1, 10);
        int retries = 0;
        for (int i = 0; i < 1000; i++) {
            budget.request();
            retries += budget.retry() ? 1 : 0;
        }
        assertThat(retries).isBetween(109, 110);
    }

    @Test
    void nothingIsSavedBeyondTheReserve() {
        RetryBudget budget = new RetryBudget(1, 2);
        for (int i = 0; i < 100; i++) {
            budget.request();
        }
        assertThat(List.of(budget.retry(), budget.retry(), budget.retry())).containsExactly(true, true, false);
    }
}
