package dev.headroom.planner.quantity;

/** Quantities of different kinds were put together. */
public final class UnitMismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String mend;

    UnitMismatch(String message, String mend) {
        super(message);
        this.mend = mend;
    }

    /** What would be right. */
    public String mend() {
        return mend;
    }
}
