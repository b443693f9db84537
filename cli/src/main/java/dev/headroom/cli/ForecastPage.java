package dev.headroom.cli;

import dev.headroom.cli.ForecastOutput.Outcome;
import dev.headroom.forecast.Series;
import dev.headroom.forecast.Share;
import dev.headroom.report.Axis;
import dev.headroom.report.Chart;
import dev.headroom.report.Page;
import dev.headroom.report.Table;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A forecast as a page with a plot. */
final class ForecastPage {
    /** The edges of the intervals of 95 and 80 %, and the median. */
    static final double[] LEVELS = {0.025, 0.1, 0.5, 0.9, 0.975};

    /** So many horizons of history are plotted. */
    private static final int SHOWN = 8;

    private static final int LEAST_SHOWN = 100;

    private ForecastPage() {}

    /**
     * The page.
     *
     * @param plotted quantiles at {@link #LEVELS}
     */
    static String html(Outcome o, double[][] plotted) {
        Page page = Page.titled("Forecast of " + o.name());
        List<String> sentences = o.sentences();
        page.subtitle(sentences.get(0));
        page.verdict(String.join(" ", sentences.subList(1, sentences.size())));
        page.notes(o.notes());
        page.chart(chart(o, plotted));
        List<Share> shares = o.fitted().shares();
        if (!shares.isEmpty()) {
            page.section("Which methods");
            page.text("Every method forecast from earlier times of this history, from what had been seen by then. Those"
                    + " that were off least count most; the error is the mean absolute error over the mean.");
            Table table = Table.of("method", "weight", "error", "form");
            for (Share s : shares) {
                table = table.row(
                        s.method(),
                        s.weight() > 0 ? String.format(Locale.ROOT, "%.0f %%", 100 * s.weight()) : "–",
                        Double.isNaN(s.error()) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * s.error()),
                        s.description());
            }
            page.table(table);
        }
        page.section("The forecast");
        page.table(table(o));
        return page.html();
    }

    private static Chart chart(Outcome o, double[][] plotted) {
        Series history = o.history();
        Series shown = history.last(Math.max(LEAST_SHOWN, SHOWN * plotted.length));
        double[] past = places(shown, 0, shown.size());
        double[] coming = places(history, history.size(), plotted.length);
        return Chart.titled("History and forecast")
                .y(Axis.number("a step of " + ForecastOutput.span(history.step())))
                .line("seen", past, shown.values())
                .line("forecast, median", coming, column(plotted, 2))
                .band("95 % interval", coming, column(plotted, 0), column(plotted, 4))
                .band("80 % interval", coming, column(plotted, 1), column(plotted, 3))
                .mark(places(history, history.size(), 1)[0], "forecast from here")
                .hint("Of ten values to come, eight are expected inside the darker band and nineteen of twenty"
                        + " inside the lighter one.");
    }

    private static double[] places(Series s, int from, int count) {
        double[] places = new double[count];
        for (int i = 0; i < count; i++) {
            places[i] = s.time(from + i).toEpochMilli();
        }
        return places;
    }

    private static double[] column(double[][] rows, int k) {
        double[] column = new double[rows.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = rows[i][k];
        }
        return column;
    }

    private static Table table(Outcome o) {
        List<String> header = new ArrayList<>(List.of("step from (" + o.zone() + ")"));
        for (double level : o.levels()) {
            header.add(ForecastOutput.percent(level));
        }
        List<List<String>> rows = new ArrayList<>();
        DateTimeFormatter form = o.form();
        for (int h = 0; h < o.values().length; h++) {
            List<String> row = new ArrayList<>(List.of(o.time(h, form)));
            for (double v : o.values()[h]) {
                row.add(ForecastOutput.figure(v));
            }
            rows.add(row);
        }
        return new Table(header, rows);
    }
}
