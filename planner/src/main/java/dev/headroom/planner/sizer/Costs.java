package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Dimension;
import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.quantity.Unit;
import dev.headroom.planner.sizer.Draft.Bound;
import org.jspecify.annotations.Nullable;

/** What a service costs in a month of 730 hours: units at the peak × price of a unit-hour × 730 h. */
final class Costs {

    /**
     * The figures.
     *
     * @param price of a unit for an hour; null without a price
     * @param cost of a month; null without a price
     */
    record Priced(@Nullable String price, @Nullable String cost) {
        static final Priced NOT = new Priced(null, null);
    }

    private Costs() {}

    /** What units cost for as long as a job takes, instead of by the month. */
    static void once(Sizing s, String units, Expression time) {
        Quantity price = s.text("price") == null ? null : Quantity.parse(String.valueOf(s.text("price")));
        String written = s.text("instance") == null ? null : s.priceOf(String.valueOf(s.text("instance")));
        Quantity known = price != null || written == null ? price : Quantity.parse(written);
        if (known != null && known.unit().dimension().money() == 1) {
            s.define(
                    "job-cost",
                    known.unit().dimension().currency(),
                    Expression.name(s.named(units))
                            .times(Expression.name(s.named("price")))
                            .times(time),
                    "all units until the deadline");
        }
    }

    static Priced of(Sizing s) {
        if (s.draft().defines(s.named("monthly-cost"))) {
            return new Priced(null, s.named("monthly-cost"));
        }
        Service.Bought main = s.bought().getFirst();
        Input.Uncertain spread = s.uncertain("price");
        String written =
                spread != null && !spread.values().isEmpty() ? spread.values().getFirst() : s.text("price");
        String instance = s.text("instance");
        if (written == null && instance != null) {
            written = s.priceOf(instance);
            if (written == null) {
                s.draft()
                        .problem(
                                s.path("instance"),
                                "the price of an instance '" + instance + "' is not known",
                                "add price: 0.096 USD/h, or a price catalog that has it");
                return Priced.NOT;
            }
        }
        if (written == null) {
            if (s.has("price")) {
                s.draft().problem(s.path("price"), "a price is expected", "write it like 0.24 USD/h");
            }
            return Priced.NOT;
        }
        Quantity entered = Quantity.parse(written);
        Dimension d = entered == null ? Dimension.RATIO : entered.unit().dimension();
        if (entered == null || d.money() != 1 || d.time() != -1) {
            s.draft()
                    .problem(
                            s.path(s.has("price") ? "price" : "instance"),
                            "'" + written + "' is not a price of a unit per time",
                            "write it like 0.24 USD/h");
            return Priced.NOT;
        }
        if (main.noun().contains("/")) {
            s.draft()
                    .problem(
                            s.path("price"),
                            "a price needs something that is bought in units",
                            "add unit-rate: 1000 requests/s");
            return Priced.NOT;
        }
        String unit = entered.unit().symbol() + (d.count() == 0 ? "/" + main.noun() : "");
        Expression price = s.draft()
                .read(
                        s.path("price"),
                        s.named("price"),
                        spread == null ? new Input.Text(entered.amount() + " " + unit) : spread,
                        Unit.of(unit),
                        Bound.ANY,
                        false,
                        "price of one for an hour");
        if (s.draft().defines(s.named("job-cost"))) {
            return new Priced(price.text(), null);
        }
        Expression units = Expression.name(main.figure());
        for (Service.Bought more : s.bought().subList(1, s.bought().size())) {
            if (more.noun().equals(main.noun())) {
                units = units.plus(Expression.name(more.figure()));
            }
        }
        Expression cost = s.define(
                "monthly-cost",
                d.currency(),
                units.times(price).times(Expression.of(Quantity.of("730", "h"))),
                "a month of 730 hours, all units running");
        return new Priced(price.text(), cost.text());
    }
}
