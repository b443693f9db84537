package dev.headroom.forecast.analysis;

import dev.headroom.forecast.history.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds events: steps whose robust score reaches the threshold, merged where at most one step lies between them.
 *
 * <p>Score upwards: ln(value ÷ expected) ÷ σ, with σ from the median absolute deviation ({@link Expectation#sigmas()});
 * downwards: (value ÷ expected − 1) ÷ σ. The logarithm keeps the long upper tail of traffic, the plain ratio the bounded lower
 * one, from being taken for events. Two more conditions keep chance out: somewhere an event must reach the score that chance
 * alone exceeds in one of a hundred thousand histories of this length (Bonferroni), and it must be 20 % off the expected. Its ends are
 * where it is down to a quarter of its peak's multiple.
 */
final class EventFinder {
    private static final double FAMILY_WISE = 0.00001;
    private static final double MATERIAL = 0.2;
    private static final double EDGE = 0.25;

    private final Calendar calendar;
    private final double[] x;
    private final Expectation expectation;
    private final double[] score;
    private final double threshold;

    private EventFinder(Calendar calendar, double[] x, Expectation expectation, double[] score, double threshold) {
        this.calendar = calendar;
        this.x = x;
        this.expectation = expectation;
        this.score = score;
        this.threshold = threshold;
    }

    /** Robust score of each step; NaN where nothing is known. */
    static double[] robust(Calendar calendar, Expectation e) {
        double[] m = e.multiples();
        double[] sigma = e.sigmas();
        double[] out = new double[m.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (m[i] >= 1 ? StrictMath.log(m[i]) : m[i] - 1) / sigma[calendar.slot(i)];
        }
        return out;
    }

    /** The plain score for comparison: standard deviations from the mean of the same time of day. */
    static double[] plain(Calendar calendar, double[] x) {
        int slots = calendar.slots();
        double[] sum = new double[slots];
        double[] squares = new double[slots];
        int[] n = new int[slots];
        for (int i = 0; i < x.length; i++) {
            if (!Double.isNaN(x[i])) {
                int s = calendar.slot(i);
                sum[s] += x[i];
                n[s]++;
            }
        }
        for (int i = 0; i < x.length; i++) {
            int s = calendar.slot(i);
            if (!Double.isNaN(x[i])) {
                squares[s] += (x[i] - sum[s] / n[s]) * (x[i] - sum[s] / n[s]);
            }
        }
        double[] out = new double[x.length];
        for (int i = 0; i < out.length; i++) {
            int s = calendar.slot(i);
            double deviation = Math.sqrt(squares[s] / Math.max(1, n[s] - 1));
            out[i] = Double.isNaN(x[i]) ? Double.NaN : deviation == 0 ? 0 : (x[i] - sum[s] / n[s]) / deviation;
        }
        return out;
    }

    /** Events upwards, in the order of time. */
    static List<Event> rises(Calendar c, double[] x, Expectation e, double[] score, double threshold) {
        return new EventFinder(c, x, e, score, threshold).find(1);
    }

    /** Events downwards, in the order of time. */
    static List<Event> drops(Calendar c, double[] x, Expectation e, double[] score, double threshold) {
        return new EventFinder(c, x, e, score, threshold).find(-1);
    }

    private List<Event> find(int sign) {
        double[] m = expectation.multiples();
        int known = Robust.known(x).length;
        double strict = Math.max(threshold, Robust.upperNormal(Math.min(0.4, FAMILY_WISE / Math.max(1, known))));
        List<Event> out = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            if (!isCandidate(i, sign, m)) {
                continue;
            }
            int end = i + 1;
            while (end < x.length
                    && (isCandidate(end, sign, m) || (end + 1 < x.length && isCandidate(end + 1, sign, m)))) {
                end++;
            }
            Event found = event(i, end, sign, m, strict);
            if (found != null) {
                out.add(found);
            }
            i = end;
        }
        return out;
    }

    private boolean isCandidate(int i, int sign, double[] m) {
        return sign * score[i] >= threshold && Math.abs(m[i] - 1) >= MATERIAL;
    }

    private @Nullable Event event(int from, int to, int sign, double[] m, double strict) {
        int peak = from;
        double most = 0;
        for (int i = from; i < to; i++) {
            most = Math.max(most, sign * score[i]);
            if (sign * (m[i] - 1) > sign * (m[peak] - 1)) {
                peak = i;
            }
        }
        if (most < strict) {
            return null;
        }
        double edge = EDGE * Math.abs(m[peak] - 1);
        int begin = from;
        int end = to;
        while (begin < peak && !(Math.abs(m[begin] - 1) >= edge)) {
            begin++;
        }
        while (end > peak + 1 && !(Math.abs(m[end - 1] - 1) >= edge)) {
            end--;
        }
        double[] expected = expectation.expected();
        double extra = 0;
        for (int i = begin; i < end; i++) {
            extra += Double.isNaN(x[i]) ? 0 : x[i] - expected[i];
        }
        double seconds = calendar.stepSeconds();
        double[] own = own(begin, end);
        return new Event(
                calendar.at(begin),
                calendar.at(end),
                calendar.at(peak),
                x[peak] / seconds,
                expected[peak] / seconds,
                Arrays.stream(own).filter(v -> !Double.isNaN(v)).max().orElse(Double.NaN),
                extra,
                score[peak],
                sign < 0 ? Event.Shape.IRREGULAR : shape(begin, end),
                null);
    }

    /** Requests per second in the history's own steps within some of the calendar's. */
    private double[] own(int begin, int end) {
        History h = calendar.history();
        int first = (int) Math.max(0, (calendar.at(begin).toEpochMilli() - h.startMillis()) / h.stepMillis());
        int last = (int) Math.min(h.size(), (calendar.at(end).toEpochMilli() - h.startMillis()) / h.stepMillis());
        double[] out = Arrays.copyOfRange(h.requests(), first, Math.max(first, last));
        for (int i = 0; i < out.length; i++) {
            out[i] *= 1000.0 / h.stepMillis();
        }
        return out;
    }

    /** The course of what is above the expected, in the history's own steps. */
    private Event.Shape shape(int begin, int end) {
        double[] above = own(begin, end);
        double[] expected = expectation.expected();
        int steps = end - begin;
        for (int i = 0; i < above.length; i++) {
            int at = begin + (int) ((long) i * steps / above.length);
            above[i] -= expected[at] / calendar.stepSeconds();
        }
        return Shapes.of(Robust.known(above));
    }
}
