package dev.headroom.connectors.http;

import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Advice.Severity;
import java.time.Instant;
import java.util.Locale;

/**
 * An advice in words, for people.
 *
 * @param at when it was given
 * @param workload whose decision it comes from; empty for the whole controller
 * @param severity how grave it is
 * @param key of the condition: a standing one keeps it
 * @param text what is the matter, as a sentence without the workload's name
 */
public record Notice(Instant at, String workload, Severity severity, String key, String text) {

    static Notice of(String workload, Advice advice, Instant at) {
        return switch (advice) {
            case Advice.Alert a -> new Notice(at, workload, a.severity(), a.key(), a.text());
            case Advice.ScaleFirst a ->
                new Notice(
                        at,
                        workload,
                        Severity.WARNING,
                        "scale-first-" + a.workload(),
                        "waits for '" + a.workload() + "', which must have " + a.replicas() + " replicas first: "
                                + a.why());
            case Advice.ResizePool a ->
                new Notice(
                        at,
                        workload,
                        Severity.WARNING,
                        "resize-pool-" + a.pool() + "-" + a.each(),
                        "the pool '" + a.pool() + "' should give " + a.each() + " to each of " + a.replicas()
                                + " replicas");
            case Advice.Shed a ->
                new Notice(
                        at,
                        workload,
                        Severity.CRITICAL,
                        "shed-" + a.workload(),
                        "'" + a.workload() + "' should stop: " + a.why());
            case Advice.ResizeReplica a ->
                new Notice(at, workload, Severity.INFO, "resize-replica", "a replica would do better with " + size(a));
            case Advice.OverrideEnded a ->
                new Notice(
                        at,
                        workload,
                        Severity.INFO,
                        "override-ended-" + a.author() + "-" + a.at(),
                        "the order of " + a.author() + " has ended");
        };
    }

    private static String size(Advice.ResizeReplica a) {
        StringBuilder size = new StringBuilder();
        if (Double.isFinite(a.cpu())) {
            size.append(String.format(Locale.ROOT, "%.2f cores", a.cpu()));
        }
        if (Double.isFinite(a.memory())) {
            size.append(size.isEmpty() ? "" : " and ")
                    .append(String.format(Locale.ROOT, "%.0f MiB of memory", a.memory() / (1 << 20)));
        }
        return size + (a.instance() == null ? "" : ", as " + a.instance() + " has");
    }
}
