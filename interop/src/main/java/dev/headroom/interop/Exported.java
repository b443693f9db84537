package dev.headroom.interop;

import java.util.List;

/**
 * The outcome of an export.
 *
 * @param documents the files, in a stable order; empty when the format can say nothing of the workloads
 * @param losses what could not be said, in the order of the workloads
 */
public record Exported(List<Document> documents, List<Loss> losses) {
    public Exported {
        documents = List.copyOf(documents);
        losses = List.copyOf(losses);
    }
}
