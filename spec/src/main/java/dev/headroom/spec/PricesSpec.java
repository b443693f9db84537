package dev.headroom.spec;

import dev.headroom.engine.model.Money;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A price catalog: what things cost, in one currency, on one day.
 *
 * @param catalog the name of a catalog that ships, or a file, as written; empty when the prices stand in the spec, or nowhere
 * @param base the catalog that these prices add to and override; null for none
 * @param currency ISO 4217 code; empty without prices
 * @param region the prices are of; empty when not said
 * @param dated day the prices were taken; empty when not said
 * @param source where they come from and how far to trust them; empty when not said
 * @param instances whatever is paid by the hour, by its name; those of the base not among them
 * @param rates whatever is paid by another measure, by its name; those of the base not among them
 */
public record PricesSpec(
        String catalog,
        @Nullable PricesSpec base,
        String currency,
        String region,
        String dated,
        String source,
        Map<String, Hourly> instances,
        Map<String, Rate> rates) {

    /** No prices. */
    public static final PricesSpec NONE = new PricesSpec("", null, "", "", "", "", Map.of(), Map.of());

    public PricesSpec {
        instances = Collections.unmodifiableMap(new TreeMap<>(instances));
        rates = Collections.unmodifiableMap(new TreeMap<>(rates));
    }

    /**
     * Something paid by the hour: an instance, a node, a unit of capacity.
     *
     * @param price of an hour on demand
     * @param vcpu virtual processors; null when not said
     * @param memory bytes; null when not said
     * @param gpus graphics processors
     * @param spot its price when the platform may take it back; null when there is none
     * @param commitments cheaper hours against a promise to pay for all of them
     */
    public record Hourly(
            BigDecimal price,
            @Nullable Double vcpu,
            @Nullable Double memory,
            int gpus,
            @Nullable SpotPrice spot,
            List<Commitment> commitments) {
        public Hourly {
            commitments = List.copyOf(commitments);
        }

        /** On demand only, nothing else known. */
        public static Hourly of(BigDecimal price) {
            return new Hourly(price, null, null, 0, null, List.of());
        }
    }

    /**
     * The price of capacity that may be taken back.
     *
     * @param discount share of the on-demand price that is saved, in [0, 1)
     * @param interruptions of a machine in an hour, in the mean
     */
    public record SpotPrice(double discount, double interruptions) {}

    /** How a commitment is called. */
    public enum Kind {
        RESERVED,
        SAVINGS_PLAN,
        PROVISIONED
    }

    /** How much of a commitment is paid at its begin. */
    public enum Upfront {
        NONE,
        PARTIAL,
        ALL
    }

    /**
     * A promise to pay for every hour of a term.
     *
     * @param kind how it is called
     * @param months length of the term
     * @param upfront how much is paid at its begin
     * @param fee what is paid at its begin
     * @param price of an hour beside that
     */
    public record Commitment(Kind kind, int months, Upfront upfront, BigDecimal fee, BigDecimal price) {}

    /**
     * A price by another measure than the hour.
     *
     * @param price of one measure
     * @param per the measure: {@code GB-month}, {@code million requests}
     */
    public record Rate(BigDecimal price, String per) {}

    /** What an hour of something costs on demand, or null when it is not known. */
    public @Nullable Money hourly(String name) {
        Hourly found = find(name);
        return found == null ? null : new Money(found.price(), currency);
    }

    /** What is known of something paid by the hour, here or in the base; null when nothing is. */
    public @Nullable Hourly find(String name) {
        Hourly own = instances.get(name);
        return own != null || base == null ? own : base.find(name);
    }

    /** A price by another measure, here or in the base; null when it is not known. */
    public @Nullable Rate rate(String name) {
        Rate own = rates.get(name);
        return own != null || base == null ? own : base.rate(name);
    }

    /** The names of all that is paid by the hour, in their order, the base's among them. */
    public Set<String> names() {
        Set<String> all = new TreeSet<>(instances.keySet());
        if (base != null) {
            all.addAll(base.names());
        }
        return all;
    }

    /** The names of all that is paid by another measure, in their order, the base's among them. */
    public Set<String> rateNames() {
        Set<String> all = new TreeSet<>(rates.keySet());
        if (base != null) {
            all.addAll(base.rateNames());
        }
        return all;
    }
}
