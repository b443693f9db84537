package dev.headroom.guard;

/** How much of a service is left out to keep the rest alive. */
public enum Degradation {
    /** Everything. */
    FULL(0),
    /** Stale or cached features are allowed, optional ones skipped. */
    REDUCED(1),
    /** A simpler model, no explanations, models of low priority off. */
    SIMPLE(2),
    /** Cached or default answers only. */
    CACHED(3),
    /** Nothing but refusals with a time to come again; what may be queued is. */
    REFUSING(4);

    /** Header that tells callers the level, as its number. */
    public static final String HEADER = "X-Degradation-Level";

    private final int level;

    Degradation(int level) {
        this.level = level;
    }

    /** From 0, full, to 4. */
    public int level() {
        return level;
    }

    /**
     * The level with a number.
     *
     * @throws IllegalArgumentException when it is not from 0 to 4
     */
    public static Degradation of(int level) {
        for (Degradation d : values()) {
            if (d.level == level) {
                return d;
            }
        }
        throw new IllegalArgumentException("levels are 0 to 4, not " + level);
    }

    /** The level one step nearer to full. */
    Degradation better() {
        return switch (this) {
            case FULL, REDUCED -> FULL;
            case SIMPLE -> REDUCED;
            case CACHED -> SIMPLE;
            case REFUSING -> CACHED;
        };
    }
}
