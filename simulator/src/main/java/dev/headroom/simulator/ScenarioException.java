package dev.headroom.simulator;

/** A scenario asks for what cannot be simulated, or not in its mode; the message is a sentence for people. */
public final class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ScenarioException(String message) {
        super(message);
    }
}
