package dev.headroom.report;

import java.util.List;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jspecify.annotations.Nullable;

/** The plot of a chart over categories. */
final class CategoryDrawing {

    private CategoryDrawing() {}

    static CategoryPlot of(Chart chart) {
        CategoryPlot plot = new CategoryPlot();
        plot.setOrientation(chart.horizontal() ? PlotOrientation.HORIZONTAL : PlotOrientation.VERTICAL);
        plot.setDomainAxis(ChartAxes.categories(chart.x(), chart.horizontal()));
        plot.setRangeAxis(ChartAxes.values(chart.y()));
        plot.setRangeGridlinePaint(Look.RULE);
        plot.setRangeGridlineStroke(Look.THIN);
        plot.setRangeZeroBaselineVisible(true);
        plot.setRangeZeroBaselinePaint(Look.SOFT);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        if (!chart.horizontal()) {
            ChartAxes.fewTicks(plot.getRangeAxis());
        } else {
            plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        }
        DefaultCategoryDataset bars = new DefaultCategoryDataset();
        DefaultCategoryDataset lines = new DefaultCategoryDataset();
        List<String> names = chart.x().categories();
        BarRenderer barRenderer = chart.bars() == Chart.Bars.STACKED ? new StackedBarRenderer() : new BarRenderer();
        barRenderer.setBarPainter(new StandardBarPainter());
        barRenderer.setShadowVisible(false);
        // A gap as wide as a bar, backwards, lays all bars of a category over each other.
        double overlap = (1 - ChartAxes.margins(names.size()))
                * Math.max(0, chart.series().size() - 1);
        barRenderer.setItemMargin(chart.bars() == Chart.Bars.OVERLAID ? -overlap : 0.06);
        barRenderer.setMaximumBarWidth(0.12);
        LineAndShapeRenderer lineRenderer = new LineAndShapeRenderer(true, true);
        int[] colours = chart.colours();
        for (int i = 0; i < colours.length; i++) {
            Series s = chart.series().get(i);
            boolean isBar = s.kind() == Series.Kind.BAR;
            DefaultCategoryDataset data = isBar ? bars : lines;
            int row = data.getRowCount();
            for (int category = 0; category < names.size(); category++) {
                // Every category, so that all stand in order.
                data.addValue(value(s, category), new Row(row, s.name()), new Row(category, names.get(category)));
            }
            if (isBar) {
                barRenderer.setSeriesPaint(row, Look.colour(colours[i]));
            } else {
                lineRenderer.setSeriesPaint(row, Look.colour(colours[i]));
                lineRenderer.setSeriesStroke(row, Look.line(colours[i], false));
                lineRenderer.setSeriesShape(row, Look.symbol(colours[i], 7));
                lineRenderer.setSeriesLinesVisible(row, s.kind() != Series.Kind.SCATTER);
            }
        }
        plot.setDataset(0, bars);
        plot.setRenderer(0, barRenderer);
        if (lines.getRowCount() > 0) {
            plot.setDataset(1, lines);
            plot.setRenderer(1, lineRenderer);
            plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        }
        chart.levels().forEach(l -> plot.addRangeMarker(ChartDrawing.line(l.y(), l.text(), true), Layer.FOREGROUND));
        return plot;
    }

    /** A name with its place, so that two of the same name stay two. */
    private record Row(int at, String name) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            return Integer.compare(at, other.at);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static @Nullable Number value(Series s, int category) {
        for (int i = 0; i < s.x().length; i++) {
            if (s.x()[i] == category && Double.isFinite(s.y()[i])) {
                return s.y()[i];
            }
        }
        return null;
    }
}
