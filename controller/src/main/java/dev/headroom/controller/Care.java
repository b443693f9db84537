package dev.headroom.controller;

import dev.headroom.engine.loop.Tended;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks after a target that has work of its own, again and again until it is stopped; never twice at once. */
final class Care {

    private final Tended target;
    private final Timing timing;
    private final Consumer<Tended.Care> tell;
    private boolean working;
    private @Nullable Runnable atRest;

    Care(Tended target, Timing timing, Consumer<Tended.Care> tell) {
        this.target = target;
        this.timing = timing;
        this.tell = tell;
    }

    void start() {
        timing.run(this::once);
    }

    private void once() {
        synchronized (this) {
            if (atRest != null) {
                return;
            }
            working = true;
        }
        boolean fenced = false;
        try {
            Tended.Care care = target.tend();
            fenced = care instanceof Tended.Care.Fenced;
            tell.accept(care);
        } catch (RuntimeException e) {
            tell.accept(new Tended.Care.Failed(String.valueOf(e)));
        } finally {
            Runnable then;
            synchronized (this) {
                working = false;
                then = atRest;
            }
            if (then != null) {
                then.run();
            } else if (!fenced) {
                timing.after(target.every(), this::once);
            }
        }
    }

    /** Ends it; {@code then} is run once it is at rest. */
    void stop(Runnable then) {
        synchronized (this) {
            atRest = then;
            if (working) {
                return;
            }
        }
        then.run();
    }
}
