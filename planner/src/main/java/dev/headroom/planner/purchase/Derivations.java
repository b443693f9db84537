package dev.headroom.planner.purchase;

import dev.headroom.engine.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The derivation of a purchase plan in lines: formula, operands and value. */
final class Derivations {

    private Derivations() {}

    static List<String> of(PurchasePlan plan) {
        List<String> out = new ArrayList<>();
        for (PurchasePlan.BreakEven b : plan.breakEvens()) {
            out.add(b.name() + ": " + unit(b.unitHourly()) + " for each hour; pays when used in "
                    + percent(b.utilisation()) + " of the hours or more");
        }
        for (PurchasePlan.Step s : plan.steps()) {
            String levels = s.from() == s.to() ? "unit " + s.from() : "units " + s.from() + " to " + s.to();
            out.add(levels + ": used " + percent(s.utilisation()) + " of the hours, a commitment saves "
                    + unit(s.saves()) + " an hour: " + s.bought());
        }
        for (PurchasePlan.Line l : plan.lines()) {
            out.add(
                    l.commitment() == null
                            ? l.name() + " = " + number(l.usedHours()) + " unit-hours of the period × "
                                    + unit(l.unitHourly()) + ", " + unit(l.hourly()) + " an hour"
                            : l.name() + " = " + number(l.units()) + " units × " + unit(l.unitHourly()) + " = "
                                    + unit(l.hourly()) + " an hour");
        }
        out.add("all = " + unit(plan.hourly()) + " an hour × 730 h = " + amount(plan.monthly()) + " a month");
        return List.copyOf(out);
    }

    static String unit(Money m) {
        BigDecimal rounded = m.amount().round(new MathContext(6));
        return rounded.signum() == 0
                ? "0 " + m.currency()
                : rounded.stripTrailingZeros().toPlainString() + " " + m.currency();
    }

    static String amount(Money m) {
        return String.format(Locale.ROOT, "%,.2f %s", m.amount().setScale(2, RoundingMode.HALF_UP), m.currency());
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String number(double v) {
        return v == Math.rint(v) ? String.format(Locale.ROOT, "%,.0f", v) : String.format(Locale.ROOT, "%,.2f", v);
    }
}
