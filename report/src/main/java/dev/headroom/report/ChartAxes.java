package dev.headroom.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.DoubleFunction;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.TickUnits;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleInsets;

/** Axes of images. */
final class ChartAxes {

    /** Steps of an axis of seconds that people count in. */
    private static final double[] ROUND_SECONDS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800
    };

    private static final double EDGE = 0.02;
    private static final double BETWEEN = 0.3;

    private ChartAxes() {}

    /** The share of a category axis that no bars stand on. */
    static double margins(int categories) {
        return 2 * EDGE + (categories > 1 ? BETWEEN : 0);
    }

    /** An axis of times or numbers. */
    static ValueAxis values(Axis axis) {
        if (axis.kind() == Axis.Kind.TIME) {
            DateAxis dates = new DateAxis(axis.name(), TimeZone.getTimeZone("UTC"), Locale.ENGLISH);
            dates.setStandardTickUnits(DateAxis.createStandardDateTickUnits(TimeZone.getTimeZone("UTC"), Locale.UK));
            dates.setLowerMargin(0);
            dates.setUpperMargin(0);
            return styled(dates);
        }
        if (axis.log()) {
            DecadeAxis log = new DecadeAxis(axis.name());
            log.setNumberFormatOverride(format(axis.kind()));
            return styled(log);
        }
        NumberAxis numbers = new NumberAxis(axis.name());
        numbers.setAutoRangeIncludesZero(axis.zero());
        numbers.setNumberFormatOverride(format(axis.kind()));
        if (axis.kind() == Axis.Kind.SECONDS) {
            numbers.setStandardTickUnits(seconds());
        }
        return styled(numbers);
    }

    static CategoryAxis categories(Axis axis, boolean lying) {
        CategoryAxis names = new CategoryAxis(axis.name().isEmpty() ? null : axis.name());
        names.setTickLabelFont(Look.LABEL);
        names.setTickLabelPaint(Look.INK);
        names.setLabelFont(Look.LABEL);
        names.setLabelPaint(Look.SOFT);
        names.setAxisLinePaint(Look.RULE);
        names.setTickMarksVisible(false);
        names.setLowerMargin(EDGE);
        names.setUpperMargin(EDGE);
        names.setCategoryMargin(BETWEEN);
        names.setMaximumCategoryLabelWidthRatio(lying ? 0.35f : 0.9f);
        int longest = axis.categories().stream().mapToInt(String::length).max().orElse(0);
        if (!lying && longest * axis.categories().size() > 120) {
            names.setCategoryLabelPositions(CategoryLabelPositions.UP_45);
        }
        return names;
    }

    private static ValueAxis styled(ValueAxis axis) {
        axis.setTickLabelFont(Look.LABEL);
        axis.setTickLabelPaint(Look.SOFT);
        axis.setLabelFont(Look.LABEL);
        axis.setLabelPaint(Look.SOFT);
        axis.setAxisLinePaint(Look.RULE);
        axis.setTickMarkPaint(Look.RULE);
        axis.setTickLabelInsets(new RectangleInsets(2, 4, 2, 4));
        return axis;
    }

    /** Of a standing axis: ticks far enough apart that their lines do not hide the data. */
    static void fewTicks(ValueAxis axis) {
        axis.setTickLabelInsets(new RectangleInsets(9, 4, 9, 4));
    }

    private static TickUnits seconds() {
        TickUnits units = new TickUnits();
        for (int e = -6; e < 0; e++) {
            for (int digit : new int[] {1, 2, 5}) {
                units.add(new NumberTickUnit(digit * Math.pow(10, e), format(Axis.Kind.SECONDS)));
            }
        }
        for (double step : ROUND_SECONDS) {
            units.add(new NumberTickUnit(step, format(Axis.Kind.SECONDS)));
        }
        return units;
    }

    /** Numbers of an axis in words, as a page writes them. */
    static NumberFormat format(Axis.Kind kind) {
        DecimalFormat plain = new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return switch (kind) {
            case SECONDS -> words(v -> v < 0 ? "−" + Figures.seconds(-v) : Figures.seconds(v));
            case SHARE -> words(v -> plain.format(v * 100) + "%");
            case TIME, NUMBER, CATEGORY -> words(plain::format);
        };
    }

    private static NumberFormat words(DoubleFunction<String> text) {
        return new NumberFormat() {
            private static final long serialVersionUID = 1L;

            @Override
            public StringBuffer format(double v, StringBuffer out, FieldPosition where) {
                return out.append(text.apply(v));
            }

            @Override
            public StringBuffer format(long v, StringBuffer out, FieldPosition where) {
                return format((double) v, out, where);
            }

            @Override
            public Number parse(String source, ParsePosition where) {
                throw new UnsupportedOperationException("an axis only writes");
            }
        };
    }
}
