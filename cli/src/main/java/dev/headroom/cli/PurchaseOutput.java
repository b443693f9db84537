package dev.headroom.cli;

import dev.headroom.engine.model.Money;
import dev.headroom.planner.purchase.DemandCurve;
import dev.headroom.planner.purchase.InstanceChoice;
import dev.headroom.planner.purchase.PurchasePlan;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A purchase for people and programs.
 *
 * @param purchase what came out
 * @param jobHours how long a job lasts; null for what goes on
 * @param years of the total
 * @param derive whether to show why
 */
record PurchaseOutput(Purchases purchase, @Nullable Double jobHours, int years, boolean derive) {

    private static final int MOST_POINTS = 8;

    String text() {
        StringBuilder out = new StringBuilder(purchase.name()).append('\n');
        InstanceChoice.Outcome choice = purchase.choice();
        if (choice != null) {
            choice(choice, out);
        }
        PurchasePlan plan = purchase.plan();
        DemandCurve d = purchase.demand();
        out.append("\n  ")
                .append(number(d.mean()))
                .append(" × ")
                .append(purchase.type().name());
        out.append(d.mean() == d.peak() ? "" : " in the mean, " + number(d.peak()) + " at the peak");
        out.append(", cheapest as\n\n");
        List<String[]> rows = new ArrayList<>();
        for (PurchasePlan.Line l : plan.lines()) {
            rows.add(new String[] {
                l.name(),
                (l.usedHours() < l.units() * purchase.demand().hours() && l.commitment() == null ? "up to " : "")
                        + number(l.units()),
                fine(l.unitHourly()),
                money(l.hourly().times(hours())),
                l.upfront().amount().signum() == 0 ? "" : money(l.upfront())
            });
        }
        rows.add(new String[] {
            "all", "", "", money(cost()), plan.upfront().amount().signum() == 0 ? "" : money(plan.upfront())
        });
        out.append(indent(PricesShow.grid(
                List.of("paid as", "units", "per unit-hour", jobHours == null ? "a month" : "the job", "upfront"),
                1,
                rows)));
        out.append('\n');
        totals(out);
        for (PurchasePlan.BreakEven b : plan.breakEvens()) {
            out.append("  ")
                    .append(b.name())
                    .append(" pays from a use of ")
                    .append(percent(b.utilisation()))
                    .append('\n');
        }
        plan.notes().forEach(n -> out.append("  note: ").append(n).append('\n'));
        if (derive) {
            out.append('\n');
            plan.derivation().forEach(l -> out.append("  ").append(l).append('\n'));
        }
        return out.toString();
    }

    private void choice(InstanceChoice.Outcome choice, StringBuilder out) {
        List<String[]> rows = new ArrayList<>();
        for (InstanceChoice.Option o : choice.options()) {
            boolean cheapest = choice.cheapest() != null && choice.cheapest().equals(o);
            rows.add(new String[] {
                o.candidate().name(),
                whole(o.itemsPerMoney()),
                String.valueOf(o.instances()),
                money(o.cost()),
                (cheapest ? "cheapest" : "")
                        + (cheapest && rows.isEmpty() ? ", " : "")
                        + (rows.isEmpty() ? "most per money" : "")
            });
        }
        choice.rejected().forEach(r -> rows.add(new String[] {r.candidate().name(), "", "", "", r.why()}));
        String currency = purchase.type().hourly().currency();
        out.append('\n');
        out.append(indent(PricesShow.grid(
                List.of("candidate", "items/" + currency, "needed", jobHours == null ? "a month" : "the job", "\u00a0"),
                1,
                rows)));
        out.append('\n');
        String wrong = purchase.contradiction();
        if (wrong != null) {
            out.append("\n  not the cheapest: ").append(wrong).append('\n');
        }
        List<InstanceChoice.FrontPoint> front = choice.front();
        if (front.size() > 1) {
            List<String[]> points = new ArrayList<>();
            for (int i = 0; i < Math.min(MOST_POINTS, front.size()); i++) {
                InstanceChoice.FrontPoint p = front.get(
                        Math.round((float) i * (front.size() - 1) / (Math.min(MOST_POINTS, front.size()) - 1)));
                points.add(new String[] {
                    p.candidate().name(), String.valueOf(p.instances()), number(p.hours()) + " h", money(p.cost())
                });
            }
            out.append("\n  faster for more money, none beaten in both");
            out.append(front.size() > MOST_POINTS ? " (" + MOST_POINTS + " of " + front.size() + ")" : "");
            out.append("\n\n")
                    .append(indent(PricesShow.grid(List.of("type", "instances", "done in", "cost"), 1, points)));
            out.append('\n');
        }
    }

