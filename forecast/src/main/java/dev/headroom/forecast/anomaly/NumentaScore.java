package dev.headroom.forecast.anomaly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The score of the Numenta Anomaly Benchmark (Lavin and Ahmad, "Evaluating Real-time Anomaly Detection Algorithms", 2015)
 * for a detector over a corpus of labelled series.
 *
 * <p>A sample scored at or above the threshold is a detection. With σ(y) = 2 ÷ (1 + e^(5y)) − 1, a detection inside a
 * window of w samples that ends at sample r is worth A_tp · σ(−(r − i + 1) ÷ w) ÷ σ(−1): 1 at the window's begin, almost
 * 0 at its end; each window counts its best detection, or −A_fn without any. A detection outside costs: A_fp · σ((i − r)
 * ÷ (w − 1)), in the window before it, or −A_fp when there is none or it ended three widths ago. The begin of a series is
 * not judged ({@link LabelledSeries#probation}). The sum is put between 0 for a detector that never detects and 100 for
 * one that detects every window at its first sample and nothing else. The threshold is the one that is best over the
 * whole corpus.
 */
public final class NumentaScore {

    /**
     * What detections are worth.
     *
     * @param name as in Numenta's profiles
     * @param hit of a window detected at once, positive
     * @param falseAlarm cost of a detection far from any window, not negative
     * @param miss cost of a window without detection, not negative
     */
    public record Profile(String name, double hit, double falseAlarm, double miss) {
        public static final Profile STANDARD = new Profile("standard", 1, 0.11, 1);
        public static final Profile LOW_FALSE_ALARMS = new Profile("reward_low_FP_rate", 1, 0.22, 1);
        public static final Profile LOW_MISSES = new Profile("reward_low_FN_rate", 1, 0.11, 2);

        public static List<Profile> published() {
            return List.of(STANDARD, LOW_FALSE_ALARMS, LOW_MISSES);
        }
    }

    /**
     * What a detector scored.
     *
     * @param score 0 as good as none, 100 perfect; negative when worse than none
     * @param threshold at or above which a sample was a detection; above 1 when none is best
     * @param found windows with a detection
     * @param windows all of them
     * @param falseAlarms detections outside the windows
     */
    public record Outcome(double score, double threshold, int found, int windows, int falseAlarms) {}

    private static final double FAR = 3;
    private static final double NEVER = 1.1;

    /** One judged sample: its score, its window or −1, and what it is worth. */
    private record Judged(double score, int window, double worth) {}

    private NumentaScore() {}

    /**
     * Scores with the best threshold.
     *
     * @param corpus at least one series with a window
     * @param scores a row a series, a score in [0, 1] a sample
     */
    public static Outcome best(List<LabelledSeries> corpus, List<double[]> scores, Profile profile) {
        return judge(corpus, scores, profile, Double.NaN);
    }

    /** The same, with a given threshold, such as the best one of another corpus. */
    public static Outcome at(double threshold, List<LabelledSeries> corpus, List<double[]> scores, Profile profile) {
        return judge(corpus, scores, profile, threshold);
    }

    private static Outcome judge(List<LabelledSeries> corpus, List<double[]> scores, Profile profile, double given) {
        List<Judged> judged = new ArrayList<>();
        int windows = 0;
        for (int s = 0; s < corpus.size(); s++) {
            judged(corpus.get(s), scores.get(s), profile, windows, judged);
            windows += corpus.get(s).windows().size();
        }
        if (windows == 0) {
            throw new IllegalArgumentException("no series has a labelled window: there is nothing to find");
        }
        judged.sort(Comparator.comparingDouble(Judged::score).reversed());
        double[] parts = new double[windows];
        Arrays.fill(parts, -profile.miss());
        double nothing = -profile.miss() * windows;
        double sum = nothing;
        int found = 0;
        int alarms = 0;
        Outcome best = new Outcome(0, NEVER, 0, windows, 0);
        for (int i = 0; i < judged.size(); i++) {
            Judged j = judged.get(i);
            if (j.score() < given) {
                break;
            }
            if (j.window() < 0) {
                sum += j.worth();
                alarms++;
            } else if (j.worth() > parts[j.window()]) {
                found += parts[j.window()] == -profile.miss() ? 1 : 0;
                sum += j.worth() - parts[j.window()];
                parts[j.window()] = j.worth();
            }
            boolean last = i + 1 == judged.size() || judged.get(i + 1).score() < j.score();
            double score = 100 * (sum - nothing) / (profile.hit() * windows - nothing);
            if (last && (!Double.isNaN(given) || score > best.score())) {
                best = new Outcome(score, Double.isNaN(given) ? j.score() : given, found, windows, alarms);
            }
        }
        return best;
    }

    private static void judged(
            LabelledSeries series, double[] scores, Profile profile, int firstWindow, List<Judged> into) {
        if (scores.length != series.length()) {
            throw new IllegalArgumentException("every sample of " + series.name() + " needs a score");
        }
        List<LabelledSeries.Span> windows = series.windows();
        int next = 0;
        for (int i = 0; i < series.length(); i++) {
            while (next < windows.size() && windows.get(next).last() < i) {
                next++;
            }
            boolean in = next < windows.size() && windows.get(next).first() <= i;
            if (i < series.probation()) {
                continue;
            }
            if (in) {
                LabelledSeries.Span w = windows.get(next);
                double width = w.last() - w.first() + 1;
                double worth = profile.hit() * sigmoid(-(w.last() - i + 1) / width) / sigmoid(-1);
                into.add(new Judged(scores[i], firstWindow + next, worth));
            } else {
                double past = next == 0 ? FAR : past(windows.get(next - 1), i);
                into.add(new Judged(scores[i], -1, profile.falseAlarm() * (past >= FAR ? -1 : sigmoid(past))));
            }
        }
    }

    /** How many of its widths a sample is past a window. */
    private static double past(LabelledSeries.Span w, int i) {
        return w.last() == w.first() ? FAR : (double) (i - w.last()) / (w.last() - w.first());
    }

    private static double sigmoid(double y) {
        return 2 / (1 + Math.exp(5 * y)) - 1;
    }
}
