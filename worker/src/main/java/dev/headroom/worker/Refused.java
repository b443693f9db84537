package dev.headroom.worker;

/** A message cannot be processed however often it is tried: it goes to the dead letters with this reason at once. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    /** With a reason for people, as a sentence without a full stop. */
    public Refused(String reason) {
        super(reason);
    }

    /** With what it comes from. */
    public Refused(String reason, Throwable cause) {
        super(reason, cause);
    }
}
