package dev.headroom.planner.prices;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which products of a price list are wanted. Those that run instances are, as most people buy them: Linux without extra
 * software on shared hardware; Redis for caches; PostgreSQL in one zone for databases. Attributes given replace these.
 */
public final class ProductFilter {

    private static final Map<String, String> USUAL = Map.of(
            "operatingSystem", "Linux",
            "tenancy", "Shared",
            "capacitystatus", "Used",
            "preInstalledSw", "NA",
            "marketoption", "OnDemand",
            "cacheEngine", "Redis",
            "databaseEngine", "PostgreSQL",
            "deploymentOption", "Single-AZ");

    private final @Nullable String region;
    private final List<Pattern> names;
    private final Map<String, String> attributes;

    /**
     * A filter.
     *
     * @param region code or name of the region; null for the only one there is
     * @param names instance types, {@code *} standing for anything; empty for all
     * @param attributes further attributes that a product must have, in any case of letters
     */
    public ProductFilter(@Nullable String region, List<String> names, Map<String, String> attributes) {
        this.region = region;
        this.names = names.stream().map(ProductFilter::pattern).toList();
        Map<String, String> all = new HashMap<>(USUAL);
        all.putAll(attributes);
        this.attributes = Map.copyOf(all);
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(String.join(
                ".*",
                List.of(name.split("\\*", -1)).stream().map(Pattern::quote).toList()));
    }

    /** Whether the usual or given attributes fit; an attribute that the product does not have is no hindrance. */
    boolean wants(Map<String, String> product) {
        String type = product.get("instanceType");
        if (type == null || !inRegion(product)) {
            return false;
        }
        if (!names.isEmpty() && names.stream().noneMatch(n -> n.matcher(type).matches())) {
            return false;
        }
        return attributes.entrySet().stream().allMatch(a -> {
            String has = product.get(a.getKey());
            return has == null ? USUAL.containsKey(a.getKey()) : has.equalsIgnoreCase(a.getValue());
        });
    }

    private boolean inRegion(Map<String, String> product) {
        return region == null
                || region.equalsIgnoreCase(product.get("regionCode"))
                || region.equalsIgnoreCase(product.get("location"));
    }

    /** Which attributes two products differ in, for a message; identifiers apart. */
    static String difference(Map<String, String> a, Map<String, String> b) {
        StringBuilder out = new StringBuilder();
        Map<String, String> sorted = new TreeMap<>(a);
        b.keySet().forEach(k -> sorted.putIfAbsent(k, "nothing"));
        sorted.forEach((key, value) -> {
            String other = b.getOrDefault(key, "nothing");
            if (!value.equals(other) && !key.equals("usagetype") && !key.equals("operation")) {
                out.append(out.isEmpty() ? "" : ", ")
                        .append(key)
                        .append(" is '")
                        .append(value)
                        .append("' or '");
                out.append(other).append("'");
            }
        });
        return out.isEmpty() ? "they differ in no attribute" : out.toString();
    }
}
