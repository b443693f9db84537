package dev.headroom.controller.api;

import dev.headroom.controller.WorkloadStatus.SignalStatus;
import dev.headroom.engine.model.Unit;
import dev.headroom.journal.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Recorded decisions as the points of charts: a bounded number of steps, however many decisions there are. */
final class Timeline {

    private static final int MOST_CHANGES = 500;

    private final Instant from;
    private final double stepMillis;
    private final List<SignalStatus> signals;
    private final double[] desired;
    private final double[] ready;
    private final double[][] sums;
    private final double[][] peaks;
    private final int[][] counts;
    private final Deque<Views.StepView> changes = new ArrayDeque<>();
    private int decisions;

    /**
     * Nothing yet.
     *
     * @param from begin of the first step
     * @param to end of the last one, after {@code from}
     * @param steps how many, at least one
     * @param signals of the workload
     */
    Timeline(Instant from, Instant to, int steps, List<SignalStatus> signals) {
        this.from = from;
        this.stepMillis = Duration.between(from, to).toMillis() / (double) steps;
        this.signals = signals;
        desired = empty(steps);
        ready = empty(steps);
        sums = new double[signals.size()][steps];
        counts = new int[signals.size()][steps];
        peaks = new double[signals.size()][];
        Arrays.setAll(peaks, s -> empty(steps));
    }

    private static double[] empty(int steps) {
        double[] values = new double[steps];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    void add(Recorded d) {
        int step = (int) (Duration.between(from, d.at()).toMillis() / stepMillis);
        if (step < 0 || step >= desired.length) {
            return;
        }
        decisions++;
        desired[step] = Double.isNaN(desired[step]) ? d.desired() : Math.max(desired[step], d.desired());
        int here = d.seen().fleet().ready();
        ready[step] = Double.isNaN(ready[step]) ? here : Math.min(ready[step], here);
        if (d.seen().readings().size() == signals.size()) {
            for (int s = 0; s < signals.size(); s++) {
                Unit unit = signals.get(s).unit();
                double value = unit.toBase(d.seen().readings().get(s).value());
                if (Double.isFinite(value)) {
                    sums[s][step] += value;
                    counts[s][step]++;
                    peaks[s][step] = Double.isNaN(peaks[s][step]) ? value : Math.max(peaks[s][step], value);
                }
            }
        }
        if (d.desired() != d.current()) {
            changes.addLast(new Views.StepView(d.at(), d.current(), d.desired(), Shown.summary(d)));
            if (changes.size() > MOST_CHANGES) {
                changes.removeFirst();
            }
        }
    }

    /**
     * The points.
     *
     * @param truncated whether not all decisions were added
     */
    Views.TimelineView view(Instant to, boolean truncated) {
        List<Views.SeriesView> series = new ArrayList<>();
        for (int s = 0; s < signals.size(); s++) {
            double[] mean = new double[desired.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = counts[s][i] == 0 ? Double.NaN : sums[s][i] / counts[s][i];
            }
            SignalStatus signal = signals.get(s);
            series.add(new Views.SeriesView(signal.name(), Shown.base(signal.unit()), mean, peaks[s]));
        }
        return new Views.TimelineView(
                from, to, stepMillis / 1000, decisions, truncated, desired, ready, series, List.copyOf(changes));
    }
}
