package dev.headroom.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a chart shows, whatever draws it: axes, series, and notes on them. Made by {@link #titled} and the methods that add to
 * it; each gives a new chart.
 *
 * <p>On a page a chart is drawn by {@link Page}: its legend hides series and tells the values under the pointer, and a
 * chart over time or numbers zooms; a series may have a hundred thousand points, of which only what can be seen is drawn.
 * Charts of a page that span the same time zoom together.
 *
 * @param title what is shown, such as {@code "Demand"}
 * @param hint a sentence under the chart on how to read it, or empty
 * @param x the x axis (of a {@link #horizontal} chart, the one that stands)
 * @param y the y axis (of a {@link #horizontal} chart, the one that lies)
 * @param series what is drawn: areas below lines, of lines the first on top, of points the last
 * @param marks places on the x axis worth a line, such as a sale or a launch
 * @param regions stretches of the x axis worth a shade, such as held-out data or an anomaly
 * @param levels values on the y axis worth a line, such as a limit
 * @param bars how several {@link Series.Kind#BAR} series share a place
 * @param horizontal whether bars lie: for many categories, long names, or a tornado. Needs a category x axis
 */
public record Chart(
        String title,
        String hint,
        Axis x,
        Axis y,
        List<Series> series,
        List<Mark> marks,
        List<Region> regions,
        List<Level> levels,
        Bars bars,
        boolean horizontal) {

    /** A line at a place on the x axis. */
    public record Mark(double x, String text) {}

    /** A stretch of the x axis; with an empty text merely shaded. */
    public record Region(double from, double to, String text) {}

    /** A line at a value on the y axis. */
    public record Level(double y, String text) {}

    /** How several series of bars share a place. */
    public enum Bars {
        /** Side by side. */
        GROUPED,
        /** On top of each other: parts of a sum. */
        STACKED,
        /** Over each other: a tornado, with changes down in one series and up in the other. */
        OVERLAID
    }

    public Chart {
        series = List.copyOf(series);
        marks = List.copyOf(marks);
        regions = List.copyOf(regions);
        levels = List.copyOf(levels);
        if (y.kind() == Axis.Kind.CATEGORY) {
            throw new IllegalArgumentException(
                    "chart '" + title + "': categories belong on the x axis; make the chart horizontal to turn it");
        }
        if (horizontal && x.kind() != Axis.Kind.CATEGORY) {
            throw new IllegalArgumentException("chart '" + title + "': only bars over categories can lie");
        }
        for (Series s : series) {
            if (x.kind() == Axis.Kind.CATEGORY) {
                for (double place : s.x()) {
                    if (place != Math.rint(place)
                            || place < 0
                            || place >= x.categories().size()) {
                        throw new IllegalArgumentException("chart '" + title + "': series '" + s.name()
                                + "' has a value for category " + place + ", and there are "
                                + x.categories().size());
                    }
                }
            }
        }
    }

    /** An empty chart over time with plain numbers. */
    public static Chart titled(String title) {
        return new Chart(
                title,
                "",
                Axis.time(),
                Axis.number(""),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Bars.GROUPED,
                false);
    }

    /** The same with a sentence on how to read it. */
    public Chart hint(String sentence) {
        return new Chart(title, sentence, x, y, series, marks, regions, levels, bars, horizontal);
    }

    /** The same with another x axis. Say it before the series. */
    public Chart x(Axis axis) {
        return new Chart(title, hint, axis, y, series, marks, regions, levels, bars, horizontal);
    }

    /** The same with another y axis. */
    public Chart y(Axis axis) {
        return new Chart(title, hint, x, axis, series, marks, regions, levels, bars, horizontal);
    }

    /** Adds a line. */
    public Chart line(String name, double[] places, double[] values) {
        return with(Series.Kind.LINE, name, places, values);
    }

    /** Adds a line that is filled down to zero. */
    public Chart area(String name, double[] places, double[] values) {
        return with(Series.Kind.AREA, name, places, values);
    }

    /** Adds a line whose every value holds until the next place. */
    public Chart step(String name, double[] places, double[] values) {
        return with(Series.Kind.STEP, name, places, values);
    }

    /** Adds bars at places. */
    public Chart bar(String name, double[] places, double[] values) {
        return with(Series.Kind.BAR, name, places, values);
    }

    /** Adds a bar for each category, in order. */
    public Chart bar(String name, double[] values) {
        return bar(name, IntStream.range(0, values.length).asDoubleStream().toArray(), values);
    }

    /** Adds points. */
    public Chart scatter(String name, double[] places, double[] values) {
        return with(Series.Kind.SCATTER, name, places, values);
    }

    /** Adds points with a label each, shown under the pointer. */
    public Chart scatter(String name, double[] places, double[] values, List<String> labels) {
        return with(new Series(Series.Kind.SCATTER, name, places, values, new double[0], labels));
    }

    /** Adds a band between two edges in the colour of the series before it, such as the interval of a forecast. */
    public Chart band(String name, double[] places, double[] low, double[] high) {
        return with(new Series(Series.Kind.BAND, name, places, high, low, List.of()));
    }

    /** Adds a grey area, stepped, that the other series are held against, such as a need. */
    public Chart backdrop(String name, double[] places, double[] values) {
        return with(Series.Kind.BACKDROP, name, places, values);
    }

    /** Adds a line at a place on the x axis. */
    public Chart mark(double at, String text) {
        return new Chart(title, hint, x, y, series, and(marks, new Mark(at, text)), regions, levels, bars, horizontal);
    }

    /** Shades a stretch of the x axis. */
    public Chart region(double from, double to, String text) {
        return new Chart(
                title, hint, x, y, series, marks, and(regions, new Region(from, to, text)), levels, bars, horizontal);
    }

    /** Adds a line at a value of the y axis. */
    public Chart level(double at, String text) {
        return new Chart(title, hint, x, y, series, marks, regions, and(levels, new Level(at, text)), bars, horizontal);
    }

    /** The same with bars that share a place in another way. */
    public Chart bars(Bars way) {
        return new Chart(title, hint, x, y, series, marks, regions, levels, way, horizontal);
    }

    /** The same with bars that lie. Say it after the x axis. */
    public Chart lying() {
        return new Chart(title, hint, x, y, series, marks, regions, levels, bars, true);
    }

    /** Adds a series. */
    public Chart with(Series one) {
        return new Chart(title, hint, x, y, and(series, one), marks, regions, levels, bars, horizontal);
    }

    private Chart with(Series.Kind kind, String name, double[] places, double[] values) {
        return with(new Series(kind, name, places, values, new double[0], List.of()));
    }

    /** Which of the palette's colours each series has: a band that of the series before it, a backdrop −1, which is grey. */
    int[] colours() {
        int[] out = new int[series.size()];
        int next = 0;
        for (int i = 0; i < out.length; i++) {
            Series.Kind kind = series.get(i).kind();
            out[i] = kind == Series.Kind.BACKDROP ? -1 : kind == Series.Kind.BAND && i > 0 ? out[i - 1] : next++;
        }
        return out;
    }

    private static <T> List<T> and(List<T> some, T one) {
        List<T> out = new ArrayList<>(some);
        out.add(one);
        return out;
    }
}
