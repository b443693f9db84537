package dev.headroom.forecast.analysis;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What traffic was to be expected in each step: level of the day × profile. The level is the median over a week around the
 * day, so neither an event nor a bad day moves it; the profile is the median over the days that are alike, so one event among
 * them does not show in it. Which days are alike is decided by leaving out one week after another (one day after another
 * below two weeks) and taking the plainest {@link Season} that foretells what was left out within 3 % of the best.
 *
 * <p>In histories of many months the profile is learned anew about every quarter.
 */
final class Expectation {
    private static final int FOLDS = 7;
    private static final int LEVEL_REACH = 3;
    private static final int DAYS_OF_PROFILE = 84;
    private static final double PLAINER = 1.03;
    private static final double ORDINARY = 0.9;
    private static final double FLOOR = 0.01;
    private static final double LEAST_SIGMA = 0.02;
    private static final double POOLED_WEIGHT = 60;
    private static final double TELLING = 0.3;
    private static final double QUIET = 0.1;

    private final Calendar calendar;
    private final double[] x;
    private final double floor;
    private final int segments;
    private double[] level;
    private Season season = Season.NONE;
    private double[] profile;
    private double[] expected;

    private Expectation(Calendar calendar, double[] x) {
        this.calendar = calendar;
        this.x = x;
        floor = FLOOR * Math.max(Double.MIN_NORMAL, Robust.mean(x));
        segments = Math.max(1, Math.round(calendar.days() / (float) DAYS_OF_PROFILE));
        level = levels(x, false);
        profile = new double[x.length];
        expected = new double[x.length];
        Arrays.fill(profile, 1);
        if (calendar.span() >= Season.DAY.leastDays()) {
            profile = fit(Season.DAY, relative(), null);
            level = levels(adjusted(), true);
            season = chosen(relative());
            for (int pass = 0; pass < 2; pass++) {
                profile = fit(season, relative(), null);
                level = levels(adjusted(), true);
            }
        } else {
            Arrays.fill(level, Robust.median(x));
        }
        for (int i = 0; i < x.length; i++) {
            expected[i] = level[calendar.day(i)] * profile[i];
        }
    }

    /** Of requests by step. */
    static Expectation of(Calendar calendar, double[] x) {
        return new Expectation(calendar, x);
    }

    Season season() {
        return season;
    }

    /** Requests expected in each step. */
    double[] expected() {
        return expected;
    }

    /** The level of the day of each step. */
    double[] levels() {
        double[] out = new double[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = level[calendar.day(i)];
        }
        return out;
    }

    /** What a day is to the profile, before smoothing: NaN for days less than half known. */
    double[] days() {
        return daily(adjusted(), true);
    }

    /** Values with the profile taken out. */
    double[] adjusted() {
        double[] out = new double[x.length];
        double mean = Robust.mean(profile);
        for (int i = 0; i < out.length; i++) {
            out[i] = profile[i] < TELLING * mean ? Double.NaN : x[i] / profile[i];
        }
        return out;
    }

    /** How many times the expected each step is; both raised by 1 % of the mean, so that quiet hours do not explode. */
    double[] multiples() {
        double[] out = new double[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (x[i] + floor) / (expected[i] + floor);
        }
        return out;
    }

    /**
     * Robust standard deviation of the logarithm of the multiples by step of the day: that of the slot, drawn towards that of
     * all steps that are not quiet, as if by sixty more days.
     */
    double[] sigmas() {
        double[] log = multiples();
        for (int i = 0; i < log.length; i++) {
            log[i] = Double.isNaN(log[i]) ? Double.NaN : StrictMath.log(log[i]);
        }
        double pooled = pooled(log);
        double[] out = new double[calendar.slots()];
        double[][] bySlot = grouped(log, out.length);
        for (int s = 0; s < out.length; s++) {
            double own = bySlot[s].length < 4 ? pooled : Robust.sigma(bySlot[s]);
            int n = bySlot[s].length;
            out[s] = Math.max(
                    LEAST_SIGMA, Math.sqrt((POOLED_WEIGHT * pooled * pooled + n * own * own) / (POOLED_WEIGHT + n)));
        }
        return out;
    }

    /** Of the steps that are not quiet: where nothing comes, nothing varies, and that would hide what varies by day. */
    private double pooled(double[] log) {
        double busy = QUIET * Robust.mean(expected);
        double[] out = new double[log.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = expected[i] >= busy ? log[i] : Double.NaN;
        }
        double sigma = Robust.sigma(out);
        return Double.isNaN(sigma) ? Robust.sigma(log) : sigma;
    }

