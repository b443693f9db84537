package dev.headroom.interop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Texts in YAML or JSON as trees, within limits: what people hand in may be broken or hostile. Every scalar is a text; nothing
 * is ever made of a tag but a mapping of CloudFormation's long form.
 */
final class Trees {

    /** The longest text that is read, in characters. */
    static final int MAX_CHARACTERS = 8 << 20;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_VALUES = 400_000;

    private final String file;
    private final Iterator<Event> events;
    private final Map<String, Sized> anchors = new HashMap<>();
    private int values;

    private Trees(String file, Iterator<Event> events) {
        this.file = file;
        this.events = events;
    }

    /** A value, and of how many it consists when it is unfolded. */
    private record Sized(@Nullable Object value, int size) {}

    /**
     * The documents of a text.
     *
     * @throws Unreadable when it is broken or beyond the limits
     */
    static List<Given> read(Document d) {
        if (d.text().length() > MAX_CHARACTERS) {
            throw new Unreadable(d.path() + ": has " + d.text().length() + " characters; at most " + MAX_CHARACTERS
                    + " are read; import its parts one by one");
        }
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build();
        // JSON may be indented with tabs, which YAML refuses; outside of texts a tab is as good as a space.
        String text = d.text().startsWith("\uFEFF") ? d.text().substring(1) : d.text();
        boolean json =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        try {
            return new Trees(
                            d.path(),
                            new Parse(settings)
                                    .parseString(json ? text.replace('\t', ' ') : text)
                                    .iterator())
                    .documents();
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .map(m -> ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
                    .orElse("");
            throw new Unreadable(
                    d.path() + where + ": neither YAML nor JSON: " + Sketch.comment(String.valueOf(e.getProblem())));
        } catch (YamlEngineException e) {
            throw new Unreadable(
                    d.path() + ": neither YAML nor JSON: " + Sketch.comment(String.valueOf(e.getMessage())));
        }
    }

    private List<Given> documents() {
        List<Given> out = new ArrayList<>();
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.DocumentStart) {
                Object value = value(events.next(), 0).value();
                if (value != null) {
                    out.add(new Given(file, "", value));
                }
                anchors.clear();
            }
        }
        if (out.isEmpty()) {
            throw new Unreadable(file + ": the file is empty");
        }
        return out;
    }

    private Sized value(Event e, int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong(e, "the nesting is deeper than " + MAX_DEPTH);
        }
        if (e instanceof AliasEvent a) {
            Sized known = anchors.get(a.getAlias().getValue());
            if (known == null) {
                throw wrong(e, "the alias *" + a.getAlias().getValue() + " stands for nothing, or for what it is in");
            }
            count(e, known.size());
            return known;
        }
        int before = values;
        count(e, 1);
        Object made = switch (e) {
            case ScalarEvent s -> scalar(s);
            case CollectionStartEvent c -> tagged(c, collection(c, depth));
            default -> throw wrong(e, "a value is expected");
        };
        Sized sized = new Sized(made, values - before);
        if (e instanceof NodeEvent n && n.getAnchor().isPresent()) {
            anchors.put(n.getAnchor().get().getValue(), sized);
        }
        return sized;
    }

    private Object collection(CollectionStartEvent start, int depth) {
        if (start.getEventId() == Event.ID.SequenceStart) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
                list.add(value(e, depth + 1).value());
            }
            return list;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
            Object key = value(e, depth + 1).value();
            Object below = value(events.next(), depth + 1).value();
            if (key instanceof String k && below != null) {
                map.put(k, below);
            }
        }
        return map;
    }

    private static @Nullable Object scalar(ScalarEvent s) {
        String text = s.getValue();
        String tag = s.getTag().orElse("");
        if (isShort(tag)) {
            String name = tag.substring(1);
            return name.equals("GetAtt") && text.contains(".")
                    ? Map.of(
                            "Fn::GetAtt",
                            List.of(text.substring(0, text.indexOf('.')), text.substring(text.indexOf('.') + 1)))
                    : Map.of(longName(name), text);
        }
        return s.isPlain() && text.matches("|~|null|Null|NULL") ? null : text;
    }

    private static Object tagged(CollectionStartEvent c, Object value) {
        String tag = c.getTag().orElse("");
        return isShort(tag) ? Map.of(longName(tag.substring(1)), value) : value;
    }

    private static boolean isShort(String tag) {
        return tag.startsWith("!") && tag.length() > 1;
    }

    private static String longName(String name) {
        return name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
    }

    private void count(Event at, int more) {
        values += more;
        if (values > MAX_VALUES) {
            throw wrong(at, "there are more than " + MAX_VALUES + " values, aliases unfolded");
        }
    }

    private Unreadable wrong(Event at, String what) {
        String where = at.getStartMark()
                .map(m -> ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
                .orElse("");
        return new Unreadable(file + where + ": " + what);
    }
}
