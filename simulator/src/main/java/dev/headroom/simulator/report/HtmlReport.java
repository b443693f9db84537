package dev.headroom.simulator.report;

import dev.headroom.report.Figures;
import dev.headroom.report.HtmlDocument;
import dev.headroom.report.Template;
import java.util.Map;

/**
 * Writes the report of a simulation as one self-contained HTML file. The same data make the same bytes.
 */
public final class HtmlReport {

    private static final Template BODY = Template.of(HtmlReport.class, "report.html");
    private static final String STYLE = Template.resource(HtmlReport.class, "report.css");
    private static final String SCRIPT = Template.resource(HtmlReport.class, "charts.js")
            + Template.resource(HtmlReport.class, "decisions.js")
            + Template.resource(HtmlReport.class, "report.js");

    private HtmlReport() {}

    /** The report as text. */
    public static String render(ReportData data) {
        Comparison comparison = new Comparison(data);
        String body = BODY.fill(Map.of(
                "title", Figures.escape(data.title()),
                "workload", Figures.escape(data.workload()),
                "span", span(data),
                "verdict", comparison.verdict(),
                "comparison", comparison.table(),
                "facts", facts(data),
                "notes", notes(data)));
        return HtmlDocument.withCharts(data.title(), STYLE, body, ReportJson.of(data), SCRIPT);
    }

    private static String span(ReportData data) {
        double seconds = (data.trace().endMillis() - data.trace().startMillis()) / 1000.0;
        return Figures.time(data.trace().startMillis()) + " – "
                + Figures.time(data.trace().endMillis()) + " UTC (" + Figures.seconds(seconds) + ")";
    }

    private static String facts(ReportData data) {
        StringBuilder out = new StringBuilder();
        fact(out, "Trace", data.trace().name());
        fact(
                out,
                "Demand",
                Figures.count(data.trace().total()) + " arrivals expected, in "
                        + Figures.count(data.trace().arrivals().length) + " buckets of "
                        + Figures.seconds(data.trace().bucketMillis() / 1000.0));
        fact(
                out,
                "Objective",
                data.hasObjective()
                        ? promise(data) + ", kept when " + Figures.attainment(data.objectiveAttainment())
                                + " of all are within it"
                        : "none");
        fact(out, "Mode", data.mode());
        fact(out, "Seed", Long.toString(data.seed()));
        fact(out, "Times", "UTC");
        return out.toString();
    }

    private static String promise(ReportData data) {
        String limit = "within " + Figures.seconds(data.objectiveSeconds());
        return data.deadline()
                ? "every item " + limit + " of its arrival"
                : Figures.percentile(data.objectiveQuantile()) + " " + limit;
    }

    private static void fact(StringBuilder out, String name, String value) {
        out.append("<dt>")
                .append(name)
                .append("</dt><dd>")
                .append(Figures.escape(value))
                .append("</dd>\n");
    }

    private static String notes(ReportData data) {
        StringBuilder out = new StringBuilder();
        for (String note : data.notes()) {
            out.append("<li>").append(Figures.escape(note)).append("</li>\n");
        }
        return out.isEmpty() ? "" : "<ul class=\"notes\">\n" + out + "</ul>";
    }
}
