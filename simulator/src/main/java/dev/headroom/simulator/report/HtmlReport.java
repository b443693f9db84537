package dev.headroom.simulator.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the report of a simulation as one self-contained HTML file: styles, scripts, the chart library and the data are in
 * it, and its content security policy forbids every request. The same data make the same bytes.
 */
public final class HtmlReport {

    private static final String TEMPLATE = resource("report.html");
    private static final String STYLE = resource("report.css");
    private static final String LIBRARY = library();
    private static final String SCRIPT = "(() => {\n\"use strict\";\n" + resource("format.js") + resource("charts.js")
            + resource("decisions.js") + resource("report.js") + "})();\n";
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src "
            + hash(LIBRARY) + " " + hash(SCRIPT) + "; base-uri 'none'; form-action 'none'";

    private HtmlReport() {}

    /** The report as text. */
    public static String render(ReportData data) {
        Comparison comparison = new Comparison(data);
        Map<String, String> parts = new HashMap<>();
        parts.put("policy", POLICY);
        parts.put("title", Figures.escape(data.title()));
        parts.put("style", STYLE);
        parts.put("workload", Figures.escape(data.workload()));
        parts.put("span", span(data));
        parts.put("verdict", comparison.verdict());
        parts.put("comparison", comparison.table());
        parts.put("facts", facts(data));
        parts.put("notes", notes(data));
        parts.put("data", ReportJson.of(data));
        parts.put("library", LIBRARY);
        parts.put("script", SCRIPT);
        return fill(TEMPLATE, parts);
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
                        ? Figures.percentile(data.objectiveQuantile()) + " within "
                                + Figures.seconds(data.objectiveSeconds()) + ", kept when "
                                + Figures.attainment(data.objectiveAttainment()) + " of all are within it"
                        : "none");
        fact(out, "Mode", data.mode());
        fact(out, "Seed", Long.toString(data.seed()));
        fact(out, "Times", "UTC");
        return out.toString();
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

    /** Replaces each {@code {{name}}} of the template once; what is put in is not searched again. */
    private static String fill(String template, Map<String, String> parts) {
        StringBuilder out = new StringBuilder(1 << 21);
        int from = 0;
        for (int open = template.indexOf("{{"); open >= 0; open = template.indexOf("{{", from)) {
            int close = template.indexOf("}}", open);
            String name = template.substring(open + 2, close);
            String part = parts.get(name);
            if (part == null) {
                throw new IllegalStateException("the template asks for '" + name + "'");
            }
            out.append(template, from, open).append(part);
            from = close + 2;
        }
        return out.append(template, from, template.length()).toString();
    }

    private static String library() {
        return "\n/*\n" + resource("echarts/NOTICE") + "\nParts are from d3.js:\n" + resource("echarts/LICENSE-d3")
                + "*/\n" + resource("echarts/echarts.min.js");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the build");
            }
            // HTML parsers turn CR LF into LF before they hash a script.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script as a content security policy names it. */
    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
