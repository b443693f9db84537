package dev.headroom.spec;

import dev.headroom.spec.PricesSpec.Commitment;
import dev.headroom.spec.PricesSpec.Hourly;
import dev.headroom.spec.PricesSpec.Kind;
import dev.headroom.spec.PricesSpec.Rate;
import dev.headroom.spec.PricesSpec.SpotPrice;
import dev.headroom.spec.PricesSpec.Upfront;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A price catalog, as it stands in a file or in the spec. */
final class PricesTable extends Table<PricesSpec> {

    static final Word<Kind> KIND = Word.of(
            "a kind of commitment",
            Kind.class,
            "reserved",
            Kind.RESERVED,
            "savings-plan",
            Kind.SAVINGS_PLAN,
            "provisioned",
            Kind.PROVISIONED);
    static final Word<Upfront> UPFRONT = Word.of(
            "a way to pay", Upfront.class, "none", Upfront.NONE, "partial", Upfront.PARTIAL, "all", Upfront.ALL);

    private final Key<PricesSpec, PricesSpec> from;
    private final Key<PricesSpec, String> currency = optional(
            "currency",
            new Values.TextForm("currency", "an ISO 4217 code", "USD"),
            "ISO 4217 code.",
            "that of 'from', else required",
            p -> p.base() != null && p.base().currency().equals(p.currency()) ? null : p.currency());
    private final Key<PricesSpec, String> region =
            optional("region", Values.TEXT, "Region the prices are of.", "not said", p -> said(p.region()));
    private final Key<PricesSpec, String> dated =
            optional("dated", Values.TEXT, "Day the prices were taken.", "not said", p -> said(p.dated()));
    private final Key<PricesSpec, String> source = optional(
            "source", Values.TEXT, "Where they come from, how far to trust them.", "not said", p -> said(p.source()));
    private final Key<PricesSpec, Map<String, Hourly>> instances = fallback(
            "instances",
            MapForm.of(
                    "an instance type",
                    new Brief<>(
                            new Numbers.DecimalForm(),
                            Hourly::of,
                            h -> h.equals(Hourly.of(h.price())) ? h.price() : null,
                            new HourlyTable())),
            "What is paid by the hour: instance types, nodes, units of capacity. A plain number is the price of an"
                    + " hour.",
            Map.of(),
            PricesSpec::instances);
    private final Key<PricesSpec, Map<String, Rate>> rates = fallback(
            "rates",
            MapForm.of("a rate", new RateTable()),
            "What is paid by another measure: stored bytes, requests.",
            Map.of(),
            PricesSpec::rates);

    PricesTable(Form<PricesSpec> base) {
        super("prices", "A price catalog: all amounts are in its one currency.");
        from = optional("from", base, "Catalog that these prices add to and override.", "none", PricesSpec::base);
    }

    private static @Nullable String said(String text) {
        return text.isEmpty() ? null : text;
    }

    @Override
    @Nullable
    PricesSpec build(Fields f) {
        PricesSpec base = f.find(from);
        String code = f.find(currency);
        if (code == null) {
            if (base == null) {
                f.table().errorAtName("'currency' is missing", "add currency: USD");
                return null;
            }
            code = base.currency();
        }
        try {
            Values.MONEY.parse("1 " + code);
        } catch (Unfit e) {
            f.at(currency).error("'" + code + "' is not an ISO 4217 code", "write it like USD");
            return null;
        }
        if (base != null && !base.currency().equals(code)) {
            f.at(currency)
                    .error(
                            "the prices are in " + code + ", and those of '" + base.catalog() + "' in "
                                    + base.currency(),
                            "write them in one currency");
            return null;
        }
        if (base == null && f.get(instances).isEmpty() && f.get(rates).isEmpty()) {
            f.table().errorAtName("the prices have neither instances nor rates", "add instances: { m5.large: 0.096 }");
            return null;
        }
        return new PricesSpec(
                "", base, code, text(f, region), text(f, dated), text(f, source), f.get(instances), f.get(rates));
    }

    private static String text(Fields f, Key<PricesSpec, String> key) {
        String text = f.find(key);
        return text == null ? "" : text;
    }

