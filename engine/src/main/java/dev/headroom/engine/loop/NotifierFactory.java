package dev.headroom.engine.loop;

/** Opens notifiers of one type. Found by {@link java.util.ServiceLoader}: a connector names its own in META-INF/services. */
public interface NotifierFactory {

    /** The word after {@code type} in the spec. */
    String type();

    /**
     * Opens a notifier; closed in the end if it is {@link AutoCloseable}.
     *
     * @throws IllegalArgumentException if an option is wrong: what, and what would be right
     */
    Notifier open(Connection with);
}
