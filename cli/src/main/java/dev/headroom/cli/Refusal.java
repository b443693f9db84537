package dev.headroom.cli;

/** What was asked for cannot be done, for a reason the user can mend: printed as one line, exit code 1. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
