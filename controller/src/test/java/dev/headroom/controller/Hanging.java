package dev.headroom.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Parts in whose time what is done beside is never begun while a condition holds and it reads a certain source. */
final class Hanging {

    private Hanging() {}

    /** As SourceReads begins its reads: whatever is begun for the source of that name is left out. */
    static Parts of(Parts parts, String source, BooleanSupplier hangs) {
        Timing real = parts.timing();
        Timing some = new Timing() {
            @Override
            public Instant now() {
                return real.now();
            }

            @Override
            public long nanos() {
                return real.nanos();
            }

            @Override
            public Pending after(Duration delay, Runnable task) {
                return real.after(delay, task);
            }

            @Override
            public void run(Runnable task) {
                real.run(task);
            }

            @Override
            public void read(String name, Runnable task) {
                if (!(hangs.getAsBoolean() && name.equals(source))) {
                    real.run(task);
                }
            }
        };
        return new Parts(
                parts.holder(),
                parts.version(),
                parts.mode(),
                some,
                parts.connectors(),
                parts.vault(),
                parts.notifiers(),
                parts.decider(),
                parts.rules());
    }
}
