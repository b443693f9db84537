package dev.headroom.spec;

/** A text is not what a scalar form expects. */
final class Unfit extends Exception {

    private static final long serialVersionUID = 1L;

    private final String mend;

    Unfit(String message, String mend) {
        super(message, null, false, false);
        this.mend = mend;
    }

    String mend() {
        return mend;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
