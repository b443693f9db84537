package dev.headroom.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.labels.StandardXYItemLabelGenerator;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** The plot of a chart over times or numbers. */
final class ValueDrawing {

    private static final int MOST_POINTS = 2000;
    private static final int CROWD = 500;
    private static final int NAMED_POINTS = 20;

    private final XYPlot plot = new XYPlot();
    private final Chart chart;
    private int layers;

    private ValueDrawing(Chart chart) {
        this.chart = chart;
    }

    static XYPlot of(Chart chart) {
        return new ValueDrawing(chart).draw();
    }

    private XYPlot draw() {
        ValueAxis x = ChartAxes.values(chart.x());
        plot.setDomainAxis(x);
        plot.setRangeAxis(ChartAxes.values(chart.y()));
        ChartAxes.fewTicks(plot.getRangeAxis());
        plot.setDomainGridlinePaint(Look.RULE);
        plot.setRangeGridlinePaint(Look.RULE);
        plot.setDomainGridlineStroke(Look.THIN);
        plot.setRangeGridlineStroke(Look.THIN);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        int[] colours = chart.colours();
        int n = colours.length;
        // Areas below lines, lines with the first on top, points with the last on top.
        IntStream.range(0, n).forEach(i -> below(chart.series().get(i), colours[i]));
        IntStream.range(0, n)
                .map(i -> n - 1 - i)
                .forEach(i -> above(chart.series().get(i), colours[i]));
        IntStream.range(0, n)
                .filter(i -> chart.series().get(i).kind() == Series.Kind.SCATTER)
                .forEach(i -> points(chart.series().get(i), colours[i]));
        boolean points = chart.series().stream().anyMatch(s -> s.kind() == Series.Kind.SCATTER);
        if (!points) {
            x.setLowerMargin(0);
            x.setUpperMargin(0);
        }
        chart.regions().forEach(r -> plot.addDomainMarker(ChartDrawing.region(r), Layer.BACKGROUND));
        boolean named = ChartDrawing.canName(chart.marks());
        chart.marks()
                .forEach(m ->
                        plot.addDomainMarker(ChartDrawing.line(m.x(), named ? m.text() : "", false), Layer.FOREGROUND));
        chart.levels().forEach(l -> plot.addRangeMarker(ChartDrawing.line(l.y(), l.text(), true), Layer.FOREGROUND));
        for (Chart.Level l : chart.levels()) {
            // A limit is to be seen even where nothing comes near it.
            if (Double.isFinite(l.y()) && !plot.getRangeAxis().getRange().contains(l.y())) {
                Range with = Range.expandToInclude(plot.getRangeAxis().getRange(), l.y());
                plot.getRangeAxis().setRange(chart.y().log() ? with : Range.expand(with, 0, 0.05));
            }
        }
        return plot;
    }

    private void below(Series s, int colour) {
        switch (s.kind()) {
            case BAND, AREA, BACKDROP -> area(s, colour);
            case BAR -> bars(s, colour);
            case LINE, STEP, SCATTER -> {}
        }
    }

    private void above(Series s, int colour) {
        switch (s.kind()) {
            case LINE, STEP, AREA -> line(s, colour);
            case BAND, BACKDROP, BAR, SCATTER -> {}
        }
    }

    private void add(XYDataset data, XYItemRenderer renderer) {
        plot.setDataset(layers, data);
        plot.setRenderer(layers++, renderer);
    }

    private void line(Series s, int colour) {
        List<Thinned.Point> points = Thinned.of(s, MOST_POINTS, chart.y().log());
        XYSeries out = new XYSeries(s.name(), false, true);
        boolean steps = s.kind() == Series.Kind.STEP;
        double before = Double.NaN;
        for (Thinned.Point p : points) {
            if (steps && Double.isFinite(before) && Double.isFinite(p.high())) {
                out.add(p.x(), before);
            }
            out.add(p.x(), Double.isFinite(p.high()) ? (Number) p.high() : null);
            before = p.high();
        }
        if (steps && s.x().length > 1 && Double.isFinite(before)) {
            out.add(2 * s.x()[s.x().length - 1] - s.x()[s.x().length - 2], before);
        }
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setSeriesPaint(0, Look.colour(colour));
        renderer.setSeriesStroke(0, Look.line(colour, points.size() > CROWD));
        add(new XYSeriesCollection(out), renderer);
    }

