package dev.headroom.cli;

import picocli.CommandLine;

/** What was asked for cannot be done, for a reason the user can mend: printed as one line, without a stack trace. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int UNREACHABLE = 3;

    private final int exitCode;

    /** Something given is wrong or out of reach, such as a file: exit code 1. */
    Refusal(String message) {
        this(message, CommandLine.ExitCode.SOFTWARE);
    }

    private Refusal(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The command line itself is wrong: exit code 2. */
    static Refusal ofUsage(String message) {
        return new Refusal(message, CommandLine.ExitCode.USAGE);
    }

    /** Nothing answers where a controller should: exit code 3. */
    static Refusal ofUnreachable(String message) {
        return new Refusal(message, UNREACHABLE);
    }

    int exitCode() {
        return exitCode;
    }
}
