package dev.headroom.controller.faults;

import dev.headroom.controller.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The process of one controller. Whatever it does outside of itself is a step, and at each it may die, or stand still while the
 * world goes on.
 */
final class Life implements Timing {

    /** As long as a lease lasts, and longer. */
    private static final int LONGEST_PAUSE_SECONDS = 45;

    private final World world;
    private final String holder;
    private final Runnable died;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean dead;
    private boolean paused;

    /** @param died is run when it has died */
    Life(World world, String holder, Runnable died) {
        this.world = world;
        this.holder = holder;
        this.died = died;
    }

    String holder() {
        return holder;
    }

    boolean dead() {
        return dead;
    }

    boolean paused() {
        return paused;
    }

    /** Ends it, between two steps. */
    void kill() {
        if (!dead) {
            dead = true;
            world.say("", () -> holder + " dies");
            died.run();
        }
    }

    /** Another step begins: it may be the last, or begin late. */
    void step(String what) {
        if (dead) {
            throw new Killed();
        }
        if (world.strikes(Fault.CRASH, 0.05)) {
            world.say("", () -> holder + " dies before it " + what);
            dead = true;
            died.run();
            throw new Killed();
        }
        if (!paused && world.strikes(Fault.PAUSE, 0.02)) {
            Duration span = Duration.ofMillis(world.random(Fault.PAUSE).nextInt(1000, 1000 * LONGEST_PAUSE_SECONDS));
            world.say("", () -> holder + " stands still for " + span.toMillis() / 1000.0 + " s before it " + what);
            paused = true;
            world.pass(span);
            paused = false;
            world.say("", () -> holder + " goes on");
            while (!held.isEmpty()) {
                Runnable next = held.poll();
                world.timing().run(() -> live(next));
            }
            if (dead) {
                throw new Killed();
            }
        }
    }

    private void live(Runnable task) {
        if (dead) {
            return;
        }
        if (paused) {
            held.add(task);
            return;
        }
        try {
            task.run();
        } catch (Killed e) {
            // It was in the middle of something.
            return;
        }
    }

    /** Does something as this process. */
    void as(Runnable task) {
        live(task);
    }

    @Override
    public Instant now() {
        return world.timing().now();
    }

    @Override
    public long nanos() {
        return world.timing().nanos();
    }

    @Override
    public Pending after(Duration delay, Runnable task) {
        return world.timing().after(delay, () -> live(task));
    }

    @Override
    public void run(Runnable task) {
        world.timing().run(() -> live(task));
    }
}
