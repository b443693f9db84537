package dev.headroom.controller.faults;

import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.model.Fleet;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** A target that is the true fleet, mostly. */
final class FaultyTarget implements ScalingTarget {

    private static final int MOST_LATE_SECONDS = 90;

    private final World world;
    private final Life life;
    private final String workload;
    private final long token;
    private final TrueFleet fleet;
    private int orders;

    FaultyTarget(World world, Life life, String workload, long token) {
        this.world = world;
        this.life = life;
        this.workload = workload;
        this.token = token;
        this.fleet = world.fleet(workload);
        fleet.greet(token);
    }

    @Override
    public Observed observe() {
        life.step("looks at " + workload);
        if (world.strikes(Fault.TARGET_UNSEEN)) {
            world.say(workload, () -> "cannot be looked at by " + life.holder());
            return new Observed.Unreachable("the target gives no answer");
        }
        Fleet truth = fleet.seen(world.timing().nanos());
        if (world.strikes(Fault.TARGET_LIES)) {
            Fleet lie = lie(truth, world.random(Fault.TARGET_LIES));
            world.say(
                    workload,
                    () -> "shows " + lie.desired() + " replicas, " + lie.ready() + " ready, to " + life.holder()
                            + "; there are " + truth.desired() + " and " + truth.ready());
            return new Observed.Seen(lie);
        }
        return new Observed.Seen(truth);
    }

    /** Old, halved or doubled numbers: what a target shows that reads from a replica that lags, or counts another's. */
    private static Fleet lie(Fleet truth, SplittableRandom r) {
        int desired = switch (r.nextInt(3)) {
            case 0 -> truth.desired() / 2;
            case 1 -> truth.desired() * 2;
            default -> r.nextInt(1, 20);
        };
        int ready = r.nextInt(desired + 1);
        return new Fleet(desired, ready, 0, desired - ready, 0, List.of());
    }

    @Override
    public Applied apply(int desired) {
        // Between the last look at the lease and the order there is nothing that keeps a process from standing still;
        // of the
        // targets only those that know tokens are safe then.
        if (fleet.fences()) {
            life.step("orders " + desired + " of " + workload);
        }
        orders++;
        if (world.bug() == Bug.TARGET_DEAF && orders > 3) {
            world.say(workload, () -> "an order of " + desired + " is left unsent");
            return Applied.Accepted.YES;
        }
        if (!fleet.takes(token)) {
            world.say(workload, () -> "an order of " + desired + " by " + life.holder() + " comes too late: fenced");
            return new Applied.Refused("token " + token + " is not the newest");
        }
        if (world.strikes(Fault.ORDER_REFUSED)) {
            world.say(workload, () -> "refuses " + desired);
            return new Applied.Refused("quota");
        }
        if (world.strikes(Fault.ORDER_LOST)) {
            world.say(workload, () -> "an order of " + desired + " is lost");
            return world.random(Fault.ORDER_LOST).nextBoolean()
                    ? new Applied.Unreachable("time-out")
                    : Applied.Accepted.YES;
        }
        world.watch().ordered(life, workload, token, desired);
        if (fleet.fences() && world.strikes(Fault.ORDER_DELAYED)) {
            later(desired, Fault.ORDER_DELAYED);
            return Applied.Accepted.YES;
        }
        arrive(desired);
        if (fleet.fences() && world.strikes(Fault.ORDER_TWICE)) {
            later(desired, Fault.ORDER_TWICE);
        }
        if (world.strikes(Fault.ORDER_DOUBTED)) {
            world.say(workload, () -> "does not answer");
            return new Applied.Unreachable("time-out");
        }
        return Applied.Accepted.YES;
    }

    private void arrive(int desired) {
        int before = fleet.desired();
        Duration boot = Duration.ofSeconds(20);
        if (world.strikes(Fault.BOOT_SLOW)) {
            boot = Duration.ofSeconds(world.random(Fault.BOOT_SLOW).nextInt(20, 600));
        }
        fleet.set(desired, world.timing().nanos(), boot);
        world.say(workload, () -> "goes from " + before + " to " + desired + " replicas for " + life.holder());
    }

    private void later(int desired, Fault why) {
        Duration after = Duration.ofMillis(world.random(why).nextInt(1, 1000 * MOST_LATE_SECONDS));
        world.say(workload, () -> "an order of " + desired + " arrives in " + after.toMillis() / 1000.0 + " s");
        world.timing().after(after, () -> {
            if (fleet.takes(token)) {
                arrive(desired);
            }
        });
    }
}
