package dev.headroom.spec;

import dev.headroom.spec.SupplySpec.Spot;
import dev.headroom.spec.SupplySpec.SpotPool;
import dev.headroom.spec.SupplySpec.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mix of on-demand and spot replicas; the spot ones are of one pool that never runs out, or of several. */
final class SpotTable extends Table<Spot> {

    private final Key<Spot, Integer> base =
            fallback("base", Values.count(0), "Replicas that are on demand first.", 0, Spot::base);
    private final Key<Spot, Double> onDemand = fallback(
            "on-demand",
            Values.SHARE,
            "Share of those above the base that are on demand, rounded up.",
            0.0,
            Spot::onDemand);
    private final Key<Spot, Double> price = optional(
            "price",
            Values.SHARE,
            "Price of a spot replica as a share of an on-demand one's.",
            "required without pools",
            s -> one(s) == null ? null : s.pools().get(0).price());
    private final Key<Spot, Double> interruptions = fallback(
            "interruptions",
            Values.NUMBER,
            "Mean interruptions of a spot machine in an hour.",
            0.0,
            s -> one(s) == null ? 0.0 : s.pools().get(0).interruptions());
    private final Key<Spot, String> trace = optional(
            "trace",
            Values.TEXT,
            "A file beside the spec with recorded interruptions: time and machines taken back, as a trace of traffic.",
            "none",
            s -> one(s) == null ? null : s.pools().get(0).trace());
    private final Key<Spot, Duration> notice = fallback(
            "notice",
            Values.DURATION,
            "Time between notice and end; the replica drains meanwhile.",
            Duration.ofMinutes(2),
            Spot::notice);
    private final Key<Spot, Strategy> strategy = fallback(
            "strategy",
            Word.of(
                    "a strategy",
                    Strategy.class,
                    "capacity-optimised",
                    Strategy.CAPACITY_OPTIMISED,
                    "lowest-price",
                    Strategy.LOWEST_PRICE,
                    "capacity-optimized",
                    Strategy.CAPACITY_OPTIMISED),
            "Which pool the next machine is had from: the one with the most machines left, or the cheapest.",
            Strategy.CAPACITY_OPTIMISED,
            Spot::strategy);
    private final Key<Spot, Map<String, SpotPool>> pools = optional(
            "pools",
            MapForm.of("a spot pool", new PoolTable()),
            "Pools of spot machines, instead of price, interruptions and trace.",
            "one that never runs out",
            s -> one(s) == null ? byName(s) : null);

    SpotTable() {
        super("spot", "A mix of on-demand replicas and of spot ones, which the platform may take back.");
    }

    /** The only pool, if it can be written without a name. */
    private static @Nullable SpotPool one(Spot s) {
        SpotPool first = s.pools().get(0);
        return s.pools().size() == 1 && first.name().equals(SpotPool.ONLY) && first.capacity() == null ? first : null;
    }

    private static Map<String, SpotPool> byName(Spot s) {
        Map<String, SpotPool> out = new java.util.LinkedHashMap<>();
        s.pools().forEach(p -> out.put(p.name(), p));
        return out;
    }

    @Override
    @Nullable
    Spot build(Fields f) {
        Map<String, SpotPool> several = f.find(pools);
        if (several != null) {
            for (Key<Spot, ?> key : List.of(price, interruptions, trace)) {
                if (f.has(key)) {
                    f.at(key).errorAtName("'" + key.name() + "' is each pool's own", "write it in the pools");
                }
            }
            if (several.isEmpty()) {
                f.at(pools).errorAtName("there are no pools", "name at least one, or leave the key out");
                return null;
            }
            return new Spot(
                    f.get(base), f.get(onDemand), f.get(notice), f.get(strategy), new ArrayList<>(several.values()));
        }
        Double share = f.find(price);
        if (share == null) {
            f.table().errorAtName("'price' is missing", "add price: 30%, or pools");
            return null;
        }
        if (f.has(strategy)) {
            f.at(strategy).errorAtName("a strategy chooses among pools, and there are none", "add pools");
        }
        return new Spot(
                f.get(base),
                f.get(onDemand),
                f.get(notice),
                f.get(strategy),
                List.of(new SpotPool(SpotPool.ONLY, share, f.get(interruptions), f.find(trace), null)));
    }

    private static final class PoolTable extends Table<SpotPool> {
        private final Key<SpotPool, Double> price = required(
                "price", Values.SHARE, "Price of a replica of it as a share of an on-demand one's.", SpotPool::price);
        private final Key<SpotPool, Double> interruptions = fallback(
                "interruptions",
                Values.NUMBER,
                "Mean interruptions of a machine in an hour.",
                0.0,
                SpotPool::interruptions);
        private final Key<SpotPool, String> trace = optional(
                "trace", Values.TEXT, "A file beside the spec with recorded interruptions.", "none", SpotPool::trace);
        private final Key<SpotPool, Integer> capacity =
                optional("capacity", Values.count(0), "Most machines at a time.", "any number", SpotPool::capacity);

        PoolTable() {
            super("spot-pool", "Spot machines of one kind in one place.");
        }

        @Override
        SpotPool build(Fields f) {
            return new SpotPool(f.name(), f.get(price), f.get(interruptions), f.find(trace), f.find(capacity));
        }
    }
}
