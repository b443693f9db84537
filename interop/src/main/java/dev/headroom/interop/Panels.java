package dev.headroom.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The panels of a dashboard of Grafana, laid out from left to right, three in a row. */
final class Panels {

    private static final int WIDTH = 8;
    private static final int HEIGHT = 7;
    private static final int ROW = 24;

    /** Names of the lines of a forecast: the upper one is drawn as a band down to the lower one. */
    static final String LOW = "forecast, low";

    static final String HIGH = "forecast, high";

    private final List<Map<String, Object>> all = new ArrayList<>();
    private int x;
    private int y;

    /** The panels so far. */
    List<Map<String, Object>> all() {
        return List.copyOf(all);
    }

    /** Where the panels get their samples from: what the reader chooses at the top of the dashboard. */
    static Map<String, Object> source() {
        return Tree.of("type", "prometheus", "uid", "${datasource}");
    }

    /** A line of a panel. */
    static Map<String, Object> line(String legend, String query) {
        return Tree.of("expr", query, "legendFormat", legend, "datasource", source());
    }

    /** A heading; what follows stands below it. */
    void row(String title) {
        if (x > 0) {
            y += HEIGHT;
            x = 0;
        }
        all.add(Tree.of(
                "id",
                all.size() + 1,
                "type",
                "row",
                "title",
                title,
                "collapsed",
                false,
                "gridPos",
                Tree.of("x", 0, "y", y, "w", ROW, "h", 1),
                "panels",
                List.of()));
        y += 1;
    }

    /** Lines over time. */
    void add(String title, String unit, List<Map<String, Object>> lines) {
        add(title, unit, false, lines);
    }

    /** Areas over time, one on the other. */
    void stacked(String title, String unit, List<Map<String, Object>> lines) {
        add(title, unit, true, lines);
    }

    private void add(String title, String unit, boolean stacked, List<Map<String, Object>> lines) {
        List<Map<String, Object>> lettered = new ArrayList<>();
        for (Map<String, Object> line : lines) {
            Map<String, Object> one = Tree.of("refId", letters(lettered.size()));
            one.putAll(line);
            lettered.add(one);
        }
        boolean band = lines.stream().anyMatch(l -> HIGH.equals(l.get("legendFormat")));
        all.add(Tree.of(
                "id",
                all.size() + 1,
                "type",
                "timeseries",
                "title",
                title,
                "datasource",
                source(),
                "gridPos",
                Tree.of("x", x, "y", y, "w", WIDTH, "h", HEIGHT),
                "fieldConfig",
                Tree.of(
                        "defaults",
                        Tree.of(
                                "unit",
                                unit,
                                "min",
                                0,
                                "custom",
                                stacked ? Tree.of("fillOpacity", 40, "stacking", Tree.of("mode", "normal")) : null),
                        "overrides",
                        band ? List.of(edge(LOW, null), edge(HIGH, LOW)) : List.of()),
                "options",
                Tree.of(
                        "legend",
                        Tree.of("displayMode", "list", "placement", "bottom"),
                        "tooltip",
                        Tree.of("mode", "multi")),
                "targets",
                lettered));
        x += WIDTH;
        if (x >= ROW) {
            x = 0;
            y += HEIGHT;
        }
    }

    /** A line that is the edge of a band. */
    private static Map<String, Object> edge(String legend, @Nullable String downTo) {
        List<Map<String, Object>> properties = new ArrayList<>();
        properties.add(Tree.of("id", "custom.lineWidth", "value", 0));
        if (downTo != null) {
            properties.add(Tree.of("id", "custom.fillBelowTo", "value", downTo));
            properties.add(Tree.of("id", "custom.fillOpacity", "value", 15));
        }
        return Tree.of("matcher", Tree.of("id", "byName", "options", legend), "properties", properties);
    }

    /** A, B, … Z, AA, AB, … */
    private static String letters(int n) {
        return n < 26 ? String.valueOf((char) ('A' + n)) : letters(n / 26 - 1) + letters(n % 26);
    }
}
