package dev.headroom.spec;

import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * From text to nodes with places, within limits: the largest specs have some ten thousand workloads, so a text of eight
 * mebibytes, a nesting of 32 or aliases that unfold into 20 000 values more than are written is an attack or an accident and is
 * refused before it costs anything.
 */
final class YamlText {

    static final int MAX_CHARACTERS = 8 << 20;
    static final int MAX_DEPTH = 32;
    static final int MAX_ALIASES = 200;
    static final long MAX_VALUES = 20_000;

    private final Reading reading;
    private final String text;

    private YamlText(Reading reading, String text) {
        this.reading = reading;
        this.text = text;
    }

    /**
     * Reads a whole file: its root is given to the reader if it is a mapping.
     *
     * @param what stands in such a file, for messages: {@code a spec}
     */
    static Reading read(String name, @Nullable Path folder, String text, String what, Consumer<Cursor> reader) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Reading reading = new Reading(name, folder, plain);
        Node root = parse(reading, plain);
        if (root != null) {
            Cursor at = Cursor.root(reading, root);
            if (at.isMapping()) {
                reader.accept(at);
            } else {
                at.error(
                        at.isNothing() ? "the file is empty" : at.what() + " where " + what + " is expected",
                        "begin with 'apiVersion: " + Spec.API_VERSION + "'");
            }
        }
        reading.finish();
        return reading;
    }

    /** The root node; null after reporting why there is none. */
    static @Nullable Node parse(Reading reading, String text) {
        return new YamlText(reading, text).parse();
    }

    private @Nullable Node parse() {
        if (text.length() > MAX_CHARACTERS) {
            error(0, 0, "the file has " + text.length() + " characters; a spec has at most " + MAX_CHARACTERS, "");
            return null;
        }
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(true) // reported by ourselves, with both places
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        try {
            if (!scan(settings)) {
                return null;
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                error(1, 1, "the file is empty", "begin with 'apiVersion: " + Spec.API_VERSION + "'");
                return null;
            }
            return smallEnough(root.get()) ? root.get() : null;
        } catch (MarkedYamlEngineException e) {
            boolean open = e.getContext() != null && e.getContext().contains("quoted scalar");
            Mark mark = (open ? e.getContextMark() : e.getProblemMark())
                    .or(e::getContextMark)
                    .orElse(null);
            if (mark == null) {
                error(0, 0, "not YAML: " + e.getProblem(), "");
            } else {
                broken(mark, e);
            }
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            int start = text.lastIndexOf('\n', Math.max(0, e.getPosition() - 1)) + 1;
            error(
                    line,
                    Math.max(1, e.getPosition() - start + 1),
                    String.format("the character U+%04X may not stand in a YAML file", e.getCodePoint()),
                    "remove it");
        } catch (YamlEngineException e) {
            error(0, 0, "not YAML: " + e.getMessage(), "");
        }
        return null;
    }

    private void broken(Mark mark, MarkedYamlEngineException e) {
        int line = mark.getLine() + 1;
        int column = mark.getColumn() + 1;
        String row = text.lines().skip(mark.getLine()).findFirst().orElse("");
        int tab = row.indexOf('\t');
        if (tab >= 0 && row.substring(0, tab).isBlank()) {
            error(line, tab + 1, "a tab indents this line", "YAML indents with spaces");
            return;
        }
        String context = e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ", ";
        String mend = row.contains("\"") || row.contains("'") ? "are the quotes closed?" : "";
        if (e.getProblem().contains("mapping values are not allowed")) {
            mend = "is the indentation right, or does a text with ': ' lack quotes?";
        }
        error(line, column, "not YAML: " + context + e.getProblem(), mend);
    }

    /** Looks at the events before anything is built from them. */
    private boolean scan(LoadSettings settings) {
        int depth = 0;
        int documents = 0;
        int aliases = 0;
        Iterator<Event> events = new Parse(settings).parseString(text).iterator();
        while (events.hasNext()) {
            Event e = events.next();
            switch (e.getEventId()) {
                case DocumentStart -> {
                    if (++documents > 1) {
                        error(e, "a second document begins here", "a spec is one document; remove the '---'");
                        return false;
                    }
                }
                case MappingStart, SequenceStart -> {
                    if (++depth > MAX_DEPTH) {
                        error(e, "the nesting is deeper than " + MAX_DEPTH, "a spec needs less than ten levels");
                        return false;
                    }
                }
                case MappingEnd, SequenceEnd -> depth--;
                case Alias -> {
                    if (++aliases > MAX_ALIASES) {
                        error(e, "there are more than " + MAX_ALIASES + " aliases", "write the values out");
                        return false;
                    }
                }
                default -> {}
            }
        }
        return true;
    }

    /** Whether aliases unfold into few values beyond those written; the count is taken without unfolding. */
    private boolean smallEnough(Node root) {
        IdentityHashMap<Node, Long> known = new IdentityHashMap<>();
        long size = size(root, known);
        if (size - known.size() > MAX_VALUES) {
            error(
                    1,
                    1,
                    size >= UNFOLDABLE
                            ? "an alias contains itself"
                            : "the aliases unfold into " + (size > 1_000_000 ? "more than a million" : size)
                                    + " values",
                    "write the values out");
            return false;
        }
        return true;
    }

    private static final long UNFOLDABLE = 1L << 60;

    private static long size(Node node, IdentityHashMap<Node, Long> known) {
        Long before = known.get(node);
        if (before != null) {
            return before;
        }
        known.put(node, UNFOLDABLE);
        long size = 1;
        if (node instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                size = sum(size, size(item, known));
            }
        } else if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                size = sum(size, sum(size(entry.getKeyNode(), known), size(entry.getValueNode(), known)));
            }
        }
        known.put(node, size);
        return size;
    }

    private static long sum(long a, long b) {
        return a == UNFOLDABLE || b == UNFOLDABLE ? UNFOLDABLE : Math.min(UNFOLDABLE - 1, a + b);
    }

    private void error(Event at, String message, String mend) {
        int line = at.getStartMark().map(m -> m.getLine() + 1).orElse(1);
        int column = at.getStartMark().map(m -> m.getColumn() + 1).orElse(1);
        error(line, column, message, mend);
    }

    private void error(int line, int column, String message, String mend) {
        reading.report(Problem.Severity.ERROR, line, column, "", message, mend);
    }
}
