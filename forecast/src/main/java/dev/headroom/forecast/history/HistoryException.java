package dev.headroom.forecast.history;

/** A history that cannot be read. The message names the source, the line where there is one, the cause and a mend. */
public final class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_SHOWN = 60;

    /** A failure with its whole message. */
    public HistoryException(String message) {
        super(message);
    }

    static HistoryException at(String name, int line, String what) {
        return new HistoryException(name + ":" + line + ": " + what);
    }

    /** Fit to be shown in a message: not long, and nothing that a terminal would act on. */
    public static String shortened(String written) {
        String text = written.replaceAll("[\\p{Cntrl}\uFFFD]", "?");
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN - 3) + "...";
    }
}
