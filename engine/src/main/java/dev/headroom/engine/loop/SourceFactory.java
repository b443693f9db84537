package dev.headroom.engine.loop;

/** Opens metric sources of one type. Found by {@link java.util.ServiceLoader}: a connector names its own in META-INF/services. */
public interface SourceFactory {

    /** The word after {@code type} in the spec. */
    String type();

    /**
     * Opens a source; it does not yet have to be reached. Thread-safe, since several workloads read it; closed in the end if
     * it is {@link AutoCloseable}. One that can look back implements {@link MetricHistory} as well.
     *
     * @throws IllegalArgumentException if an option is wrong: what, and what would be right
     */
    MetricSource open(Connection with);
}
