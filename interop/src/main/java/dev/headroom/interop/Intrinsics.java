package dev.headroom.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CloudFormation's functions in a template, replaced by what they stand for as far as the template says it: parameters by their
 * defaults, resources by their logical names. What nobody can know stays as a text such as <code>${Name}</code>.
 */
final class Intrinsics {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}!]{1,200})}");

    private final Given template;

    private Intrinsics(Given template) {
        this.template = template;
    }

    /** The template with its functions replaced. */
    static Given resolved(Given template) {
        return new Given(template.file(), template.path(), new Intrinsics(template).resolved(template.value()));
    }

    private @Nullable Object resolved(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> out = new ArrayList<>();
            list.forEach(v -> out.add(resolved(v)));
            return out;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            String key = String.valueOf(only.getKey());
            if (key.equals("Ref") || key.startsWith("Fn::")) {
                return function(key, only.getValue());
            }
        }
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((k, v) -> {
            Object r = resolved(v);
            if (r != null) {
                out.put(String.valueOf(k), r);
            }
        });
        return out;
    }

    private Object function(String name, @Nullable Object given) {
        Object argument = resolved(given);
        return switch (name) {
            case "Ref" -> argument instanceof String s ? reference(s) : "${}";
            case "Fn::GetAtt" ->
                argument instanceof List<?> l && !l.isEmpty()
                        ? String.valueOf(l.getFirst())
                        : argument instanceof String s ? s.replaceAll("\\..*", "") : "${}";
            case "Fn::Sub" ->
                argument instanceof String s
                        ? substituted(s, Map.of())
                        : argument instanceof List<?> l && l.size() == 2 && l.getFirst() instanceof String s
                                ? substituted(s, l.get(1) instanceof Map<?, ?> m ? m : Map.of())
                                : "${}";
            case "Fn::Join" ->
                argument instanceof List<?> l && l.size() == 2 && l.get(1) instanceof List<?> parts
                        ? String.join(
                                String.valueOf(l.getFirst()),
                                parts.stream().map(String::valueOf).toList())
                        : "${}";
            case "Fn::If" -> argument instanceof List<?> l && l.size() == 3 && l.get(1) != null ? l.get(1) : "${}";
            case "Fn::FindInMap" -> argument instanceof List<?> l && l.size() == 3 ? mapped(l) : "${}";
            default -> "${" + name.replace("Fn::", "") + "}";
        };
    }

    private Object reference(String name) {
        Given parameter = template.at("Parameters", name, "Default");
        if (parameter.value() instanceof String s) {
            return s;
        }
        return template.at("Resources", name).there() ? name : "${" + name + "}";
    }

    private Object mapped(List<?> path) {
        Object found = template.at(
                        "Mappings",
                        String.valueOf(path.get(0)),
                        String.valueOf(path.get(1)),
                        String.valueOf(path.get(2)))
                .value();
        return found == null ? "${FindInMap}" : found;
    }

    private String substituted(String text, Map<?, ?> own) {
        Matcher m = VARIABLE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (m.find()) {
            String name = m.group(1);
            Object value = own.get(name);
            String plain = value instanceof String s ? s : String.valueOf(reference(name.replaceAll("\\..*", "")));
            m.appendReplacement(out, Matcher.quoteReplacement(plain));
        }
        return m.appendTail(out).toString();
    }
}
