package dev.headroom.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * What a breaker knows, as a value; times are monotonic nanoseconds. Every change of kind starts a new generation, so that a
 * call that began before it says nothing about what is now.
 */
sealed interface BreakerState {

    long generation();

    /** Whether a call may be made, and what is known after that. */
    Answer admit(BreakerRule rule, long now);

    /** A call that was admitted in this generation ended; {@code failed} if it failed or was slow. */
    BreakerState report(BreakerRule rule, boolean failed, long now);

    /** A call that was admitted in this generation ended without saying anything: it was cancelled. */
    default BreakerState abandon() {
        return this;
    }

    /**
     * An answer to a call that asks to be made.
     *
     * @param next the state after it; the same object when nothing changed
     */
    record Answer(BreakerState next, boolean admitted) {}

    /**
     * Calls pass.
     *
     * @param failures the times of the latest failures, oldest first; fewer than open the breaker
     */
    record Closed(long generation, List<Long> failures) implements BreakerState {
        @Override
        public Answer admit(BreakerRule rule, long now) {
            return new Answer(this, true);
        }

        @Override
        public BreakerState report(BreakerRule rule, boolean failed, long now) {
            if (!failed) {
                return this;
            }
            List<Long> recent = new ArrayList<>(failures);
            recent.removeIf(t -> now - t >= rule.window().toNanos());
            recent.add(now);
            return recent.size() >= rule.failures()
                    ? new Open(generation + 1, now)
                    : new Closed(generation, List.copyOf(recent));
        }
    }

    /** No call passes until the time is over. */
    record Open(long generation, long since) implements BreakerState {
        @Override
        public Answer admit(BreakerRule rule, long now) {
            return now - since >= rule.open().toNanos()
                    ? new Answer(new Trial(generation + 1, now, 1, 0), true)
                    : new Answer(this, false);
        }

        @Override
        public BreakerState report(BreakerRule rule, boolean failed, long now) {
            return this;
        }
    }

    /**
     * A few calls pass and show whether the others may. Trials that never end do not lock it: after the open time anew, others
     * take their place.
     *
     * @param since when this round of trials began
     * @param started trials begun and not abandoned
     * @param succeeded trials ended well
     */
    record Trial(long generation, long since, int started, int succeeded) implements BreakerState {
        @Override
        public Answer admit(BreakerRule rule, long now) {
            if (started < rule.trials()) {
                return new Answer(new Trial(generation, since, started + 1, succeeded), true);
            }
            return now - since >= rule.open().toNanos()
                    ? new Answer(new Trial(generation + 1, now, 1, 0), true)
                    : new Answer(this, false);
        }

        @Override
        public BreakerState report(BreakerRule rule, boolean failed, long now) {
            if (failed) {
                return new Open(generation + 1, now);
            }
            return succeeded + 1 >= rule.trials()
                    ? new Closed(generation + 1, List.of())
                    : new Trial(generation, since, started, succeeded + 1);
        }

        @Override
        public BreakerState abandon() {
            return new Trial(generation, since, Math.max(succeeded, started - 1), succeeded);
        }
    }
}
