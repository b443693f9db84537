package dev.headroom.controller.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of routes as a page of the reference. */
public final class ApiReference {

    private final StringBuilder out = new StringBuilder();
    private final Map<String, Class<?>> types = new TreeMap<>();

    private ApiReference() {}

    /** The page in Markdown. */
    public static String markdown() {
        return new ApiReference().write();
    }

    private String write() {
        out.append("# REST interface of the controller\n\n")
                .append(
                        "Generated from the table of routes; [how to use it](../operate/api.md). The same as an OpenAPI 3.1")
                .append(" document: `GET /api/v1/openapi.json`.\n\n")
                .append(
                        "Times are in ISO 8601 (`2026-11-26T08:00:00Z`), values in base units (ratios as 0 to 1, rates per")
                .append(
                        " second, seconds, bytes), and a number that is not known is `null`. Errors are problem documents")
                .append(
                        " (RFC 9457) of the type `application/problem+json`, with every problem of a request at once. A")
                .append(" query parameter that a route does not know is an error. Any route may answer 429 (too many")
                .append(
                        " requests) and, unless it is open to anybody, 401 (no token or an unknown one) and 403 (the role")
                .append(" does not allow it).\n\n## Routes\n\n| request | for | allowed for |\n| --- | --- | --- |\n");
        for (Route r : Routes.ALL) {
            out.append("| [`")
                    .append(r.method())
                    .append(' ')
                    .append(r.path())
                    .append("`](#")
                    .append(anchor(r))
                    .append(") | ")
                    .append(r.summary())
                    .append(" | ")
                    .append(r.access().words())
                    .append(" |\n");
        }
        out.append('\n');
        Routes.ALL.forEach(this::route);
        out.append("## Objects\n\nA field marked ? can be `null`; in a request it can be left out.\n\n");
        collect(Views.ProblemView.class);
        types.forEach(this::type);
        return out.toString();
    }

    private static String title(Route r) {
        return r.method() + " " + r.path();
    }

    private static String anchor(Route r) {
        return title(r).toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9 _-]", "")
                .replace(' ', '-');
    }

    private void route(Route r) {
        out.append("### ").append(title(r)).append("\n\n").append(r.summary()).append(". ");
        if (!r.about().isEmpty()) {
            out.append(r.about()).append(' ');
        }
        out.append("Allowed for: ").append(r.access().words()).append(".\n\n");
        if (!r.parameters().isEmpty()) {
            out.append("| parameter | in | type | |\n| --- | --- | --- | --- |\n");
            for (Route.Parameter p : r.parameters()) {
                out.append("| `")
                        .append(p.name())
                        .append("` | ")
                        .append(p.inPath() ? "path" : "query")
                        .append(" | ")
                        .append(p.type().equals("date-time") ? "time" : p.type())
                        .append(" | ")
                        .append(p.about())
                        .append(" |\n");
            }
            out.append('\n');
        }
        if (r.body() != null) {
            out.append("- takes ").append(content(r.body())).append('\n');
        }
        out.append("- answers ").append(content(r.answer())).append('\n');
        if (!r.problems().isEmpty()) {
            out.append("- or ")
                    .append(r.problems().stream().map(String::valueOf).collect(Collectors.joining(", ")))
                    .append(" with a [Problem](#problem)\n");
        }
        out.append('\n');
    }

    private String content(Route.Content c) {
        if (c.type() == null) {
            return "`" + c.media() + "`: " + c.about();
        }
        collect(c.type());
        return link(c.type());
    }

    private static String link(Class<?> type) {
        String name = OpenApi.schemaName(type);
        return "[" + name + "](#" + name.toLowerCase(java.util.Locale.ROOT) + ")";
    }

    private void collect(Class<?> type) {
        if (types.putIfAbsent(OpenApi.schemaName(type), type) == null) {
            for (RecordComponent c : type.getRecordComponents()) {
                Type of = c.getGenericType() instanceof ParameterizedType list
                        ? list.getActualTypeArguments()[0]
                        : c.getGenericType();
                if (of instanceof Class<?> inner && inner.isRecord()) {
                    collect(inner);
                }
            }
        }
    }

    private void type(String name, Class<?> type) {
        out.append("### ").append(name).append("\n\n| field | type | |\n| --- | --- | --- |\n");
        for (RecordComponent c : type.getRecordComponents()) {
            Doc doc = OpenApi.doc(c);
            out.append("| `")
                    .append(OpenApi.key(c))
                    .append('`')
                    .append(doc.maybe() ? " ?" : "")
                    .append(" | ")
                    .append(typeName(c.getGenericType()))
                    .append(" | ")
                    .append(doc.value());
            if (doc.words().length > 0) {
                out.append(" One of ")
                        .append(Set.of(doc.words()).stream()
                                .sorted()
                                .map(w -> "`" + w + "`")
                                .collect(Collectors.joining(", ")))
                        .append('.');
            }
            out.append(" |\n");
        }
        out.append('\n');
    }

    private static String typeName(Type type) {
        if (type instanceof ParameterizedType list) {
            return "list of " + typeName(list.getActualTypeArguments()[0]);
        } else if (type instanceof Class<?> c && c.isRecord()) {
            return link(c);
        } else if (type == double[].class) {
            return "list of number";
        }
        return type == Instant.class ? "time" : OpenApi.simpleName(type);
    }
}
