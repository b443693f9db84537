package dev.headroom.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Resources of AWS by logical name, in the order they were added, in the words of CloudFormation. */
final class AwsStack {

    /** What another resource is called by. */
    record Reference(String id, String attribute) {
        static Reference to(String id) {
            return new Reference(id, "");
        }
    }

    /** A parameter that the reader of the template gives. */
    record Parameter(String type, String fallback, String description) {}

    /** One resource. */
    record Resource(String type, Map<String, Object> properties) {}

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Resource> resources = new LinkedHashMap<>();

    /** Adds a resource under its logical name or the next free one, and gives the reference to it. */
    Reference add(String id, String type, Map<String, Object> properties) {
        String free = free(id);
        resources.put(free, new Resource(type, properties));
        return Reference.to(free);
    }

    /** The logical name itself, or with a number when it is taken: two policies may follow one signal. */
    String free(String id) {
        String free = id;
        for (int n = 2; resources.containsKey(free) || parameters.containsKey(free); n++) {
            free = id + n;
        }
        return free;
    }

    Reference parameter(String id, String type, String fallback, String description) {
        parameters.put(id, new Parameter(type, fallback, description));
        return Reference.to(id);
    }

    Map<String, Resource> resources() {
        return resources;
    }

    Map<String, Parameter> parameters() {
        return parameters;
    }

    /** As a CloudFormation template. */
    Map<String, Object> template(String description) {
        Map<String, Object> given = new LinkedHashMap<>();
        parameters.forEach((id, p) -> given.put(
                id,
                Tree.of(
                        "Type",
                        p.type(),
                        "Default",
                        p.fallback().isEmpty() ? null : p.fallback(),
                        "Description",
                        p.description())));
        Map<String, Object> all = new LinkedHashMap<>();
        resources.forEach((id, r) -> all.put(id, Tree.of("Type", r.type(), "Properties", intrinsic(r.properties()))));
        return Tree.of(
                "AWSTemplateFormatVersion",
                "2010-09-09",
                "Description",
                description,
                "Parameters",
                given.isEmpty() ? null : given,
                "Resources",
                all);
    }

    private static Object intrinsic(Object value) {
        return switch (value) {
            case Reference r when r.attribute().isEmpty() -> Map.of("Ref", r.id());
            case Reference r -> Map.of("Fn::GetAtt", List.of(r.id(), r.attribute()));
            case Map<?, ?> map -> {
                Map<String, Object> out = new LinkedHashMap<>();
                map.forEach((k, v) -> out.put(String.valueOf(k), intrinsic(v)));
                yield out;
            }
            case List<?> list -> {
                List<Object> out = new ArrayList<>();
                list.forEach(v -> out.add(intrinsic(v)));
                yield out;
            }
            default -> value;
        };
    }

    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9]+");

    /** A logical name: letters and digits only. */
    static String id(String... parts) {
        StringBuilder out = new StringBuilder();
        for (String part : parts) {
            for (String word : NOT_PLAIN.split(part, -1)) {
                if (!word.isEmpty()) {
                    out.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
                }
            }
        }
        return out.toString();
    }
}
