package dev.headroom.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A self-contained HTML page of headings, texts, facts, tables and charts, in the order in which they are added. All texts are
 * plain. The page loads nothing from anywhere, suits light and dark, paper, phones and colour-blind readers, and is the same
 * bytes for the same parts.
 */
public final class Page {

    private static final String SCRIPT = Template.resource(Page.class, "page.js");

    private final String title;
    private final StringBuilder header = new StringBuilder();
    private final StringBuilder main = new StringBuilder();
    private final List<Chart> charts = new ArrayList<>();

    private Page(String title) {
        this.title = title;
        header.append("<h1>").append(Figures.escape(title)).append("</h1>\n");
    }

    /** A page with nothing but a title. */
    public static Page titled(String title) {
        return new Page(title);
    }

    /** Adds a line below the title, such as what was looked at and when. */
    public Page subtitle(String text) {
        header.append("<p class=\"sub\">").append(Figures.escape(text)).append("</p>\n");
        return this;
    }

    /** Adds the answer in a sentence or two, on top. */
    public Page verdict(String text) {
        header.append("<p class=\"verdict\">").append(Figures.escape(text)).append("</p>\n");
        return this;
    }

    /** Adds a heading. */
    public Page section(String heading) {
        main.append("<h2>").append(Figures.escape(heading)).append("</h2>\n");
        return this;
    }

    /** Adds a paragraph. */
    public Page text(String text) {
        main.append("<p class=\"text\">").append(Figures.escape(text)).append("</p>\n");
        return this;
    }

    /** Adds names and values, in the map's order. */
    public Page facts(Map<String, String> facts) {
        main.append("<dl>\n");
        facts.forEach((name, value) -> main.append("<dt>")
                .append(Figures.escape(name))
                .append("</dt><dd>")
                .append(Figures.escape(value))
                .append("</dd>\n"));
        main.append("</dl>\n");
        return this;
    }

    /** Adds a list of notes. */
    public Page notes(List<String> notes) {
        if (!notes.isEmpty()) {
            main.append("<ul class=\"notes\">\n");
            notes.forEach(n -> main.append("<li>").append(Figures.escape(n)).append("</li>\n"));
            main.append("</ul>\n");
        }
        return this;
    }

    /** Adds a table. */
    public Page table(Table table) {
        main.append("<div class=\"scroll\" tabindex=\"0\">\n")
                .append(table.html())
                .append("\n</div>\n");
        return this;
    }

    /** Adds a chart. */
    public Page chart(Chart chart) {
        main.append("<div class=\"chart\" id=\"c")
                .append(charts.size())
                .append("\"><noscript><p>The chart “")
                .append(Figures.escape(chart.title()))
                .append("” needs scripts, which this viewer has switched off.</p></noscript></div>\n");
        charts.add(chart);
        return this;
    }

    /** The page as text. */
    public String html() {
        String credits = charts.isEmpty() ? "" : " · charts by Apache ECharts (Apache License 2.0)";
        String body = "<header>\n" + header + "</header>\n<main>\n" + main + "</main>\n<footer>Headroom" + credits
                + " · this file loads nothing from anywhere.</footer>";
        return charts.isEmpty()
                ? HtmlDocument.plain(title, "", body)
                : HtmlDocument.withCharts(title, "", body, ChartJson.of(charts), SCRIPT);
    }
}
