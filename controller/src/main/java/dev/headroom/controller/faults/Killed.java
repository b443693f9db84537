package dev.headroom.controller.faults;

/** A simulated process has died: whatever it was doing does not go on. Nothing that handles failures handles this. */
final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
        super("killed", null, false, false);
    }
}
