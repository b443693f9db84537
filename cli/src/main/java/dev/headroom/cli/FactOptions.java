package dev.headroom.cli;

import dev.headroom.interop.Fact;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What other systems do not say of a workload, given on the command line. */
final class FactOptions {

    @Option(
            names = "--boot",
            paramLabel = "D",
            description = "With import: from asking for a replica until it takes work, such as 60s.")
    private @Nullable String boot;

    @Option(
            names = "--service-time",
            paramLabel = "D",
            description = "With import: the mean time of a request or item without waiting, such as 100ms.")
    private @Nullable String serviceTime;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "With import: requests or items that a replica works on at the same time.")
    private @Nullable String concurrency;

    @Option(
            names = "--latency",
            paramLabel = "D",
            description = "With import: the response time to keep for 95 %% of the requests, such as 500ms.")
    private @Nullable String latency;

    @Option(
            names = "--deadline",
            paramLabel = "D",
            description = "With import: the time within which a queued item shall be done, such as 10m.")
    private @Nullable String deadline;

    @Option(
            names = "--price",
            paramLabel = "P",
            description = "With import: what a replica costs, such as \"0.05 USD/h\".")
    private @Nullable String price;

    /** The facts that were given. */
    Map<Fact, String> given() {
        Map<Fact, String> all = new EnumMap<>(Fact.class);
        put(all, Fact.BOOT, boot);
        put(all, Fact.SERVICE_TIME, serviceTime);
        put(all, Fact.CONCURRENCY, concurrency);
        put(all, Fact.LATENCY, latency);
        put(all, Fact.DEADLINE, deadline);
        put(all, Fact.PRICE, price);
        return all;
    }

    private static void put(Map<Fact, String> all, Fact fact, @Nullable String value) {
        if (value != null) {
            all.put(fact, value);
        }
    }
}
