package dev.headroom.planner.prices;

import dev.headroom.engine.model.Money;
import dev.headroom.planner.prices.Commitment.Kind;
import dev.headroom.planner.prices.Commitment.Upfront;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the products of a price list into instance types, one of each name. */
final class PriceListOutcome {

    private static final Pattern NUMBER = Pattern.compile("([0-9][0-9,]*(?:\\.[0-9]+)?)(?: ([GM]iB))?");
    private static final Pattern YEARS = Pattern.compile("([13]) ?yr");

    private final List<Product> products;
    private final List<String> notes = new ArrayList<>();

    PriceListOutcome(Map<String, Product> wanted) {
        products = wanted.values().stream()
                .sorted(Comparator.comparing(Product::sku))
                .toList();
    }

    PriceList list(String service, String published) throws PriceListException {
        if (products.isEmpty()) {
            throw new PriceListException("no product of the price list is wanted: is the region its code, such as"
                    + " us-east-1, and are the instances in it?");
        }
        String region =
                only("region", products.stream().map(PriceListOutcome::region).toList(), "name one region");
        Map<String, InstanceType> types = new HashMap<>();
        Map<String, Product> of = new HashMap<>();
        TreeSet<String> unpriced = new TreeSet<>();
        for (Product p : products) {
            InstanceType type = type(p);
            if (type == null) {
                unpriced.add(p.attribute("instanceType"));
                continue;
            }
            InstanceType former = types.putIfAbsent(type.name(), type);
            Product other = of.putIfAbsent(type.name(), p);
            if (former != null
                    && other != null
                    && former.hourly().amount().compareTo(type.hourly().amount()) != 0) {
                throw new PriceListException(
                        type.name() + " has two prices, " + former.hourly() + " and " + type.hourly()
                                + "; " + ProductFilter.difference(other.attributes(), p.attributes())
                                + ": name the attribute that is wanted");
            }
        }
        unpriced.removeAll(types.keySet());
        if (!unpriced.isEmpty()) {
            notes.add("without a price on demand by the hour, and left out: " + String.join(", ", unpriced));
        }
        if (types.isEmpty()) {
            throw new PriceListException("none of the wanted products has a price on demand by the hour");
        }
        String currency = only(
                "currency",
                types.values().stream().map(t -> t.hourly().currency()).toList(),
                "use one list for each");
        String day = published.length() >= 10 ? published.substring(0, 10) : published;
        return new PriceList(service, day, region, currency, types, notes);
    }

    private static String region(Product p) {
        String code = p.attribute("regionCode");
        return code.isEmpty() ? p.attribute("location") : code;
    }

    private static String only(String what, Collection<String> all, String mend) throws PriceListException {
        TreeSet<String> distinct = new TreeSet<>(all);
        if (distinct.size() > 1) {
            List<String> some = distinct.stream().limit(5).toList();
            throw new PriceListException("the price list has more than one " + what + ", " + String.join(", ", some)
                    + (distinct.size() > 5 ? ", …" : "") + ": " + mend);
        }
        return distinct.first();
    }

    private @Nullable InstanceType type(Product p) throws PriceListException {
        Product.Term term = p.onDemand();
        Money hourly = term == null ? null : term.hourly();
        if (hourly == null || hourly.amount().signum() == 0) {
            return null;
        }
        List<Commitment> commitments = new ArrayList<>();
        for (Product.Term t : p.reserved()) {
            Commitment c = commitment(p, t, hourly.currency());
            if (c != null) {
                commitments.add(c);
            }
        }
        commitments.sort(Comparator.comparingInt(Commitment::months).thenComparing(Commitment::upfront));
        Double gpus = number(p.attribute("gpu"));
        try {
            return new InstanceType(
                    p.attribute("instanceType"),
                    number(p.attribute("vcpu")),
                    number(p.attribute("memory")),
                    gpus == null ? 0 : (int) Math.round(gpus),
                    hourly,
                    null,
                    0,
                    commitments);
        } catch (IllegalArgumentException e) {
            throw new PriceListException(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Commitment commitment(Product p, Product.Term t, String currency) {
        Matcher years = YEARS.matcher(t.attribute("LeaseContractLength"));
        Upfront upfront = switch (t.attribute("PurchaseOption")) {
            case "No Upfront" -> Upfront.NONE;
            case "Partial Upfront" -> Upfront.PARTIAL;
            case "All Upfront" -> Upfront.ALL;
            default -> null;
        };
        if (!years.matches() || upfront == null) {
            notes.add(p.attribute("instanceType") + ": a reservation of '" + t.attribute("LeaseContractLength") + "', '"
                    + t.attribute("PurchaseOption") + "' is not understood, and left out");
            return null;
        }
        Money zero = new Money(BigDecimal.ZERO, currency);
        Money hourly = t.hourly();
        Money fee = t.fee();
        return new Commitment(
                Kind.RESERVED,
                12 * Integer.parseInt(years.group(1)),
                upfront,
                fee == null ? zero : fee,
                hourly == null ? zero : hourly);
    }

    /** A number such as {@code 4}, {@code 1,952 GiB}, the latter in bytes; null for {@code NA} and the like. */
    private static @Nullable Double number(String text) {
        Matcher m = NUMBER.matcher(text.strip());
        if (!m.matches()) {
            return null;
        }
        double v = Double.parseDouble(m.group(1).replace(",", ""));
        return m.group(2) == null ? v : Math.rint(v * (m.group(2).equals("GiB") ? 1L << 30 : 1L << 20));
    }
}
