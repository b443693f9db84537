package dev.headroom.forecast.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The level of the traffic over weeks: shifts that stayed, and the trend between and beside them. A steady growth is a trend
 * and no stairs: shifts are looked for with the trend taken out where there is a certain one.
 *
 * @param shifts changes of level by a sixth or more that lasted five days (in long histories a
 *     fiftieth of them), in the order of time
 * @param trendPerWeek growth per week as a share, 0.02 for 2 %; the median of the slopes of the logarithm
 * @param significance standard deviations of the trend from none (Kendall); beyond 3 it is certain
 */
public record Levels(List<LevelShift> shifts, double trendPerWeek, double significance) {
    private static final double CERTAIN = 3;
    private static final double LEAST_SHIFT = 0.15; // of the logarithm: 16 % up, 14 % down
    private static final int LEAST_DAYS = 5;
    private static final int MOST_SHIFTS = 50;

    public Levels {
        shifts = List.copyOf(shifts);
    }

    /** Whether the trend is beyond chance. */
    public boolean hasTrend() {
        return Math.abs(significance) >= CERTAIN;
    }

    static Levels of(Calendar calendar, Expectation expectation) {
        if (calendar.days() < 2 * LEAST_DAYS) {
            return new Levels(List.of(), 0, 0);
        }
        double[] days = expectation.days();
        double[] log = new double[days.length];
        for (int i = 0; i < log.length; i++) {
            log[i] = days[i] > 0 ? StrictMath.log(days[i]) : Double.NaN;
        }
        Robust.Slope slope = Robust.slope(log);
        double[] level = Robust.filled(log, 0);
        int least = Math.max(LEAST_DAYS, level.length / MOST_SHIFTS);
        List<Integer> stairs = ChangePoints.of(level, least);
        boolean trend = Math.abs(slope.significance()) >= CERTAIN;
        double[] flat = level.clone();
        for (int i = 0; trend && i < flat.length; i++) {
            flat[i] -= slope.perStep() * i;
        }
        List<Integer> found = trend && squares(flat, ChangePoints.of(flat, least)) <= squares(level, stairs)
                ? ChangePoints.of(flat, least)
                : stairs;
        double mean = meanProfile(calendar, expectation);
        return new Levels(
                shifts(calendar, level, found, mean), StrictMath.expm1(7 * slope.perStep()), slope.significance());
    }

    private static double squares(double[] v, List<Integer> cuts) {
        double total = 0;
        List<Integer> ends = new ArrayList<>(cuts);
        ends.add(v.length);
        int begin = 0;
        for (int end : ends) {
            double[] part = Arrays.copyOfRange(v, begin, end);
            double d = part.length < 2 ? 0 : Robust.deviation(part);
            total += d * d * (part.length - 1);
            begin = end;
        }
        return total;
    }

    /** Mean requests per second that a day with the adjusted level 1 has. */
    private static double meanProfile(Calendar calendar, Expectation expectation) {
        double[] adjusted = expectation.adjusted();
        return Robust.mean(expectation.expected()) / Robust.median(adjusted) / calendar.stepSeconds();
    }

    private static List<LevelShift> shifts(Calendar calendar, double[] level, List<Integer> cuts, double scale) {
        List<LevelShift> out = new ArrayList<>();
        for (int k = 0; k < cuts.size(); k++) {
            int at = cuts.get(k);
            int before = k == 0 ? 0 : cuts.get(k - 1);
            int after = k + 1 < cuts.size() ? cuts.get(k + 1) : level.length;
            double low = Robust.median(Arrays.copyOfRange(level, before, at));
            double high = Robust.median(Arrays.copyOfRange(level, at, after));
            if (Math.abs(high - low) >= LEAST_SHIFT) {
                int step = 0;
                while (calendar.day(step) < at) {
                    step++;
                }
                out.add(new LevelShift(calendar.at(step), scale * StrictMath.exp(low), scale * StrictMath.exp(high)));
            }
        }
        return out;
    }
}
