package dev.headroom.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A self-contained HTML file: styles, scripts, the chart library and the data are in it, and its content security policy
 * forbids every request. For a page of text, tables and charts see {@link Page}; this is for pages with scripts of their own.
 *
 * <p>Styles begin with the common ones (light and dark, paper, palette); scripts with {@code data} and {@code format.js}, which
 * has {@code number}, {@code seconds}, {@code clock}, {@code element}, {@code swatch} and
 * {@code variable}, and can use {@code echarts}. The data must have {@code start}, the milliseconds since 1970 that
 * {@code clock} counts from.
 */
public final class HtmlDocument {

    private static final Template FRAME = Template.of(HtmlDocument.class, "frame.html");
    private static final String STYLE = Template.resource(HtmlDocument.class, "base.css");
    private static final String FORMAT = "const data = JSON.parse(document.getElementById(\"data\").textContent);\n"
            + Template.resource(HtmlDocument.class, "format.js");

    private HtmlDocument() {}

    /** Read when the first page with charts is made. */
    private static final class Library {
        static final String TEXT = "\n/*\n" + Template.resource(HtmlDocument.class, "echarts/NOTICE")
                + "\nParts are from d3.js:\n" + Template.resource(HtmlDocument.class, "echarts/LICENSE-d3") + "*/\n"
                + Template.resource(HtmlDocument.class, "echarts/echarts.min.js");
        static final String HASH = hash(TEXT);
    }

    /**
     * A page with charts.
     *
     * @param title plain text
     * @param style CSS after the common styles
     * @param body HTML, its texts escaped by {@link Figures#escape}
     * @param data JSON
     * @param script JavaScript that runs after the body, in a scope of its own
     */
    public static String withCharts(String title, String style, String body, String data, String script) {
        String whole = "(() => {\n\"use strict\";\n" + FORMAT + script + "})();\n";
        // No '<' in the data, so that nothing in it ends the element.
        String scripts = "<script type=\"application/json\" id=\"data\">" + data.replace("<", "\\u003c")
                + "</script>\n<script>" + Library.TEXT + "</script>\n<script>" + whole + "</script>\n";
        return frame(title, style, body, "script-src " + Library.HASH + " " + hash(whole) + "; ", scripts);
    }

    /** A page without scripts; parameters as those of {@link #withCharts}. */
    public static String plain(String title, String style, String body) {
        return frame(title, style, body, "", "");
    }

    /** The chart library with its licences, for pages that are served and not written. */
    public static String chartLibrary() {
        return Library.TEXT;
    }

    private static String frame(String title, String style, String body, String scriptPolicy, String scripts) {
        return FRAME.fill(Map.of(
                "scriptPolicy", scriptPolicy,
                "title", Figures.escape(title),
                "style", STYLE + style,
                "body", body,
                "scripts", scripts));
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
