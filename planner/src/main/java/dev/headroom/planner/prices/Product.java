package dev.headroom.planner.prices;

import dev.headroom.engine.model.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A product of a price list that is wanted, and its terms as they are found. */
final class Product {

    private final String sku;
    private final Map<String, String> attributes;
    private @Nullable Term onDemand;
    private final Map<String, Term> reserved = new HashMap<>();

    Product(String sku, Map<String, String> attributes) {
        this.sku = sku;
        this.attributes = attributes;
    }

    String sku() {
        return sku;
    }

    Map<String, String> attributes() {
        return attributes;
    }

    String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }

    /** The price on demand; null when none was found. */
    @Nullable
    Term onDemand() {
        return onDemand;
    }

    /** Standard reservations; convertible ones, which cost more, are left out. */
    List<Term> reserved() {
        return new ArrayList<>(reserved.values());
    }

    /** Adds a term; of several for the same thing the one that came into force last counts. */
    void add(Term term, boolean isReservation) {
        if (!isReservation) {
            onDemand = later(onDemand, term);
        } else if (!term.attributes.getOrDefault("OfferingClass", "standard").equals("convertible")) {
            reserved.merge(term.attributes.toString(), term, Product::later);
        }
    }

    private static Term later(@Nullable Term a, Term b) {
        return a == null || b.effective.compareTo(a.effective) > 0 ? b : a;
    }

    /** The terms under which something is sold. */
    static final class Term {
        private String effective = "";
        private Map<String, String> attributes = Map.of();
        private @Nullable Money hourly;
        private @Nullable Money fee;

        void effective(String date) {
            effective = date;
        }

        void attributes(Map<String, String> found) {
            attributes = found;
        }

        String attribute(String name) {
            return attributes.getOrDefault(name, "");
        }

        @Nullable
        Money hourly() {
            return hourly;
        }

        @Nullable
        Money fee() {
            return fee;
        }

        /** Notes a price; one by another measure than hours and fees is none of ours. */
        void price(String sku, String unit, Map<String, String> amounts) throws PriceListException {
            boolean hours = unit.equalsIgnoreCase("Hrs") || unit.equalsIgnoreCase("Hours");
            boolean once = unit.equalsIgnoreCase("Quantity");
            if (!hours && !once) {
                return;
            }
            if (amounts.size() != 1) {
                throw new PriceListException("product " + sku + " is priced in "
                        + (amounts.isEmpty() ? "no currency" : String.join(" and ", amounts.keySet()))
                        + "; one currency is expected");
            }
            Map.Entry<String, String> one = amounts.entrySet().iterator().next();
            Money price = new Money(amount(sku, one.getValue()), one.getKey());
            if (hours) {
                if (hourly != null && hourly.amount().compareTo(price.amount()) != 0) {
                    throw new PriceListException("product " + sku + " has an hourly price in tiers, " + hourly + " and "
                            + price + "; only one price is understood");
                }
                hourly = price;
            } else {
                fee = price;
            }
        }

        private static BigDecimal amount(String sku, String text) throws PriceListException {
            try {
                BigDecimal v = new BigDecimal(text);
                if (v.signum() < 0 || v.precision() > 40 || Math.abs(v.scale()) > 40) {
                    throw new PriceListException("product " + sku + ": '" + text + "' is no price");
                }
                return v.signum() == 0
                        ? BigDecimal.ZERO
                        : new BigDecimal(v.stripTrailingZeros().toPlainString());
            } catch (NumberFormatException e) {
                throw new PriceListException("product " + sku + ": '" + text + "' is no price");
            }
        }
    }
}
