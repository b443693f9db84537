package dev.headroom.interop;

import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.util.List;

/**
 * Writes a spec in another system's terms. Pure, and byte-stable: the same spec gives the same texts, names and order.
 *
 * <p>What the system cannot say comes back as {@link Loss losses}; nothing is dropped in silence.
 */
public interface Exporter {

    /** The word on the command line, such as {@code kubernetes}. */
    String format();

    /** What it writes, one sentence for the help and the docs. */
    String summary();

    /** What of a spec the format says, and as what. */
    List<Coverage> coverage();

    /** What of a spec the format cannot say; every {@link Loss} names one of these. */
    List<Gap> gaps();

    /**
     * The texts for some workloads of a spec.
     *
     * @param spec the whole spec, for time zone, sources and budgets
     * @param workloads the workloads to write, in order; a part of the spec's
     */
    Exported export(Spec spec, List<WorkloadSpec> workloads);
}
