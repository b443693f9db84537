package dev.headroom.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A place in the YAML file: a node, the key it stands under, and the way there. Problems are reported from here. */
final class Cursor {

    private final Reading reading;
    private final @Nullable Node key;
    private final Node node;
    private final String name;
    private final String path;

    private Cursor(Reading reading, @Nullable Node key, Node node, String name, String path) {
        this.reading = reading;
        this.key = key;
        this.node = node;
        this.name = name;
        this.path = path;
    }

    static Cursor root(Reading reading, Node node) {
        return new Cursor(reading, null, node, "", "");
    }

    Reading reading() {
        return reading;
    }

    /** The key it stands under; a number for an item of a list; empty for the root. */
    String name() {
        return name;
    }

    String path() {
        return path;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** Whether nothing stands here: {@code key:}, {@code ~} or {@code null}. */
    boolean isNothing() {
        return node instanceof ScalarNode s
                && s.isPlain()
                && (s.getValue().isEmpty()
                        || s.getValue().equals("~")
                        || s.getValue().equals("null"));
    }

    /** The text of a scalar; null after reporting that it is none. */
    @Nullable
    String text(String expected) {
        if (node instanceof ScalarNode s) {
            return s.getValue().strip();
        }
        error(what() + " where " + expected + " is expected", "");
        return null;
    }

    /** The scalar exactly as it is, for expressions. */
    String raw() {
        return node instanceof ScalarNode s ? s.getValue() : "";
    }

    /** The entries of a mapping by key; null after reporting that it is none. Double keys are reported. */
    @Nullable
    Map<String, Cursor> entries(String expected) {
        if (isNothing()) {
            return Map.of();
        }
        if (!(node instanceof MappingNode mapping)) {
            error(what() + " where " + expected + " is expected", "");
            return null;
        }
        Map<String, Cursor> out = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode k)) {
                new Cursor(reading, null, tuple.getKeyNode(), name, path)
                        .error("a key must be a word, not " + what(tuple.getKeyNode()), "");
                continue;
            }
            String word = k.getValue();
            Cursor entry =
                    new Cursor(reading, k, tuple.getValueNode(), word, path.isEmpty() ? word : path + "." + word);
            Cursor first = out.putIfAbsent(word, entry);
            if (first != null) {
                entry.errorAtName(
                        "'" + word + "' is given twice, first in line " + line(first.key), "keep one of the two");
            }
        }
        return out;
    }

    /** The items of a list; null after reporting that it is none. */
    @Nullable
    List<Cursor> items(String expected) {
        if (!(node instanceof SequenceNode list)) {
            error(what() + " where " + expected + " is expected", "begin each item with '- '");
            return null;
        }
        List<Cursor> out = new ArrayList<>();
        for (Node item : list.getValue()) {
            out.add(new Cursor(reading, null, item, String.valueOf(out.size()), path + "[" + out.size() + "]"));
        }
        return out;
    }

    /** The value as a plain tree of maps, lists and scalars, for content that is not ours to judge. */
    Object tree() {
        if (node instanceof MappingNode) {
            Map<String, Object> out = new LinkedHashMap<>();
            Map<String, Cursor> entries = entries("a mapping");
            if (entries != null) {
                entries.forEach((k, v) -> out.put(k, v.isNothing() ? "" : v.tree()));
            }
            return out;
        }
        if (node instanceof SequenceNode) {
            List<Cursor> items = items("a list");
            return items == null ? List.of() : items.stream().map(Cursor::tree).toList();
        }
        return raw();
    }

    /** The key itself as a place: for values that are written as keys. */
    Cursor asKey() {
        return key == null ? this : new Cursor(reading, key, key, name, path);
    }

    /** Reports an error at the value. */
    void error(String message, String mend) {
        report(Problem.Severity.ERROR, node, 0, 0, message, mend);
    }

    /** Reports an error at the key that the value stands under. */
    void errorAtName(String message, String mend) {
        report(Problem.Severity.ERROR, key != null ? key : node, 0, 0, message, mend);
    }

    /** Reports a warning at the key that the value stands under. */
    void warnAtName(String message, String mend) {
        report(Problem.Severity.WARNING, key != null ? key : node, 0, 0, message, mend);
    }

    /** Reports an error inside a scalar, at a line and column of its text, both from 0. */
    void errorInside(int line, int column, String message, String mend) {
        int lines = 0;
        int columns = 0;
        if (node instanceof ScalarNode s) {
            if (s.isPlain()) {
                columns = column;
            } else if (s.getScalarStyle() == ScalarStyle.LITERAL) {
                lines = line + 1;
                String inside = s.getValue().lines().skip(line).findFirst().orElse("");
                int own = inside.length() - inside.stripLeading().length();
                columns = reading.indentation(line(node) + lines) - own + column - (column(node) - 1);
            } else if (s.getScalarStyle() != ScalarStyle.FOLDED) {
                columns = column + 1;
            }
        }
        report(Problem.Severity.ERROR, node, lines, columns, message, mend);
    }

    private void report(Problem.Severity severity, Node at, int lines, int columns, String message, String mend) {
        reading.report(severity, line(at) + lines, column(at) + columns, path, message, mend);
    }

    private static int line(@Nullable Node n) {
        return n == null ? 1 : n.getStartMark().map(m -> m.getLine() + 1).orElse(1);
    }

    private static int column(Node n) {
        return n.getStartMark().map(m -> m.getColumn() + 1).orElse(1);
    }

    /** What stands here, in words. */
    String what() {
        return what(node);
    }

    private static String what(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        String text = node instanceof ScalarNode s ? s.getValue().strip() : "";
        return text.isEmpty() ? "nothing" : "'" + (text.length() > 40 ? text.substring(0, 39) + "…" : text) + "'";
    }
}
