package dev.headroom.spec;

/**
 * Something wrong with a spec: where, what, and what would be right.
 *
 * @param severity whether the spec can be used all the same
 * @param file the file as it was named
 * @param line first line is 1; 0 when the file as a whole is meant
 * @param column first column is 1; 0 when the file as a whole is meant
 * @param path the keys that lead there, such as {@code workloads.web.bounds.max}; empty for the root
 * @param message the cause
 * @param mend what would be right; empty when nobody can say
 */
public record Problem(Severity severity, String file, int line, int column, String path, String message, String mend) {

    /** Whether a spec with the problem can be used. */
    public enum Severity {
        /** It cannot. */
        ERROR,
        /** It can, and probably not as meant. */
        WARNING
    }

    /** One line for people and editors: {@code file:line:column: path: cause; mend}. */
    public String render() {
        StringBuilder out = new StringBuilder(file);
        if (line > 0) {
            out.append(':').append(line).append(':').append(column);
        }
        out.append(": ");
        if (severity == Severity.WARNING) {
            out.append("warning: ");
        }
        if (!path.isEmpty()) {
            out.append(path).append(": ");
        }
        out.append(message);
        if (!mend.isEmpty()) {
            out.append("; ").append(mend);
        }
        return out.toString();
    }
}
