package dev.headroom.spec;

import dev.headroom.engine.guardrail.Cooldown;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Quiet times after actions. */
final class CooldownTable extends Table<CooldownTable.Quiet> {

    /** The part of a cooldown that is not about flapping. */
    record Quiet(@Nullable Duration up, @Nullable Duration down, boolean dynamic) {
        static @Nullable Quiet of(@Nullable Cooldown c) {
            return c == null || (!c.dynamic() && c.up().isZero() && c.down().isZero())
                    ? null
                    : new Quiet(c.up(), c.down(), c.dynamic());
        }
    }

    /** The part that is. */
    record Flapping(int changes, Duration freeze) {
        static @Nullable Flapping of(@Nullable Cooldown c) {
            return c == null || c.maxChangesPerHour() == 0 ? null : new Flapping(c.maxChangesPerHour(), c.flapFreeze());
        }
    }

    /** The engine's cooldown; null when neither part is there. */
    static @Nullable Cooldown join(@Nullable Quiet quiet, @Nullable Flapping flapping) {
        if (quiet == null && flapping == null) {
            return null;
        }
        boolean dynamic = quiet != null && quiet.dynamic();
        Duration up = quiet == null ? null : quiet.up();
        Duration down = quiet == null ? null : quiet.down();
        return new Cooldown(
                up != null ? up : Duration.ofSeconds(dynamic ? 300 : 0),
                down != null ? down : Duration.ofSeconds(dynamic ? 900 : 0),
                dynamic,
                flapping == null ? 0 : flapping.changes(),
                flapping == null ? Duration.ZERO : flapping.freeze());
    }

    private final Key<Quiet, Duration> up = optional(
            "up",
            Values.DURATION,
            "After scaling out, before scaling out again.",
            "0s, or 300s when dynamic",
            Quiet::up);
    private final Key<Quiet, Duration> down = optional(
            "down", Values.DURATION, "After any action, before scaling in.", "0s, or 900s when dynamic", Quiet::down);
    private final Key<Quiet, Boolean> dynamic = fallback(
            "dynamic",
            Values.BOOL,
            "Whether the two are bases that adapt to recent actions, urgency and load.",
            false,
            Quiet::dynamic);

    CooldownTable() {
        super("cooldown", "Quiet times after actions; scaling out is never held back by scaling in.");
    }

    @Override
    Quiet build(Fields f) {
        return new Quiet(f.find(up), f.find(down), f.get(dynamic));
    }

    /** Detection of flapping. */
    static final class FlappingTable extends Table<Flapping> {
        private final Key<Flapping, Integer> changes = fallback(
                "changes-per-hour",
                Values.count(1),
                "Direction changes in an hour that are still let be.",
                6,
                Flapping::changes);
        private final Key<Flapping, Duration> freeze = fallback(
                "freeze",
                Values.DURATION,
                "How long scaling in is frozen after that.",
                Duration.ofMinutes(30),
                Flapping::freeze);

        FlappingTable() {
            super("flapping", "A fleet that goes up and down all the time is kept from going down.");
        }

        @Override
        Flapping build(Fields f) {
            return new Flapping(f.get(changes), f.get(freeze));
        }
    }
}
