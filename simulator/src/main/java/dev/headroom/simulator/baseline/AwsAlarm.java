package dev.headroom.simulator.baseline;

/** A CloudWatch alarm on one-minute points: in alarm while the last so many points all breach. */
final class AwsAlarm {
    private final int points;
    private int breached;

    /** An alarm of {@code points} out of as many. */
    AwsAlarm(int points) {
        this.points = points;
    }

    /** Adds a point; says whether the alarm is on after it. */
    boolean add(boolean breaches) {
        breached = breaches ? Math.min(points, breached + 1) : 0;
        return breached == points;
    }

    /** A point is missing: what came before no longer counts, and nothing is alarmed. */
    void missing() {
        breached = 0;
    }
}
