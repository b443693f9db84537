package dev.headroom.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The order in which people write the keys of Kubernetes objects; typed models have an alphabetical one. */
final class KeyOrder {

    private static final List<String> FIRST = List.of(
            "apiVersion",
            "kind",
            "metadata",
            "name",
            "namespace",
            "labels",
            "annotations",
            "scaleTargetRef",
            "minReplicas",
            "maxReplicas",
            "type",
            "resource",
            "pods",
            "external",
            "metric",
            "target",
            "metrics",
            "behavior",
            "scaleUp",
            "scaleDown",
            "stabilizationWindowSeconds",
            "tolerance",
            "selectPolicy",
            "policies",
            "value",
            "periodSeconds");

    private KeyOrder() {}

    /** The same tree with its keys in that order; unknown ones follow as they came. */
    static Map<String, Object> kubernetes(Map<String, Object> tree) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (String key : FIRST) {
            Object value = tree.get(key);
            if (value != null) {
                out.put(key, ordered(value));
            }
        }
        tree.forEach((key, value) -> {
            if (value != null) {
                out.putIfAbsent(key, ordered(value));
            }
        });
        return out;
    }

    private static Object ordered(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> named = new LinkedHashMap<>();
            map.forEach((k, v) -> named.put(String.valueOf(k), v));
            return kubernetes(named);
        }
        if (value instanceof List<?> list) {
            List<Object> out = new ArrayList<>();
            list.forEach(v -> out.add(ordered(v)));
            return out;
        }
        return value;
    }
}
