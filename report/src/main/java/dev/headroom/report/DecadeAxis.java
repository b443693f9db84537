package dev.headroom.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;

/** A logarithmic axis with ticks at powers of ten, and at twice and five times them where there are few. */
final class DecadeAxis extends LogAxis {

    private static final long serialVersionUID = 1L;

    private static final double[] FEW = {1, 2, 5};
    private static final double[] MANY = {1};

    DecadeAxis(String name) {
        super(name);
        setBase(10);
    }

    @Override
    public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
        Range range = getRange();
        int first = (int) Math.floor(Math.log10(range.getLowerBound()));
        int last = (int) Math.ceil(Math.log10(range.getUpperBound()));
        boolean lies = RectangleEdge.isTopOrBottom(edge);
        TextAnchor anchor = lies ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
        List<NumberTick> ticks = new ArrayList<>();
        int every = Math.max(1, (last - first) / 8);
        for (int decade = first; decade <= last; decade += every) {
            for (double digit : last - first <= 3 ? FEW : MANY) {
                double v = digit * Math.pow(10, decade);
                if (range.contains(v)) {
                    ticks.add(new NumberTick(v, getNumberFormatOverride().format(v), anchor, TextAnchor.CENTER, 0));
                }
            }
        }
        return ticks;
    }
}
