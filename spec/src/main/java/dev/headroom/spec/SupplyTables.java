package dev.headroom.spec;

import dev.headroom.spec.SupplySpec.Nodes;
import dev.headroom.spec.SupplySpec.Spot;
import dev.headroom.spec.SupplySpec.State;
import dev.headroom.spec.SupplySpec.WarmPool;
import dev.headroom.spec.SupplySpec.Zones;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The tables of what the simulated platform gives: launches, capacity, warm pool and spot. */
final class SupplyTables {

    private SupplyTables() {}

    static final Table<LaunchesSpec> LAUNCHES = new Launches();
    static final Table<SupplySpec> SUPPLY = new Supply();

    private static final class Launches extends Table<LaunchesSpec> {
        private final Key<LaunchesSpec, Double> failure = fallback(
                "failure",
                Values.SHARE,
                "Share of the attempts to start a replica that fail.",
                LaunchesSpec.DEFAULT.failure(),
                LaunchesSpec::failure);
        private final Key<LaunchesSpec, Duration> failureAfter = fallback(
                "failure-after",
                Values.DURATION,
                "Time until a failure is noticed; the machine is paid for meanwhile.",
                LaunchesSpec.DEFAULT.failureAfter(),
                LaunchesSpec::failureAfter);
        private final Key<LaunchesSpec, Double> slow = fallback(
                "slow",
                Values.SHARE,
                "Share of the other attempts that are slow.",
                LaunchesSpec.DEFAULT.slow(),
                LaunchesSpec::slow);
        private final Key<LaunchesSpec, Double> slowFactor = fallback(
                "slow-factor",
                Values.FACTOR,
                "How many times longer a slow one boots.",
                LaunchesSpec.DEFAULT.slowFactor(),
                LaunchesSpec::slowFactor);
        private final Key<LaunchesSpec, Duration> retry = fallback(
                "retry",
                Values.DURATION,
                "Pause after a failure, or a refusal for want of capacity, until the next attempt.",
                LaunchesSpec.DEFAULT.retry(),
                LaunchesSpec::retry);

        Launches() {
            super("launches", "How surely replicas start, in simulation.");
        }

        @Override
        LaunchesSpec build(Fields f) {
            if (f.get(failure) >= 1) {
                f.at(failure).error("with a failure of 100% no replica ever starts", "write a smaller share");
            }
            if (f.get(slowFactor) < 1) {
                f.at(slowFactor).error("a slow launch cannot be faster than the others", "write a factor such as 3");
            }
            if (f.get(retry).isZero()) {
                f.at(retry).error("a pause of 0 would try again for ever at once", "write a duration such as 1m");
            }
            return new LaunchesSpec(f.get(failure), f.get(failureAfter), f.get(slow), f.get(slowFactor), f.get(retry));
        }
    }

    private static final class Pool extends Table<WarmPool> {
        private final Key<WarmPool, State> state = fallback(
                "state",
                Word.of("a state", State.class, "stopped", State.STOPPED, "running", State.RUNNING),
                "What spares do while they wait; running ones cost what a replica does.",
                State.STOPPED,
                WarmPool::state);
        private final Key<WarmPool, Integer> prepared = optional(
                "prepared",
                Values.count(0),
                "Replicas and spares together.",
                "the most replicas of the bounds",
                WarmPool::prepared);
        private final Key<WarmPool, Integer> least =
                fallback("least", Values.count(0), "Fewest spares.", 0, WarmPool::least);
        private final Key<WarmPool, DistributionSpec> start = required(
                "start",
                DistributionTable.CONSTANT,
                "Time from leaving the pool until work is taken.",
                WarmPool::start);
        private final Key<WarmPool, Double> price = fallback(
                "price", Values.SHARE, "Price of a stopped spare as a share of a replica's.", 0.1, WarmPool::price);
        private final Key<WarmPool, Boolean> reuse = fallback(
                "reuse", Values.BOOL, "Whether replicas return to the pool on scale-in.", false, WarmPool::reuse);

        Pool() {
            super(
                    "warm-pool",
                    "Instances prepared beforehand: as many as 'prepared' less the desired replicas, but 'least' in any"
                            + " case.");
        }

        @Override
        WarmPool build(Fields f) {
            return new WarmPool(f.get(state), f.find(prepared), f.get(least), f.get(start), f.get(price), f.get(reuse));
        }
    }

    private static final class Supply extends Table<SupplySpec> {
        private final Key<SupplySpec, Integer> capacity = optional(
                "capacity",
                Values.count(0),
                "Most machines at a time; launches beyond it wait unpaid and are tried again.",
                "any number",
                SupplySpec::capacity);
        private final Key<SupplySpec, WarmPool> warmPool =
                optional("warm-pool", new Pool(), "Instances prepared beforehand.", "none", SupplySpec::warmPool);
        private final Key<SupplySpec, Spot> spot =
                optional("spot", new SpotTable(), "Capacity that may be taken back.", "none", SupplySpec::spot);
        private final Key<SupplySpec, Zones> zones = optional(
                "zones", ZoneTables.ZONES, "Where machines are; a number is how many zones.", "one", SupplySpec::zones);
        private final Key<SupplySpec, Nodes> nodes = optional(
                "nodes",
                new NodesTable(),
                "The machines under the replicas, which are then pods.",
                "none: each replica is a machine",
                SupplySpec::nodes);

        Supply() {
            super("supply", "What the platform has to give, in simulation.");
        }

        @Override
        @Nullable
        SupplySpec build(Fields f) {
            if (f.has(warmPool) && f.has(spot)) {
                f.at(warmPool)
                        .errorAtName(
                                "a warm pool cannot be had together with spot capacity", "leave out warm-pool or spot");
                return null;
            }
            if (f.has(nodes) && (f.has(warmPool) || f.has(spot))) {
                f.at(nodes)
                        .errorAtName(
                                "pods on nodes have neither a warm pool nor spot capacity of their own",
                                "leave out " + (f.has(warmPool) ? "warm-pool" : "spot")
                                        + "; 'spare' keeps nodes ready beforehand");
                return null;
            }
            return new SupplySpec(f.find(capacity), f.find(warmPool), f.find(spot), f.find(zones), f.find(nodes));
        }
    }
}
