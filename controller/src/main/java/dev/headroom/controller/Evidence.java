package dev.headroom.controller;

import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.journal.Recorded;
import dev.headroom.spec.WorkloadSpec;
import java.util.List;

/**
 * How the turns of a workload went under a spec: how many, and how many of them were bad. Where nothing is asked nothing is
 * answered, so a latency without a sample may be excused. Thread-safe.
 */
final class Evidence {

    private final Tally tally;
    private final List<Signal> signals;
    private int turns;
    private int lacking;
    private int judged;
    private int missed;

    Evidence(WorkloadSpec spec) {
        this.signals = spec.workload().signals();
        this.tally = new Tally(spec.workload().objective(), signals);
    }

    /** A turn that was recorded. */
    void take(Recorded turn) {
        take(turn.seen().readings(), false, true);
    }

    /**
     * A turn that has just ended.
     *
     * @param idle whether latencies may be without a sample
     */
    void take(WorkloadStatus turn, boolean idle) {
        boolean failed = turn.outcome() == Outcome.BLIND || turn.outcome() == Outcome.NOT_APPLIED;
        take(turn.signals().stream().map(WorkloadStatus.SignalStatus::reading).toList(), failed, idle);
    }

    private synchronized void take(List<Reading> readings, boolean failed, boolean idle) {
        turns++;
        if (failed || lacks(readings, idle)) {
            lacking++;
        }
        switch (tally.kept(readings)) {
            case 1 -> judged++;
            case 0 -> {
                judged++;
                missed++;
            }
            default -> {
                // Nothing shows it.
            }
        }
    }

    /** Adds what another one has counted. */
    void add(Evidence other) {
        int[] theirs;
        synchronized (other) {
            theirs = new int[] {other.turns, other.lacking, other.judged, other.missed};
        }
        synchronized (this) {
            turns += theirs[0];
            lacking += theirs[1];
            judged += theirs[2];
            missed += theirs[3];
        }
    }

    private boolean lacks(List<Reading> readings, boolean idle) {
        for (int i = 0; i < readings.size(); i++) {
            Reading.Status status = readings.get(i).status();
            boolean excused = idle
                    && status == Reading.Status.MISSING
                    && i < signals.size()
                    && signals.get(i).measures() == Measure.LATENCY;
            if (status != Reading.Status.OK && !excused) {
                return true;
            }
        }
        return false;
    }

    synchronized int turns() {
        return turns;
    }

    synchronized int lacking() {
        return lacking;
    }

    synchronized int judged() {
        return judged;
    }

    synchronized int missed() {
        return missed;
    }

    /** Share of turns that lacked data; NaN without turns. */
    synchronized double lackingShare() {
        return turns == 0 ? Double.NaN : (double) lacking / turns;
    }

    /** Share of turns that missed the objective; NaN when none was judged. */
    synchronized double missedShare() {
        return judged == 0 ? Double.NaN : (double) missed / judged;
    }

    /**
     * Probability of that many bad turns or more of {@code all}, if each were bad with probability {@code share}: the upper
     * tail of the binomial distribution.
     */
    static double chance(int bad, int all, double share) {
        if (bad <= 0 || share >= 1) {
            return 1;
        }
        if (share <= 0) {
            return 0;
        }
        double odds = Math.log(share) - Math.log1p(-share);
        double term = all * Math.log1p(-share);
        double below = 0;
        for (int i = 0; i < bad; i++) {
            below += Math.exp(term);
            term += odds + Math.log((double) (all - i) / (i + 1));
        }
        return Math.max(0, 1 - below);
    }
}
