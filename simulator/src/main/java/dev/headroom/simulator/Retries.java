package dev.headroom.simulator;

/**
 * What callers do whose attempt failed: a share of them comes again after a pause. The pause before the second attempt is
 * {@code backoffSeconds}, before each later one {@code factor} times the one before, up to {@code mostSeconds}; of each a
 * random part, up to {@code jitter} of it, is left off.
 *
 * @param share probability that a failed attempt is followed by another one, in [0, 1]
 * @param attempts most attempts a request, the first included; at least 1
 * @param backoffSeconds pause before the second attempt, at least 0
 * @param factor growth of the pauses, at least 1
 * @param mostSeconds longest pause
 * @param jitter share of the pause that is random, in [0, 1]
 */
public record Retries(
        double share, int attempts, double backoffSeconds, double factor, double mostSeconds, double jitter) {

    /** Nobody comes again. */
    public static final Retries NONE = new Retries(0, 1, 0, 1, 0, 0);

    public Retries {
        if (!(share >= 0 && share <= 1) || attempts < 1 || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("retries need a share and a jitter in [0, 1], and at least one attempt");
        }
        if (!(backoffSeconds >= 0) || !(factor >= 1) || !(mostSeconds >= backoffSeconds)) {
            throw new IllegalArgumentException(
                    "retries need a pause that is not negative, a growth of at least 1, and a"
                            + " longest pause not below the first");
        }
    }

    /** Everyone comes again, up to so many attempts, after pauses that double up to a minute and are random in full. */
    public static Retries of(int attempts, double backoffSeconds) {
        return new Retries(1, attempts, backoffSeconds, 2, Math.max(60, backoffSeconds), 1);
    }

    /** Whether anyone ever comes again. */
    boolean any() {
        return share > 0 && attempts > 1;
    }

    /** The longest pause after a number of attempts, in seconds. */
    double pause(int made) {
        return Math.min(mostSeconds, backoffSeconds * StrictMath.pow(factor, made - 1));
    }
}
