package dev.headroom.report;

import java.util.ArrayList;
import java.util.List;

/** A series with few enough points to be drawn: of each group the lowest and the highest stay, so that no peak is lost. */
final class Thinned {

    private Thinned() {}

    /** One point; {@code low} is NaN unless the series is a band, {@code high} is NaN for a gap. */
    record Point(double x, double low, double high) {}

    /** The points, about {@code most} of them at most; values that are not finite, or not positive on a log axis, are gaps. */
    static List<Point> of(Series s, int most, boolean positiveOnly) {
        int n = s.x().length;
        int group = Math.max(1, (int) Math.ceil(2.0 * n / most));
        List<Point> out = new ArrayList<>(Math.min(n, most));
        for (int i = 0; i < n; i += group) {
            int end = Math.min(n, i + group);
            if (s.low().length > 0) {
                band(s, i, end, positiveOnly, out);
            } else {
                line(s, i, end, positiveOnly, out);
            }
        }
        return out;
    }

    private static void line(Series s, int from, int end, boolean positiveOnly, List<Point> out) {
        int least = -1;
        int greatest = -1;
        for (int i = from; i < end; i++) {
            double v = s.y()[i];
            if (!Double.isFinite(v) || (positiveOnly && v <= 0)) {
                continue;
            }
            least = least < 0 || v < s.y()[least] ? i : least;
            greatest = greatest < 0 || v > s.y()[greatest] ? i : greatest;
        }
        if (least < 0) {
            out.add(new Point(s.x()[from], Double.NaN, Double.NaN));
            return;
        }
        int first = Math.min(least, greatest);
        int second = Math.max(least, greatest);
        out.add(new Point(s.x()[first], Double.NaN, s.y()[first]));
        if (second > first) {
            out.add(new Point(s.x()[second], Double.NaN, s.y()[second]));
        }
    }

    private static void band(Series s, int from, int end, boolean positiveOnly, List<Point> out) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = from; i < end; i++) {
            if (Double.isFinite(s.low()[i]) && Double.isFinite(s.y()[i]) && !(positiveOnly && s.y()[i] <= 0)) {
                low = Math.min(low, s.low()[i]);
                high = Math.max(high, s.y()[i]);
            }
        }
        boolean gap = low > high;
        double bottom = gap ? Double.NaN : positiveOnly ? Math.max(low, high / 1e6) : low;
        double top = gap ? Double.NaN : high;
        out.add(new Point(s.x()[from], bottom, top));
        if (end - 1 > from) {
            out.add(new Point(s.x()[end - 1], bottom, top));
        }
    }
}
