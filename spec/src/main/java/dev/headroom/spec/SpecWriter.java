package dev.headroom.spec;

import java.util.List;
import java.util.Map;

/** Writes specs back to YAML. Values equal to their defaults are left out; reading what was written gives the same spec. */
public final class SpecWriter {

    private static final int WIDTH = 120;

    private SpecWriter() {}

    /** The spec as YAML. Comments and the order of keys of a file it was read from are not kept. */
    public static String write(Spec spec) {
        return block(SpecTable.TABLE.write(spec, Writing.PLAIN));
    }

    /** A tree as YAML. */
    static String block(Object tree) {
        StringBuilder out = new StringBuilder();
        block(tree, 0, out);
        return out.toString();
    }

    private static void block(Object value, int indent, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> e : map.entrySet()) {
                out.append(" ".repeat(indent)).append(scalar(e.getKey())).append(':');
                entry(e.getValue(), indent, out);
            }
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                int from = out.length();
                out.append(" ".repeat(indent)).append('-');
                entry(item, indent, out);
                int newline = from + indent + 1;
                if (item instanceof Map<?, ?> && out.charAt(newline) == '\n') {
                    out.replace(newline, newline + 1 + indent + 2, " "); // the first key beside the dash
                }
            }
        }
    }

    /** In one line where it fits and nothing is nested deep; else as a block below. */
    private static void entry(Object value, int indent, StringBuilder out) {
        boolean flat = depth(value) <= 2;
        String line = flow(value);
        if (depth(value) == 0 || (flat && indent > 0 && indent + line.length() < WIDTH)) {
            out.append(' ').append(line).append('\n');
        } else {
            out.append('\n');
            block(value, indent + 2, out);
        }
    }

    private static int depth(Object value) {
        int deepest = -1;
        if (value instanceof Map<?, ?> map) {
            for (Object v : map.values()) {
                deepest = Math.max(deepest, depth(v));
            }
            return map.isEmpty() ? 0 : deepest + 1;
        }
        if (value instanceof List<?> list) {
            for (Object v : list) {
                deepest = Math.max(deepest, depth(v));
            }
            return list.isEmpty() ? 0 : deepest + 1;
        }
        return 0;
    }

    /** A tree in one line. */
    static String flow(Object value) {
        if (value instanceof Map<?, ?> map) {
            StringBuilder out = new StringBuilder("{");
            for (Map.Entry<?, ?> e : map.entrySet()) {
                out.append(out.length() > 1 ? ", " : " ")
                        .append(scalar(e.getKey()))
                        .append(": ")
                        .append(flow(e.getValue()));
            }
            return out.append(map.isEmpty() ? "}" : " }").toString();
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(SpecWriter::flow).toList()) + "]";
        }
        return scalar(value);
    }

    /** Plain where YAML cannot take it for anything else, quoted otherwise. */
    private static String scalar(Object value) {
        String text = String.valueOf(value);
        if (value instanceof Number || value instanceof Boolean) {
            return text;
        }
        boolean plain = text.matches("[A-Za-z0-9_+./=-][A-Za-z0-9_+./=% -]*")
                && !text.matches("(-|--.*|[=]|null|true|false|.* |- .*)");
        if (plain) {
            return text;
        }
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0xfeff) {
                        out.append(String.format("\\x%02x", c & 0xff));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
