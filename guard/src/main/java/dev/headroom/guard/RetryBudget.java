package dev.headroom.guard;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps retries to a share of the requests, so that they cannot become a storm: every request pays in that share of a retry, a
 * retry takes out a whole one. At any time {@code retries ≤ reserve + share × requests}.
 */
public final class RetryBudget {

    private static final long RETRY = 1_000_000;

    private final long deposit;
    private final long most;
    private final AtomicLong balance;

    /**
     * A budget.
     *
     * @param share of requests that may be retried, from 0 to 1; 0.1 is usual
     * @param reserve retries there are before any request has paid in, and the most that is saved up
     */
    public RetryBudget(double share, int reserve) {
        if (!(share >= 0 && share <= 1) || reserve < 0) {
            throw new IllegalArgumentException(
                    "a share from 0 to 1 and a reserve of at least 0: " + share + ", " + reserve);
        }
        this.deposit = Math.round(share * RETRY);
        this.most = reserve * RETRY;
        this.balance = new AtomicLong(most);
    }

    /** A request that is not a retry. */
    public void request() {
        long before = balance.get();
        while (before < most && !balance.compareAndSet(before, Math.min(most, before + deposit))) {
            before = balance.get();
        }
    }

    /** Whether there may be a retry; it is then paid for. */
    public boolean retry() {
        long before = balance.get();
        while (before >= RETRY) {
            if (balance.compareAndSet(before, before - RETRY)) {
                return true;
            }
            before = balance.get();
        }
        return false;
    }
}
