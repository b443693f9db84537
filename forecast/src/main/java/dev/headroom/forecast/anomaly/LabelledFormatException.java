package dev.headroom.forecast.anomaly;

import java.util.List;

/**
 * A file of labelled series that cannot be read; the message has a line for every problem, with its place, cause and
 * mend.
 */
public final class LabelledFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LabelledFormatException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
