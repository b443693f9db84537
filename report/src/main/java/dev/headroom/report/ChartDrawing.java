package dev.headroom.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.Marker;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** A {@link Chart} as JFreeChart draws it: the frame around the plot. */
final class ChartDrawing {

    private ChartDrawing() {}

    static JFreeChart of(Chart chart) {
        Plot plot = chart.x().kind() == Axis.Kind.CATEGORY ? CategoryDrawing.of(chart) : ValueDrawing.of(chart);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setInsets(new RectangleInsets(4, 4, 4, 12));
        plot.setNoDataMessage("no data");
        JFreeChart out = new JFreeChart(null, Look.TITLE, plot, false);
        out.setBackgroundPaint(Color.WHITE);
        out.setPadding(new RectangleInsets(10, 10, 8, 10));
        TextTitle title = new TextTitle(chart.title(), Look.TITLE);
        title.setPaint(Look.INK);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setPosition(RectangleEdge.TOP);
        title.setPadding(0, 6, 2, 6);
        out.setTitle(title);
        if (chart.series().size() > 1) {
            LegendItemCollection items = legend(chart);
            LegendTitle legend = new LegendTitle(() -> items);
            legend.setPosition(RectangleEdge.TOP);
            legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
            legend.setItemFont(Look.LABEL);
            legend.setItemPaint(Look.INK);
            legend.setFrame(BlockBorder.NONE);
            legend.setBackgroundPaint(Color.WHITE);
            out.addSubtitle(legend);
        }
        if (!chart.hint().isEmpty()) {
            TextTitle hint = new TextTitle(chart.hint(), Look.SMALL);
            hint.setPaint(Look.SOFT);
            hint.setPosition(RectangleEdge.BOTTOM);
            hint.setHorizontalAlignment(HorizontalAlignment.LEFT);
            hint.setPadding(2, 6, 0, 6);
            out.addSubtitle(hint);
        }
        return out;
    }

    private static LegendItemCollection legend(Chart chart) {
        LegendItemCollection out = new LegendItemCollection();
        int[] colours = chart.colours();
        for (int i = 0; i < colours.length; i++) {
            Series s = chart.series().get(i);
            Paint paint = Look.colour(colours[i]);
            Rectangle2D box = new Rectangle2D.Double(-11, -4, 22, 8);
            out.add(
                    switch (s.kind()) {
                        case LINE, STEP ->
                            new LegendItem(
                                    s.name(),
                                    null,
                                    null,
                                    null,
                                    new Line2D.Double(-13, 0, 13, 0),
                                    Look.line(colours[i], false),
                                    paint);
                        case SCATTER -> new LegendItem(s.name(), null, null, null, Look.symbol(colours[i], 8), paint);
                        case BAR -> new LegendItem(s.name(), null, null, null, box, paint);
                        case AREA, BAND, BACKDROP ->
                            new LegendItem(s.name(), null, null, null, box, Look.faint(Look.colour(colours[i]), 90));
                    });
        }
        return out;
    }

    /** A line at a place or a value, with its text beside it. */
    static Marker line(double at, String text, boolean isLimit) {
        ValueMarker out = new ValueMarker(at, isLimit ? Look.BAD : Look.SOFT, Look.NOTE);
        out.setLabel(text.isEmpty() ? null : text);
        out.setLabelFont(Look.SMALL);
        out.setLabelPaint(isLimit ? Look.BAD : Look.SOFT);
        out.setLabelBackgroundColor(new Color(0, 0, 0, 0));
        if (isLimit) {
            out.setLabelAnchor(RectangleAnchor.TOP_LEFT);
            out.setLabelTextAnchor(TextAnchor.BOTTOM_LEFT);
        } else {
            out.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
            out.setLabelTextAnchor(TextAnchor.TOP_LEFT);
        }
        return out;
    }

    static Marker region(Chart.Region r) {
        IntervalMarker out = new IntervalMarker(r.from(), r.to(), Look.SHADE, new BasicStroke(0f), null, null, 1f);
        out.setLabel(r.text().isEmpty() ? null : r.text());
        out.setLabelFont(Look.SMALL);
        out.setLabelPaint(Look.SOFT);
        out.setLabelBackgroundColor(new Color(0, 0, 0, 0));
        out.setLabelAnchor(RectangleAnchor.TOP);
        out.setLabelTextAnchor(TextAnchor.TOP_CENTER);
        return out;
    }

    /** Marks that can be told apart; more of them lose their texts. */
    static boolean canName(List<Chart.Mark> marks) {
        return marks.size() <= 12;
    }
}
