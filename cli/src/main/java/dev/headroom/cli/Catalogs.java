package dev.headroom.cli;

import dev.headroom.engine.model.Money;
import dev.headroom.planner.prices.Commitment;
import dev.headroom.planner.prices.InstanceType;
import dev.headroom.planner.prices.PriceList;
import dev.headroom.spec.PricesSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Between price catalogs as they are written and as the planner reckons with them. */
final class Catalogs {

    private Catalogs() {}

    /** Something of a catalog with all the ways to pay for it; null when the catalog does not have it. */
    static @Nullable InstanceType instance(PricesSpec prices, String name) {
        PricesSpec.Hourly found = prices.find(name);
        if (found == null) {
            return null;
        }
        String currency = prices.currency();
        PricesSpec.SpotPrice spot = found.spot();
        List<Commitment> commitments = new ArrayList<>();
        for (PricesSpec.Commitment c : found.commitments()) {
            commitments.add(new Commitment(
                    Commitment.Kind.valueOf(c.kind().name()),
                    c.months(),
                    Commitment.Upfront.valueOf(c.upfront().name()),
                    new Money(c.fee(), currency),
                    new Money(c.price(), currency)));
        }
        return new InstanceType(
                name,
                found.vcpu(),
                found.memory(),
                found.gpus(),
                new Money(found.price(), currency),
                spot == null ? null : spot.discount(),
                spot == null ? 0 : spot.interruptions(),
                commitments);
    }

    /** A price list as a catalog. */
    static PricesSpec catalog(PriceList list) {
        Map<String, PricesSpec.Hourly> instances = new TreeMap<>();
        list.instances().forEach((name, type) -> instances.put(name, hourly(type)));
        return new PricesSpec(
                "",
                null,
                list.currency(),
                list.region(),
                list.published(),
                "AWS price list of " + list.service() + (list.published().isEmpty() ? "" : ", " + list.published()),
                instances,
                Map.of());
    }

    private static PricesSpec.Hourly hourly(InstanceType type) {
        return new PricesSpec.Hourly(
                type.hourly().amount(),
                type.vcpu(),
                type.memoryBytes(),
                type.gpus(),
                null,
                type.commitments().stream()
                        .map(c -> new PricesSpec.Commitment(
                                PricesSpec.Kind.valueOf(c.kind().name()),
                                c.months(),
                                PricesSpec.Upfront.valueOf(c.upfront().name()),
                                c.fee().amount(),
                                c.hourly().amount()))
                        .toList());
    }
}
