package dev.headroom.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** The reference of all keys as Markdown, made from the very tables that read them. */
public final class SpecReference {

    private SpecReference() {}

    /** The page {@code docs/reference/spec.md}. */
    public static String markdown() {
        StringBuilder out = new StringBuilder("""
                # The keys of headroom.yaml

                Made from the tables that read the file; a test fails when this page drifts, and writes it anew with
                `-Dheadroom.update=true`.

                | written as | means |
                | --- | --- |
                | duration | `45s` `5m` `2h` `28d` `100ms` `1h30m` |
                | percentage | `60%`, or a decimal up to 1 such as `0.6` |
                | factor | `1.2` or `120%` |
                | count, number | `10`, `2.5` |
                | quantile | `0.9` or `p90` |
                | bytes | `512Mi` (powers of 1024) `2GB` (powers of 1000) |
                | money, price | `100 USD`, `0.096 USD/h` |
                | level | in the signal's dimension: `100` `60%` `300ms` `500/s` `512Mi` |
                | adjustment | `+3` `-1` `+20%`, or `=10` for exactly ten |
                | date and time | `2026-11-27T20:00` in the spec's zone, or with an offset |

                """);
        Map<String, Table<?>> tables = new LinkedHashMap<>();
        SpecTable.TABLE.tables(t -> tables.putIfAbsent(t.name(), t));
        tables.values().forEach(t -> {
            section(t, out);
            if (t == WorkloadTable.TABLE) {
                policies(out);
            }
        });
        return out.toString().strip() + "\n";
    }

    /** The page {@code docs/reference/traffic.md}. */
    public static String traffic() {
        StringBuilder out = new StringBuilder("""
                # The keys of a traffic file

                Made from the tables that read the file; a test fails when this page drifts, and writes it anew with
                `-Dheadroom.update=true`. What the shapes are for: [Traffic](../concepts/traffic.md).

                | written as | means |
                | --- | --- |
                | duration | `45s` `5m` `2h` `28d` `1h30m` |
                | rate | `1500/s` `90/min` `3000/h` |
                | percentage | `120%` |
                | factor | `0.05` or `5%` |
                | time of day | `"20:00"` |
                | date and time | `2026-11-27T20:00` in the traffic's zone, or with an offset |

                """);
        Map<String, Table<?>> tables = new LinkedHashMap<>();
        TrafficFile.TABLE.tables(t -> tables.putIfAbsent(t.name(), t));
        tables.values().forEach(t -> section(t, out));
        return out.toString().strip() + "\n";
    }

    private static void policies(StringBuilder out) {
        out.append(
                "## policy\n\nAn item of `policies` is a mapping with one of these keys, and optionally `weight` for ");
        out.append(
                "`combine: weighted`. `capacity` and `auto` may stand alone.\n\n| policy | value |\n| --- | --- |\n");
        PolicyForm.ITEM
                .names()
                .forEach((name, kind) -> out.append("| `")
                        .append(name)
                        .append("` | ")
                        .append(kind)
                        .append(" |\n"));
        out.append('\n');
    }

    private static void section(Table<?> table, StringBuilder out) {
        out.append("## ")
                .append(table.name())
                .append("\n\n")
                .append(table.doc())
                .append("\n\n");
        if (table.keys().isEmpty()) {
            return;
        }
        out.append("| key | value | default | |\n| --- | --- | --- | --- |\n");
        for (Key<?, ?> key : table.keys()) {
            out.append("| `").append(key.name()).append("` | ");
            out.append(key.form().kind()).append(" | ").append(key.byDefault()).append(" | ");
            out.append(key.doc()).append(" |\n");
        }
        out.append('\n');
    }
}
