package dev.headroom.engine.guardrail;

import dev.headroom.engine.model.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the guardrails carry from one decision to the next.
 *
 * @param ups least recommendations of the up window
 * @param downs highest recommendations of the down window
 * @param actions changes asked of the target within the longest period that any guardrail looks back, oldest first
 * @param flapUntilMillis end of a freeze for flapping, epoch milliseconds; −1 for none
 * @param ledger money spent so far
 * @param busyAtMillis when a demand signal was last seen above zero; −1 for never
 * @param alerted keys of alerts that still stand
 * @param freezes cached freeze windows, or null
 */
public record GuardrailMemory(
        Window ups,
        Window downs,
        List<Action> actions,
        long flapUntilMillis,
        Ledger ledger,
        long busyAtMillis,
        List<String> alerted,
        @Nullable FreezeCache freezes) {

    /** Nothing has happened yet. */
    public static final GuardrailMemory EMPTY = new GuardrailMemory(
            Window.EMPTY, Window.EMPTY, List.of(), -1, new Ledger(Long.MIN_VALUE, Long.MIN_VALUE, 0, 0), -1, List.of(), null);

    /** A change asked of the target. */
    public record Action(long atMillis, int from, int to) {}

    /** Money spent in the running day and month of the budget's zone. */
    public record Ledger(long dayStartMillis, long monthStartMillis, double today, double month) {}

    /** The freeze in force until {@code untilMillis}: 0 none, 1 in only, 2 all. */
    public record FreezeCache(long fromMillis, long untilMillis, int level, String name) {}
}