    private void totals(StringBuilder out) {
        PurchasePlan plan = purchase.plan();
        out.append('\n');
        if (jobHours == null) {
            out.append("  ").append(money(plan.years(1))).append(" a year");
            out.append(years == 1 ? "" : ", " + money(plan.years(years)) + " in " + years + " years");
            Double items = purchase.itemsPerHour();
            out.append(items == null ? "" : "; " + fine(plan.per(1000, items)) + " per 1 000 items")
                    .append('\n');
        }
        out.append("  all on demand ")
                .append(money(plan.onDemandHourly().times(hours())))
                .append(": ");
        out.append(percent(plan.savedAgainstOnDemand())).append(" saved\n");
        if (purchase.demand().mean() != purchase.demand().peak()) {
            out.append("  the peak all the time ")
                    .append(money(plan.fixedHourly().times(hours())));
            out.append(": following demand saves ")
                    .append(percent(plan.savedByFollowing()))
                    .append(", on demand\n");
        }
    }

    private BigDecimal hours() {
        return jobHours == null ? BigDecimal.valueOf(730) : BigDecimal.valueOf(jobHours);
    }

    private Money cost() {
        return purchase.cost(jobHours);
    }

    Map<String, Object> fields() {
        Map<String, Object> root = new LinkedHashMap<>();
        PurchasePlan plan = purchase.plan();
        InstanceChoice.Outcome choice = purchase.choice();
        if (choice != null) {
            root.put("choice", choiceFields(choice));
        }
        root.put("instance", purchase.type().name());
        root.put("currency", plan.hourly().currency());
        root.put("meanUnits", purchase.demand().mean());
        root.put("peakUnits", purchase.demand().peak());
        List<Object> lines = new ArrayList<>();
        for (PurchasePlan.Line l : plan.lines()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("paidAs", l.name());
            one.put("units", l.units());
            one.put("unitHourly", l.unitHourly().amount());
            one.put("hourly", l.hourly().amount());
            one.put("upfront", l.upfront().amount());
            lines.add(one);
        }
        root.put("lines", lines);
        root.put("hourly", plan.hourly().amount());
        if (jobHours == null) {
            root.put("monthly", plan.monthly().amount());
            root.put("yearly", plan.years(1).amount());
            root.put("years", years);
            root.put("total", plan.years(years).amount());
        } else {
            root.put("job", cost().amount());
        }
        Double items = purchase.itemsPerHour();
        if (items != null) {
            root.put("perItem", plan.per(1, items).amount());
        }
        root.put("onDemandHourly", plan.onDemandHourly().amount());
        root.put("fixedPeakHourly", plan.fixedHourly().amount());
        root.put("savedAgainstOnDemand", plan.savedAgainstOnDemand());
        root.put("savedByFollowing", plan.savedByFollowing());
        List<Object> breakEvens = new ArrayList<>();
        plan.breakEvens().forEach(b -> breakEvens.add(Map.of("commitment", b.name(), "utilisation", b.utilisation())));
        root.put("breakEvens", breakEvens);
        root.put("notes", plan.notes());
        root.put("derivation", plan.derivation());
        return root;
    }

    private Map<String, Object> choiceFields(InstanceChoice.Outcome choice) {
        Map<String, Object> root = new LinkedHashMap<>();
        InstanceChoice.Option most = choice.mostPerMoney();
        root.put(
                "cheapest",
                choice.cheapest() == null ? null : choice.cheapest().candidate().name());
        root.put("mostPerMoney", most == null ? null : most.candidate().name());
        root.put("contradiction", purchase.contradiction());
        List<Object> options = new ArrayList<>();
        for (InstanceChoice.Option o : choice.options()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("instance", o.candidate().name());
            one.put("itemsPerMoney", o.itemsPerMoney());
            one.put("instances", o.instances());
            one.put("cost", o.cost().amount());
            options.add(one);
        }
        root.put("options", options);
        List<Object> rejected = new ArrayList<>();
        choice.rejected()
                .forEach(r -> rejected.add(Map.of("instance", r.candidate().name(), "why", r.why())));
        root.put("rejected", rejected);
        List<Object> front = new ArrayList<>();
        for (InstanceChoice.FrontPoint p : choice.front()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("instance", p.candidate().name());
            one.put("instances", p.instances());
            one.put("hours", p.hours());
            one.put("cost", p.cost().amount());
            front.add(one);
        }
        root.put("front", front);
        return root;
    }

    private static String indent(String table) {
        return table.lines()
                .map(l -> ("  " + l.replace('\u00a0', ' ')).stripTrailing())
                .collect(java.util.stream.Collectors.joining("\n"));
    }

    private static String money(Money m) {
        return String.format(Locale.ROOT, "%,.2f %s", m.amount().setScale(2, RoundingMode.HALF_UP), m.currency());
    }

    private static String fine(Money m) {
        return m.amount().round(new MathContext(4)).stripTrailingZeros().toPlainString() + " " + m.currency();
    }

    private static String whole(BigDecimal v) {
        return String.format(Locale.ROOT, "%,.0f", v.setScale(0, RoundingMode.HALF_UP));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(double v) {
        return v == Math.rint(v) ? String.format(Locale.ROOT, "%,.0f", v) : String.format(Locale.ROOT, "%,.2f", v);
    }
}
