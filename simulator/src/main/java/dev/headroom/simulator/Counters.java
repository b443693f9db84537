package dev.headroom.simulator;

/** What a world counts: totals since the simulation began, and extremes. Times are in seconds unless said otherwise. */
final class Counters {
    double arrived;
    double served;
    double rejected;
    double timedOut;
    /** Attempts that came again after one that failed; {@link #arrived} counts first attempts only. */
    double again;
    /** Attempts that failed and are followed by another one. */
    double failedAgain;
    /** Waits of those whose work has begun. */
    double waitSum;
    /** How many that were. */
    double started;
    /** Time integral of those waiting. */
    double waitingSeconds;
    /** Time integral of those being worked on, on whatever replica. */
    double inServiceSeconds;
    /** Time integral of the busy slots of ready replicas. */
    double busySeconds;
    /** Prompt tokens read. */
    double inputTokens;
    /** Answer tokens generated. */
    double outputTokens;
    /** Most waiting at any time. */
    double maxWaiting;
    /** Most waiting since the timeline's last point. */
    double stretchMaxWaiting;
    /** Longest time the oldest waiting one had waited. */
    double maxAge;
    /** When the last one left, nanoseconds since the begin; 0 before. */
    long lastLeft;
    /** Arrivals, completions and the like, as far as they are events. */
    long events;

    /** Attempts of any number. */
    double attempts() {
        return arrived + again;
    }

    /** Attempts that failed, whether others follow or not. */
    double failedAttempts() {
        return failed() + failedAgain;
    }

    /** Attempts that ended. */
    double endedAttempts() {
        return left() + failedAgain;
    }

    double failed() {
        return rejected + timedOut;
    }

    double left() {
        return served + failed();
    }

    void waiting(double now) {
        if (now > maxWaiting) {
            maxWaiting = now;
        }
        if (now > stretchMaxWaiting) {
            stretchMaxWaiting = now;
        }
    }
}
