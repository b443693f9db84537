package dev.headroom.connectors.process;

/** How a replica shows that it is ready for work. */
public sealed interface ReadyCheck {

    /** By running. */
    record Running() implements ReadyCheck {
        /** The one value there is. */
        public static final Running ONLY = new Running();
    }

    /** By accepting a connection on its port. */
    record Tcp() implements ReadyCheck {
        /** The one value there is. */
        public static final Tcp ONLY = new Tcp();
    }

    /**
     * By answering 200 to a GET on its port.
     *
     * @param path begins with a slash
     */
    record Http(String path) implements ReadyCheck {
        public Http {
            if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
                throw new IllegalArgumentException(
                        "the path of the ready check must be like /ready, not '" + path + "'");
            }
        }
    }
}
