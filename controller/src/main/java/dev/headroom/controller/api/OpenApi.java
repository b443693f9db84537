package dev.headroom.controller.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The table of routes as an OpenAPI 3.1 document. */
final class OpenApi {

    /** What any route may answer besides its own statuses. */
    static final Map<Integer, String> PROBLEMS = new TreeMap<>(Map.of(
            400, "The request is wrong.",
            401, "A token is needed, or the one shown is not known.",
            403, "The role of the token does not allow it.",
            404, "There is no such thing.",
            412, "The present one has another entity tag.",
            422, "The controller refuses it.",
            429, "Too many requests; the header Retry-After says when to try again.",
            503, "Not at the moment."));

    private final Map<String, Class<?>> types = new TreeMap<>();

    private OpenApi() {}

    static Reply answer(Api api, Call call) {
        return new Reply.Document(document(api.console().controller().version()));
    }

    static ObjectNode document(String version) {
        return new OpenApi().write(version);
    }

    private ObjectNode write(String version) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("openapi", "3.1.0");
        root.putObject("info")
                .put("title", "Headroom controller")
                .put("version", version)
                .put("description", "What a running controller sees and does, and the orders it takes.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        root.putArray("servers").addObject().put("url", "/");
        ObjectNode paths = root.putObject("paths");
        for (Route route : Routes.ALL) {
            ObjectNode path = paths.get(route.path()) instanceof ObjectNode p ? p : paths.putObject(route.path());
            operation(path.putObject(route.method().toLowerCase(java.util.Locale.ROOT)), route);
        }
        ObjectNode components = root.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A token with the role viewer, operator or admin.");
        schemas(components.putObject("schemas"));
        return root;
    }

    private void operation(ObjectNode out, Route route) {
        out.put("operationId", name(route));
        out.put("summary", route.summary());
        String who = "Allowed for: " + route.access().words() + ".";
        out.put("description", route.about().isEmpty() ? who : route.about() + " " + who);
        ArrayNode security = out.putArray("security");
        if (route.access() == Route.Access.OPEN || route.access() == Route.Access.READ) {
            security.addObject();
        }
        if (route.access() != Route.Access.OPEN) {
            security.addObject().putArray("token");
        }
        if (!route.parameters().isEmpty()) {
            ArrayNode parameters = out.putArray("parameters");
            for (Route.Parameter p : route.parameters()) {
                ObjectNode schema = parameters
                        .addObject()
                        .put("name", p.name())
                        .put("in", p.inPath() ? "path" : "query")
                        .put("required", p.inPath())
                        .put("description", p.about())
                        .putObject("schema");
                if (p.type().equals("date-time")) {
                    schema.put("type", "string").put("format", "date-time");
                } else {
                    schema.put("type", p.type());
                }
            }
        }
        if (route.body() != null) {
            content(out.putObject("requestBody").put("required", true), route.body());
        }
        ObjectNode responses = out.putObject("responses");
        content(responses.putObject("200").put("description", "As asked."), route.answer());
        statuses(route)
                .forEach(status -> responses
                        .putObject(String.valueOf(status))
                        .put("description", String.valueOf(PROBLEMS.get(status)))
                        .putObject("content")
                        .putObject("application/problem+json")
                        .putObject("schema")
                        .put("$ref", reference(Views.ProblemView.class)));
    }

    /** All statuses but 200 that a route may answer. */
    static Set<Integer> statuses(Route route) {
        TreeSet<Integer> all = new TreeSet<>(route.problems());
        all.add(429);
        if (route.access() != Route.Access.OPEN) {
            all.add(401);
            all.add(403);
        }
        return all;
    }

    private static String name(Route route) {
        StringBuilder name = new StringBuilder(route.method().toLowerCase(java.util.Locale.ROOT));
        for (String part : route.path().replace(Routes.V1, "").split("[^A-Za-z]+", -1)) {
            if (!part.isEmpty()) {
                name.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        return name.toString();
    }

    private void content(ObjectNode out, Route.Content content) {
        ObjectNode media = out.putObject("content").putObject(content.media());
        if (content.type() == null) {
            media.putObject("schema").put("description", content.about());
        } else {
            media.putObject("schema").put("$ref", reference(content.type()));
        }
    }

    private String reference(Class<?> type) {
        String name = schemaName(type);
        types.put(name, type);
        return "#/components/schemas/" + name;
    }

    /** A record's name without the word that ends all of them. */
    static String schemaName(Class<?> type) {
        return type.getSimpleName().replaceAll("View$|Body$", "");
    }

    private void schemas(ObjectNode out) {
        TreeSet<String> written = new TreeSet<>();
        List<String> open = new ArrayList<>(types.keySet());
        while (!open.isEmpty()) {
            String name = open.remove(0);
            Class<?> type = types.get(name);
            if (type != null && written.add(name)) {
                schema(out.putObject(name), type);
                open.addAll(types.keySet());
            }
        }
    }

    private void schema(ObjectNode out, Class<?> type) {
        out.put("type", "object");
        ObjectNode properties = out.putObject("properties");
        ArrayNode required = Json.MAPPER.createArrayNode();
        for (RecordComponent c : type.getRecordComponents()) {
            Doc doc = doc(c);
            ObjectNode property = properties.putObject(key(c));
            property.put("description", doc.value());
            property(property, c.getGenericType(), doc.maybe());
            if (doc.words().length > 0) {
                ArrayNode words = property.putArray("enum");
                for (String word : doc.words()) {
                    words.add(word);
                }
            }
            if (!type.getSimpleName().endsWith("Body") || !doc.maybe()) {
                required.add(key(c));
            }
        }
        out.set("required", required);
    }

    /** The name of a field in JSON. */
    static String key(RecordComponent c) {
        JsonProperty named = c.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? c.getName() : named.value();
    }

    static Doc doc(RecordComponent c) {
        Doc doc = c.getAnnotation(Doc.class);
        if (doc == null) {
            throw new IllegalStateException(
                    "the field " + c.getDeclaringRecord().getSimpleName() + "." + c.getName() + " has no description");
        }
        return doc;
    }

    private void property(ObjectNode out, Type type, boolean maybe) {
        if (type instanceof ParameterizedType list) {
            out.put("type", "array");
            property(out.putObject("items"), list.getActualTypeArguments()[0], false);
        } else if (type instanceof Class<?> c && c.isRecord()) {
            if (maybe) {
                ArrayNode either = out.putArray("anyOf");
                either.addObject().put("$ref", reference(c));
                either.addObject().put("type", "null");
            } else {
                out.put("$ref", reference(c));
            }
        } else if (type == double[].class) {
            out.put("type", "array");
            out.putObject("items").putArray("type").add("number").add("null");
        } else {
            simple(out, simpleName(type), maybe);
            if (type == Instant.class) {
                out.put("format", "date-time");
            }
        }
    }

    private static void simple(ObjectNode out, String name, boolean maybe) {
        if (maybe) {
            out.putArray("type").add(name).add("null");
        } else {
            out.put("type", name);
        }
    }

    /** The JSON type of a simple field. */
    static String simpleName(Type type) {
        if (type == String.class || type == Instant.class) {
            return "string";
        } else if (type == int.class || type == Integer.class) {
            return "integer";
        } else if (type == double.class || type == Double.class) {
            return "number";
        } else if (type == boolean.class) {
            return "boolean";
        }
        throw new IllegalStateException("no field is a " + type);
    }
}
