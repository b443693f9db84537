package dev.headroom.spec;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The text of a spec with the places of its values, to tell of problems and to change single values in it. */
public final class SpecText {

    private final String name;
    private final String text;
    private final @Nullable Node root;

    private SpecText(String name, String text, @Nullable Node root) {
        this.name = name;
        this.text = text;
        this.root = root;
    }

    /**
     * The text of a file.
     *
     * @throws IllegalArgumentException when there is no text that can be read
     */
    public static SpecText read(Path file) {
        return switch (FileText.read(file)) {
            case FileText.Text t -> of(file.toString(), t.text());
            case FileText.Failed f ->
                throw new IllegalArgumentException(f.problem().render());
        };
    }

    /** A text by the name that problems shall call it. */
    public static SpecText of(String name, String text) {
        Reading reading = new Reading(name, null, text);
        // A mark at the begin would move every place by one character.
        return new SpecText(name, text, text.startsWith("\uFEFF") ? null : YamlText.parse(reading, text));
    }

    public String text() {
        return text;
    }

    /** A problem at the keys that lead to a value, as far as they exist: {@code services.cache.overhead}. */
    public Problem problem(Problem.Severity severity, String path, String message, String mend) {
        Found found = find(path);
        // What is not in the file at all, such as an option of the command line, has no place in it.
        Node at = found == null || found.rest().equals(path) ? null : found.key();
        int line = at == null ? 0 : at.getStartMark().map(m -> m.getLine() + 1).orElse(0);
        int column =
                at == null ? 0 : at.getStartMark().map(m -> m.getColumn() + 1).orElse(0);
        return new Problem(severity, name, line, column, path, message, mend);
    }

    /** The text with the scalar at {@code path} replaced; null when no scalar stands there. */
    public @Nullable SpecText replaced(String path, String value) {
        Found found = find(path);
        if (found == null || !found.rest().isEmpty() || !(found.value() instanceof ScalarNode scalar)) {
            return null;
        }
        int start = offset(scalar.getStartMark().map(m -> m.getIndex()).orElse(-1));
        int end = offset(scalar.getEndMark().map(m -> m.getIndex()).orElse(-1));
        return start < 0 || end < start ? null : of(name, text.substring(0, start) + value + text.substring(end));
    }

    /** The text with a key added at the begin of the block mapping at {@code path}; null when there is no such mapping. */
    public @Nullable SpecText added(String path, String key, String value) {
        Found found = find(path);
        if (found == null
                || !found.rest().isEmpty()
                || !(found.value() instanceof MappingNode mapping)
                || mapping.getValue().isEmpty()) {
            return null;
        }
        Node first = mapping.getValue().getFirst().getKeyNode();
        int at = offset(first.getStartMark().map(m -> m.getIndex()).orElse(-1));
        if (at < 0) {
            return null;
        }
        boolean block = mapping.getFlowStyle() == org.snakeyaml.engine.v2.common.FlowStyle.BLOCK;
        int column = first.getStartMark().map(m -> m.getColumn()).orElse(0);
        String between = block ? "\n" + " ".repeat(column) : ", ";
        return of(name, text.substring(0, at) + key + ": " + value + between + text.substring(at));
    }

    private int offset(int codePoints) {
        return codePoints < 0 ? -1 : text.offsetByCodePoints(0, codePoints);
    }

    /**
     * How far a path goes.
     *
     * @param key the last key that exists
     * @param value what stands under it
     * @param rest what of the path does not exist
     */
    private record Found(Node key, Node value, String rest) {}

    private @Nullable Found find(String path) {
        return root == null ? null : find(root, root, path);
    }

    /** Names may have dots in them, so every key that the path begins with is tried. */
    private static Found find(Node key, Node value, String path) {
        Found best = new Found(key, value, path);
        if (path.isEmpty() || !(value instanceof MappingNode mapping)) {
            return best;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String word = tuple.getKeyNode() instanceof ScalarNode s ? s.getValue() : "";
            boolean whole = path.equals(word);
            if (whole || (!word.isEmpty() && path.startsWith(word + "."))) {
                Found deeper =
                        find(tuple.getKeyNode(), tuple.getValueNode(), whole ? "" : path.substring(word.length() + 1));
                if (deeper.rest().length() < best.rest().length()) {
                    best = deeper;
                }
            }
        }
        return best;
    }
}
