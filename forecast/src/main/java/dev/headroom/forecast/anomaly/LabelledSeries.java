package dev.headroom.forecast.anomaly;

import java.util.ArrayList;
import java.util.List;

/**
 * A series and the windows in which people saw something unusual.
 *
 * @param name where it comes from
 * @param times of the samples, ascending, epoch milliseconds
 * @param values of the samples, in any unit
 * @param inWindow whether a sample is within a labelled window; samples in a row are one window
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LabelledSeries(String name, long[] times, double[] values, boolean[] inWindow) {

    /** A window, by its first and last sample. */
    public record Span(int first, int last) {}

    public LabelledSeries {
        if (values.length != times.length || inWindow.length != times.length) {
            throw new IllegalArgumentException("every sample of " + name + " needs a time, a value and a label");
        }
    }

    public int length() {
        return values.length;
    }

    /** The labelled windows in the order of time. */
    public List<Span> windows() {
        List<Span> spans = new ArrayList<>();
        int first = -1;
        for (int i = 0; i <= inWindow.length; i++) {
            boolean in = i < inWindow.length && inWindow[i];
            if (in && first < 0) {
                first = i;
            } else if (!in && first >= 0) {
                spans.add(new Span(first, i - 1));
                first = -1;
            }
        }
        return spans;
    }

    /** Samples at the begin that are there to learn from and are not judged: 15 %, at most 750 of them. */
    public int probation() {
        return (int) Math.min(Math.floor(0.15 * length()), 0.15 * 5000);
    }

    /** The scores that a fresh detector gives, sample by sample. */
    public double[] scoredBy(AnomalyDetector detector) {
        double[] scores = new double[length()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = detector.score(times[i], values[i]);
        }
        return scores;
    }
}
