package dev.headroom.controller.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.report.HtmlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of the page, by the path they are served at. All are in this archive; none is fetched from elsewhere. */
final class Assets {

    private static final String STYLE = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final List<String> SCRIPTS = List.of(
            "api.js",
            "draw.js",
            "lists.js",
            "orders.js",
            "overview.js",
            "page.js",
            "rollout.js",
            "whatif.js",
            "why.js",
            "words.js",
            "workload.js");

    private Assets() {}

    static Map<String, Reply.Content> all() {
        Map<String, Reply.Content> files = new LinkedHashMap<>();
        files.put("/", of("text/html; charset=utf-8", Assets.class, "page/index.html"));
        files.put("/page/page.css", of(STYLE, Assets.class, "page/page.css"));
        for (String script : SCRIPTS) {
            files.put("/page/" + script, of(SCRIPT, Assets.class, "page/" + script));
        }
        // The pages of reports have the same look, words and charts.
        files.put("/page/base.css", of(STYLE, HtmlDocument.class, "base.css"));
        files.put("/page/format.js", of(SCRIPT, HtmlDocument.class, "format.js"));
        files.put(
                "/page/echarts.js",
                new Reply.Content(SCRIPT, HtmlDocument.chartLibrary().getBytes(UTF_8)));
        return files;
    }

    private static Reply.Content of(String media, Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the build");
            }
            return new Reply.Content(media, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