    /** A band, or an area down to zero. */
    private void area(Series s, int colour) {
        YIntervalSeries out = new YIntervalSeries(s.name(), false, true);
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        data.addSeries(out);
        double floor = chart.y().log() ? least(s) : 0;
        boolean steps = s.kind() == Series.Kind.BACKDROP;
        Thinned.Point before = null;
        int parts = 0;
        for (Thinned.Point p : Thinned.of(s, MOST_POINTS, chart.y().log())) {
            if (!Double.isFinite(p.high())) {
                // A polygon has no gaps: what follows is a series of its own.
                before = null;
                if (out.getItemCount() > 0) {
                    out = new YIntervalSeries(s.name() + " " + ++parts, false, true);
                    data.addSeries(out);
                }
                continue;
            }
            double low = s.kind() == Series.Kind.BAND ? p.low() : floor;
            if (steps && before != null) {
                out.add(p.x(), before.high(), low, before.high());
            }
            out.add(p.x(), p.high(), low, p.high());
            before = p;
        }
        DeviationRenderer renderer = new DeviationRenderer(true, false);
        renderer.setAlpha(s.kind() == Series.Kind.BAND ? 0.25f : 0.22f);
        for (int i = 0; i < data.getSeriesCount(); i++) {
            renderer.setSeriesFillPaint(i, Look.colour(colour));
            renderer.setSeriesPaint(i, steps ? Look.faint(Look.BACKDROP, 150) : new Color(0, 0, 0, 0));
            renderer.setSeriesStroke(i, new BasicStroke(1f));
        }
        add(data, renderer);
    }

    private static double least(Series s) {
        double least = Double.POSITIVE_INFINITY;
        for (double v : s.y()) {
            least = v > 0 ? Math.min(least, v) : least;
        }
        return Double.isFinite(least) ? least : 1;
    }

    private void bars(Series s, int colour) {
        XYSeries out = new XYSeries(s.name(), false, true);
        double width = Double.POSITIVE_INFINITY;
        for (int i = 0; i < s.x().length; i++) {
            out.add(s.x()[i], Double.isFinite(s.y()[i]) ? (Number) s.y()[i] : null);
            if (i > 0 && s.x()[i] > s.x()[i - 1]) {
                width = Math.min(width, s.x()[i] - s.x()[i - 1]);
            }
        }
        XYBarRenderer renderer = new XYBarRenderer(0.1);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setSeriesPaint(0, Look.colour(colour));
        add(new XYBarDataset(new XYSeriesCollection(out), Double.isFinite(width) ? width : 1), renderer);
    }

    private void points(Series s, int colour) {
        XYSeries out = new XYSeries(s.name(), false, true);
        for (int i = 0; i < s.x().length; i++) {
            if (Double.isFinite(s.y()[i]) && !(chart.y().log() && s.y()[i] <= 0)) {
                out.add(s.x()[i], s.y()[i]);
            }
        }
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setSeriesPaint(0, Look.faint(Look.colour(colour), s.x().length > 200 ? 150 : 255));
        renderer.setSeriesShape(0, Look.symbol(colour, s.x().length > 2000 ? 4 : 8));
        if (!s.labels().isEmpty()
                && s.labels().size() <= NAMED_POINTS
                && out.getItemCount() == s.labels().size()) {
            renderer.setDefaultItemLabelGenerator(new StandardXYItemLabelGenerator() {
                private static final long serialVersionUID = 1L;

                @Override
                public String generateLabel(XYDataset data, int series, int item) {
                    return s.labels().get(item);
                }
            });
            renderer.setDefaultItemLabelsVisible(true);
            renderer.setDefaultItemLabelFont(Look.SMALL);
            renderer.setDefaultItemLabelPaint(Look.SOFT);
        }
        add(new XYSeriesCollection(out), renderer);
    }
}