    private double[][] grouped(double[] values, int slots) {
        int[] n = new int[slots];
        for (int i = 0; i < values.length; i++) {
            n[calendar.slot(i)] += Double.isNaN(values[i]) ? 0 : 1;
        }
        double[][] out = new double[slots][];
        for (int s = 0; s < slots; s++) {
            out[s] = new double[n[s]];
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                int s = calendar.slot(i);
                out[s][--n[s]] = values[i];
            }
        }
        return out;
    }

    /** Levels of days, smoothed over a week. */
    private double[] levels(double[] values, boolean flat) {
        return Robust.filled(Robust.rolling(daily(values, flat), LEVEL_REACH), Robust.mean(x));
    }

    /** By day the mean, or the median once the profile is out and the values are flat. */
    private double[] daily(double[] values, boolean flat) {
        int days = calendar.days();
        double[] out = new double[days];
        double[] today = new double[values.length];
        int half = Math.max(1, calendar.slots() / 2);
        int i = 0;
        for (int d = 0; d < days; d++) {
            int n = 0;
            int known = 0;
            while (i < values.length && calendar.day(i) == d) {
                known += Double.isNaN(x[i]) ? 0 : 1;
                if (!Double.isNaN(values[i])) {
                    today[n++] = values[i];
                }
                i++;
            }
            double[] these = Arrays.copyOf(today, n);
            out[d] = known < half || n == 0 ? Double.NaN : flat ? Robust.median(these) : Robust.mean(these);
        }
        return out;
    }

    private double[] relative() {
        double[] out = new double[x.length];
        for (int i = 0; i < out.length; i++) {
            double l = level[calendar.day(i)];
            out[i] = l > 0 ? x[i] / l : x[i] == 0 ? 1 : Double.NaN;
        }
        return out;
    }

    private Season chosen(double[] y) {
        Season best = Season.NONE;
        double least = Double.POSITIVE_INFINITY;
        for (Season s : Season.values()) {
            if (calendar.span() < s.leastDays() || (s == Season.DAY && calendar.slots() == 1)) {
                continue;
            }
            double loss = loss(s, y);
            if (loss * PLAINER < least) {
                least = loss;
                best = s;
            }
        }
        return best;
    }

    /** Mean absolute logarithm of what was left out over what was foretold, the worst tenth apart: events are no season. */
    private double loss(Season s, double[] y) {
        int unit = calendar.span() < 14 ? 1 : 7;
        int folds = Math.min(FOLDS, (calendar.days() + unit - 1) / unit);
        double[] errors = new double[y.length];
        Arrays.fill(errors, Double.NaN);
        boolean[] out = new boolean[y.length];
        for (int f = 0; f < folds; f++) {
            for (int i = 0; i < y.length; i++) {
                out[i] = calendar.day(i) / unit % folds == f;
            }
            double[] foretold = fit(s, y, out);
            for (int i = 0; i < y.length; i++) {
                if (out[i] && !Double.isNaN(y[i])) {
                    errors[i] = Math.abs(StrictMath.log((y[i] + FLOOR) / (foretold[i] + FLOOR)));
                }
            }
        }
        double[] sorted = Robust.sorted(errors);
        return Robust.mean(Arrays.copyOf(sorted, (int) Math.ceil(ORDINARY * sorted.length)));
    }

    /** The profile at each step, learned from the steps that are not left out. */
    private double[] fit(Season s, double[] y, boolean @Nullable [] out) {
        double[] cells = cells(s == Season.WEEKDAYS ? Season.DAY : s, y, out);
        if (s != Season.WEEKDAYS) {
            return cells;
        }
        double[] ratio = new double[y.length];
        double mean = Robust.mean(cells);
        for (int i = 0; i < y.length; i++) {
            ratio[i] = cells[i] < TELLING * mean ? Double.NaN : y[i] / cells[i];
        }
        double[] height = byKey(ratio, out, 7 * segments, i -> calendar.weekday(i) + 7 * segment(i));
        double[] flat = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            flat[i] = height[i] > 0 ? y[i] / height[i] : Double.NaN;
        }
        double[] again = cells(Season.DAY, flat, out);
        for (int i = 0; i < again.length; i++) {
            again[i] *= height[i];
        }
        return again;
    }

    private double[] cells(Season s, double[] y, boolean @Nullable [] out) {
        int slots = calendar.slots();
        int kinds = s == Season.WEEK ? 7 : s == Season.WEEKENDS ? 2 : 1;
        return byKey(y, out, slots * kinds * segments, i -> {
            int kind = kinds == 7 ? calendar.weekday(i) : kinds == 2 && calendar.weekday(i) >= 5 ? 1 : 0;
            int slot = s == Season.NONE ? 0 : calendar.slot(i);
            return slot + slots * (kind + kinds * segment(i));
        });
    }

    private int segment(int i) {
        return calendar.day(i) * segments / calendar.days();
    }

    /** For each step the median of the steps with the same key; of all where there are none. */
    private double[] byKey(double[] y, boolean @Nullable [] out, int keys, IntUnaryOperator key) {
        int[] n = new int[keys];
        for (int i = 0; i < y.length; i++) {
            if (!Double.isNaN(y[i]) && (out == null || !out[i])) {
                n[key.applyAsInt(i)]++;
            }
        }
        double[][] groups = new double[keys][];
        for (int k = 0; k < keys; k++) {
            groups[k] = new double[n[k]];
        }
        for (int i = 0; i < y.length; i++) {
            if (!Double.isNaN(y[i]) && (out == null || !out[i])) {
                int k = key.applyAsInt(i);
                groups[k][--n[k]] = y[i];
            }
        }
        double[] medians = new double[keys];
        for (int k = 0; k < keys; k++) {
            medians[k] = Robust.median(groups[k]);
        }
        double all = Robust.median(medians);
        double[] fitted = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            double m = medians[key.applyAsInt(i)];
            fitted[i] = Double.isNaN(m) ? all : m;
        }
        return fitted;
    }
}
