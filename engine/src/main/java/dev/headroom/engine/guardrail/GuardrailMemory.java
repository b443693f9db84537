package dev.headroom.engine.guardrail;

import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the guardrails carry from one decision to the next.
 *
 * @param ups least recommendations of the up window
 * @param downs highest recommendations of the down window
 * @param actions changes of what the target is asked for, within the longest period that any guardrail looks back, oldest
 *     first, at most 256
 * @param flapUntilMillis end of a freeze for flapping, epoch milliseconds; −1 for none
 * @param ledger money spent so far, and the alerts told
 * @param demand what the demand signals last read, to tell a dead source from a quiet time
 * @param overrides manual overrides in force at the last decision, so that their end is told once
 * @param freezes cached freeze windows, or null
 * @param blindSinceMillis since when a policy has lacked data, epoch milliseconds; −1 while none does, or nobody asks
 */
public record GuardrailMemory(
        Window ups,
        Window downs,
        List<Action> actions,
        long flapUntilMillis,
        Ledger ledger,
        Demand demand,
        List<ManualOverride> overrides,
        @Nullable FreezeCache freezes,
        long blindSinceMillis) {

    /** Nothing has happened yet. */
    public static final GuardrailMemory EMPTY = new GuardrailMemory(
            Window.EMPTY, Window.EMPTY, List.of(), -1, Ledger.EMPTY, Demand.NONE, List.of(), null, -1);

    /**
     * A change of what the target is asked for.
     *
     * @param atMillis when it was decided or, if it was not, noticed; epoch milliseconds
     * @param from replicas before
     * @param to replicas after
     * @param own whether it was decided here; else somebody else's, an order that arrived late, or what was seen first
     */
    public record Action(long atMillis, int from, int to, boolean own) {

        /** A change decided here. */
        public Action(long atMillis, int from, int to) {
            this(atMillis, from, to, true);
        }
    }

    /**
     * Money this workload has spent in the running day and month of the budget's zone.
     *
     * @param dayEndsMillis when the day ends, epoch milliseconds
     * @param monthEndsMillis when the month ends
     * @param today spent since the day began
     * @param month spent since the month began
     * @param toldHourly how many of the budget's alert shares stand told for the hourly rate
     * @param toldDaily the same for the day
     * @param toldMonthly the same for the month
     */
    public record Ledger(
            long dayEndsMillis,
            long monthEndsMillis,
            double today,
            double month,
            int toldHourly,
            int toldDaily,
            int toldMonthly) {
        /** Nothing spent, no day begun. */
        public static final Ledger EMPTY = new Ledger(Long.MIN_VALUE, Long.MIN_VALUE, 0, 0, 0, 0, 0);
    }

    /**
     * What the demand signals read before.
     *
     * @param levels per demand signal, in the order of the workload
     * @param silentSinceMillis since when all of them read zero without being believed; −1 when believed
     */
    public record Demand(List<Level> levels, long silentSinceMillis) {
        /** No demand signal has been seen. */
        public static final Demand NONE = new Demand(List.of(), -1);
    }

    /** The last value of a demand signal in items of work, and its smoothed level. */
    public record Level(String signal, double last, double level) {}

    /**
     * The freeze in force in [{@code fromMillis}, {@code untilMillis}).
     *
     * @param level 0 none, 1 in only, 2 all
     * @param name of the window; empty when there is none
     * @param key of the configured windows; another key makes the cache void
     */
    public record FreezeCache(long fromMillis, long untilMillis, int level, String name, int key) {}
}
