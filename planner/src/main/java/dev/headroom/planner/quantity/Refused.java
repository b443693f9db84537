package dev.headroom.planner.quantity;

/** A quantity that has no value: a cycle of formulas, quantities of different kinds put together, a division by zero. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String mend;

    Refused(String name, String message, String mend) {
        super(message);
        this.name = name;
        this.mend = mend;
    }

    /** The quantity. */
    public String name() {
        return name;
    }

    /** What would be right; empty when nobody can say. */
    public String mend() {
        return mend;
    }
}
