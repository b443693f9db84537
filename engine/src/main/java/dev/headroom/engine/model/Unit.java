package dev.headroom.engine.model;

/** The unit in which a metric source delivers a signal; the engine converts every sample to the base unit on entry. */
public enum Unit {
    /** A dimensionless count (requests in flight, messages). */
    COUNT(1.0, ""),
    /** A ratio, 1.0 meaning "all of it". */
    RATIO(1.0, "%"),
    /** Percent, 100 meaning "all of it"; a ratio inside the engine. */
    PERCENT(100, "%"),
    /** Events per second. */
    PER_SECOND(1.0, "/s"),
    /** Events per minute; per second inside the engine. */
    PER_MINUTE(60, "/s"),
    /** Seconds. */
    SECONDS(1.0, "s"),
    /** Milliseconds; seconds inside the engine. */
    MILLISECONDS(1000, "s"),
    /** Bytes. */
    BYTES(1.0, "B");

    private final double perBase;
    private final String symbol;

    Unit(double perBase, String symbol) {
        this.perBase = perBase;
        this.symbol = symbol;
    }

    /**
     * Converts a delivered value to the base unit (count, ratio, per second, seconds, bytes). A division: 70 ÷ 100 is 0.7 to
     * the last bit, 70 × 0.01 is not, and a value on a threshold must be on it.
     */
    public double toBase(double delivered) {
        return delivered / perBase;
    }

    /** The symbol of the base unit as it is shown to people; ratios are shown as percent. */
    public String symbol() {
        return symbol;
    }
}
