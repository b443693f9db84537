package dev.headroom.spec;

import java.util.Locale;
import java.util.stream.Collectors;

/** The reference of the controller's metrics as Markdown, made from the table that its page is made from. */
public final class TelemetryReference {

    private TelemetryReference() {}

    /** The page {@code docs/reference/metrics.md}. */
    public static String markdown() {
        StringBuilder out = new StringBuilder("""
                # The metrics of the controller

                A running controller shows these to Prometheus under `/metrics`, beside those of its process and its JVM (`process_…`,
                `jvm_…`). Counters begin at 0 when the controller starts; values that are not known, such as a cost without a price, are
                left out. Made from the table that `/metrics` is made from; a test fails when this page drifts, and writes it anew with
                `-Dheadroom.update=true`.

                `headroom export prometheus` and `headroom export grafana` write rules and a dashboard over them.

                | metric | type | unit | labels | |
                | --- | --- | --- | --- | --- |
                """);
        for (Telemetry t : Telemetry.values()) {
            out.append("| `").append(t.metric()).append("` | ");
            out.append(t.type().name().toLowerCase(Locale.ROOT)).append(" | ");
            out.append(t.unit()).append(" | ");
            out.append(t.labels().stream().map(l -> "`" + l + "`").collect(Collectors.joining(" ")));
            out.append(" | ").append(t.help()).append(" |\n");
        }
        out.append("""

                | label | values |
                | --- | --- |
                | `unit` | the base unit of the signal: `count` `ratio` `per_second` `seconds` `bytes` |
                | `cause` | `missing` `failed` |
                | `side` | `real` `decided` |
                | `period` | `hour` `day` `month` |
                """);
        return out.toString();
    }
}