    private static final class HourlyTable extends Table<Hourly> {
        private final Key<Hourly, BigDecimal> price =
                required("price", new Numbers.DecimalForm(), "Price of an hour on demand.", Hourly::price);
        private final Key<Hourly, Double> vcpu =
                optional("vcpu", Values.POSITIVE, "Virtual processors.", "not said", Hourly::vcpu);
        private final Key<Hourly, Double> memory =
                optional("memory", Values.BYTES, "Memory.", "not said", Hourly::memory);
        private final Key<Hourly, Integer> gpus =
                fallback("gpus", Values.count(0), "Graphics processors.", 0, Hourly::gpus);
        private final Key<Hourly, SpotPrice> spot = optional(
                "spot",
                new SpotTable(),
                "Its price when the platform may take it back.",
                "not to be had",
                Hourly::spot);
        private final Key<Hourly, List<Commitment>> commitments = fallback(
                "commitments",
                ListForm.of(new CommitmentTable()),
                "Cheaper hours against a promise to pay for every hour of a term.",
                List.of(),
                Hourly::commitments);

        HourlyTable() {
            super("hourly-price", "Something that is paid by the hour.");
        }

        @Override
        Hourly build(Fields f) {
            Double bytes = f.find(memory);
            return new Hourly(
                    f.get(price),
                    f.find(vcpu),
                    bytes == null ? null : Math.rint(bytes),
                    f.get(gpus),
                    f.find(spot),
                    f.get(commitments));
        }
    }

    private static final class SpotTable extends Table<SpotPrice> {
        private final Key<SpotPrice, Double> discount =
                required("discount", Values.SHARE, "Share of the on-demand price that is saved.", SpotPrice::discount);
        private final Key<SpotPrice, Double> interruptions = fallback(
                "interruptions",
                Values.NUMBER,
                "Mean interruptions of a machine in an hour.",
                0.0,
                SpotPrice::interruptions);

        SpotTable() {
            super("spot-price", "The price of capacity that may be taken back.");
        }

        @Override
        SpotPrice build(Fields f) {
            if (f.get(discount) >= 1) {
                f.at(discount).error("nothing is free: a discount is less than 100%", "write it like 70%");
            }
            return new SpotPrice(f.get(discount), f.get(interruptions));
        }
    }

    private static final class CommitmentTable extends Table<Commitment> {
        private final Key<Commitment, Kind> kind =
                fallback("kind", KIND, "How it is called.", Kind.RESERVED, Commitment::kind);
        private final Key<Commitment, Integer> term =
                required("term", new Numbers.TermForm(), "How long every hour is paid for.", Commitment::months);
        private final Key<Commitment, Upfront> upfront =
                fallback("upfront", UPFRONT, "How much is paid at its begin.", Upfront.NONE, Commitment::upfront);
        private final Key<Commitment, BigDecimal> fee = fallback(
                "fee", new Numbers.DecimalForm(), "What is paid at its begin.", BigDecimal.ZERO, Commitment::fee);
        private final Key<Commitment, BigDecimal> price =
                required("price", new Numbers.DecimalForm(), "Price of each hour beside the fee.", Commitment::price);

        CommitmentTable() {
            super("commitment", "A promise to pay for every hour of a term, used or not.");
        }

        @Override
        @Nullable
        Commitment build(Fields f) {
            boolean pays = f.get(fee).signum() > 0;
            if (pays != (f.get(upfront) != Upfront.NONE)) {
                f.at(pays ? fee : upfront)
                        .error(
                                pays ? "a fee is paid upfront, and upfront is none" : "nothing is paid upfront",
                                pays ? "write upfront: partial or upfront: all" : "add fee, or write upfront: none");
                return null;
            }
            if (f.get(upfront) == Upfront.ALL && f.get(price).signum() > 0) {
                f.at(price).error("all is paid upfront, and so no hour has a price", "write upfront: partial");
                return null;
            }
            return new Commitment(f.get(kind), f.get(term), f.get(upfront), f.get(fee), f.get(price));
        }
    }

    private static final class RateTable extends Table<Rate> {
        private final Key<Rate, BigDecimal> price =
                required("price", new Numbers.DecimalForm(), "Price of one measure.", Rate::price);
        private final Key<Rate, String> per =
                required("per", new Values.TextForm("text", "a measure", "GB-month"), "The measure.", Rate::per);

        RateTable() {
            super("unit-price", "A price by another measure than the hour.");
        }

        @Override
        Rate build(Fields f) {
            return new Rate(f.get(price), f.get(per));
        }
    }
}
