package dev.headroom.planner.sizer;

import dev.headroom.engine.model.Formula;
import dev.headroom.planner.quantity.Definition;
import dev.headroom.planner.quantity.Dimension;
import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Fraction;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.quantity.Spread;
import dev.headroom.planner.quantity.Unit;
import dev.headroom.planner.quantity.UnitMismatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan in the making: reads what was entered, collects definitions, checks and every problem. What cannot be read becomes a
 * problem and a stand-in, so that all problems are found in one go.
 */
public final class Draft {

    /** What a value may be besides not negative. */
    public enum Bound {
        /** 0 and more. */
        ANY,
        /** More than 0. */
        POSITIVE,
        /** From 0 to 100 %. */
        SHARE
    }

    private static final String NAME = "[A-Za-z][A-Za-z0-9]*([-.][A-Za-z0-9]+)*";

    /** A user's formula waits until all names are known. */
    private record Pending(Formula formula, Unit unit, String note) {}

    private final Formulas formulas;
    private final Map<String, @Nullable Definition> definitions = new LinkedHashMap<>();
    private final Map<String, Pending> pending = new HashMap<>();
    private final Map<String, String> paths = new HashMap<>();
    private final Map<String, String> references = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();

    public Draft(Formulas formulas) {
        this.formulas = formulas;
    }

    /** Defines a computed quantity. */
    public Expression define(String path, String name, Unit unit, Expression formula, String note) {
        add(path, name, new Definition(name, unit, formula, null, note));
        return Expression.name(name);
    }

    private void add(String path, String name, @Nullable Definition definition) {
        if (definitions.containsKey(name)) {
            problem(path, "'" + name + "' is defined twice", "rename one of the two");
            return;
        }
        definitions.put(name, definition);
        paths.put(name, path);
    }

    /**
     * Reads what was entered and defines it under a name; a plain reference to another quantity is not defined again.
     *
     * @param unit that it is shown in, and meant for a plain number where {@code bare} or where no unit could be another
     */
    public Expression read(String path, String name, Input input, Unit unit, Bound bound, boolean bare, String note) {
        switch (input) {
            case Input.Text t -> {
                return text(path, name, t.text().strip(), unit, bound, bare, note);
            }
            case Input.Uncertain u -> {
                Spread spread = spread(path, u, unit, bound, bare);
                Quantity central = spread == null
                        ? new Quantity(Fraction.ONE, unit)
                        : new Quantity(Fraction.of(spread.central()), unit);
                add(path, name, new Definition(name, unit, Expression.of(central), spread, note));
                return Expression.name(name);
            }
            case Input.Group g -> {
                problem(path, "a mapping stands where a quantity is expected", "write it in " + unit);
                return Expression.of(new Quantity(Fraction.ONE, unit));
            }
        }
    }

    private Expression text(String path, String name, String text, Unit unit, Bound bound, boolean bare, String note) {
        Quantity entered = Quantity.parse(text);
        if (entered != null) {
            Quantity value = fit(path, entered, unit, bound, bare);
            add(path, name, new Definition(name, value.unit(), Expression.of(value), null, note));
            return Expression.name(name);
        }
        if (text.matches(NAME)) {
            if (text.equals(name)) {
                problem(path, "'" + name + "' refers to itself", "write " + unit.described());
            }
            references.put(path, text);
            return new Expression.As(text, unit);
        }
        try {
            pending.put(name, new Pending(formulas.compile(text), unit, note));
            add(path, name, null);
        } catch (IllegalArgumentException e) {
            problem(path, String.valueOf(e.getMessage()), "write a quantity, the name of one, or a formula in CEL");
        }
        return Expression.name(name);
    }

    /** The entered quantity in its own unit if it measures what is expected; a plain number takes the expected unit. */
    private Quantity fit(String path, Quantity entered, Unit unit, Bound bound, boolean bare) {
        Quantity stand = new Quantity(Fraction.ONE, unit);
        Quantity value;
        boolean plain = entered.unit().symbol().isEmpty();
        boolean sure = bare
                || (unit.dimension().time() == 0
                        && unit.dimension().bytes() == 0
                        && unit.dimension().money() == 0);
        if (plain && !sure) {
            problem(path, entered.shown() + " has no unit", "write " + entered.shown() + " " + spoken(unit));
            return stand;
        } else if (plain) {
            value = unit.equals(Unit.PERCENT) ? entered : new Quantity(entered.amount(), unit);
        } else if (entered.unit().dimension().equals(unit.dimension())) {
            value = entered;
        } else if (perEach(entered.unit(), unit)) {
            value = new Quantity(entered.amount(), Unit.of(entered.unit() + "/" + each(unit)));
        } else if (perEach(unit, entered.unit())) {
            String symbol = entered.unit().symbol();
            Unit whole = Unit.parse(symbol.substring(0, symbol.lastIndexOf('/')));
            value = whole == null || !whole.dimension().equals(unit.dimension())
                    ? new Quantity(entered.base().over(unit.scale()), unit)
                    : new Quantity(entered.amount(), whole);
        } else {
            problem(
                    path,
                    entered + " is " + entered.unit().dimension().noun() + ", and "
                            + unit.dimension().noun() + " is expected",
                    "write it in " + spoken(unit));
            return stand;
        }
        return bounded(path, value, bound) ? value : stand;
    }

    private static boolean perEach(Unit entered, Unit expected) {
        Dimension d = entered.dimension();
        Dimension less = new Dimension(d.count() - 1, d.time(), d.bytes(), d.tokens(), d.money(), d.currency());
        return less.equals(expected.dimension()) && expected.symbol().contains("/");
    }

    private static String each(Unit unit) {
        return unit.symbol().substring(unit.symbol().lastIndexOf('/') + 1);
    }

    private static String spoken(Unit unit) {
        return unit.symbol().isEmpty() ? "no unit" : unit.symbol();
    }

    private boolean bounded(String path, Quantity value, Bound bound) {
        if (value.amount().signum() < 0) {
            problem(path, value + " is negative", "it must be " + (bound == Bound.POSITIVE ? "above 0" : "0 or more"));
        } else if (bound == Bound.POSITIVE && value.amount().signum() == 0) {
            problem(path, value + " is nothing, and others are divided by it", "it must be above 0");
        } else if (bound == Bound.SHARE && value.base().compareTo(Fraction.ONE) > 0) {
            problem(path, value + " is more than all of it", "a share is from 0% to 100%");
        } else {
            return true;
        }
        return false;
    }

    private @Nullable Spread spread(String path, Input.Uncertain u, Unit unit, Bound bound, boolean bare) {
        int before = problems.size();
        List<Double> v = new ArrayList<>();
        for (String text : u.values()) {
            Quantity q = Quantity.parse(text);
            if (q == null) {
                problem(path, "'" + text + "' is not a quantity", "write it in " + spoken(unit));
            } else {
                boolean deviation = v.size() == 1 && u.shape().endsWith("normal");
                Quantity fitted = fit(path, q, unit, deviation ? Bound.ANY : bound, bare);
                try {
                    v.add(fitted.in(unit).amount().toDouble());
                } catch (UnitMismatch e) {
                    problem(path, String.valueOf(e.getMessage()), e.mend());
                }
            }
        }
        int wanted = switch (u.shape()) {
            case "triangular" -> 3;
            case "empirical" -> Math.max(1, v.size());
            default -> 2;
        };
        if (problems.size() == before && v.size() != wanted) {
            problem(path, u.shape() + " takes " + wanted + " values, not " + v.size(), "");
        }
        if (problems.size() > before) {
            return null;
        }
        try {
            return switch (u.shape()) {
                case "range" -> new Spread.Range(v.get(0), v.get(1));
                case "triangular" -> new Spread.Triangular(v.get(0), v.get(1), v.get(2));
                case "normal" -> new Spread.Normal(v.get(0), v.get(1));
                case "lognormal" -> new Spread.Lognormal(v.get(0), v.get(1));
                case "empirical" -> new Spread.Empirical(v);
                default -> throw new IllegalArgumentException("'" + u.shape() + "' is not a distribution");
            };
        } catch (IllegalArgumentException e) {
            problem(path, String.valueOf(e.getMessage()), "");
            return null;
        }
    }

    public void problem(String path, String message, String mend) {
        problems.add(new Problem(path, message, mend));
    }

    public void check(Check check) {
        checks.add(check);
    }

    public void limit(Limit limit) {
        limits.add(limit);
    }

    /** Whether a quantity of that name is defined by now. */
    public boolean defines(String name) {
        return definitions.containsKey(name);
    }

    /** The definition of that name, if it is complete by now. */
    public @Nullable Definition definition(String name) {
        return definitions.get(name);
    }

    /** Puts users' formulas and references to the names they mean; what is left over are problems. */
    public List<Definition> finish() {
        references.forEach((path, name) -> {
            if (!definitions.containsKey(name)) {
                problem(path, "no quantity '" + name + "' is defined", Nearest.mend(name, definitions.keySet()));
            }
        });
        List<Definition> out = new ArrayList<>();
        definitions.forEach((name, definition) -> out.add(definition != null ? definition : resolved(name)));
        return out;
    }

    private Definition resolved(String name) {
        Pending p = pending.get(name);
        if (p == null) {
            throw new IllegalStateException("no formula for " + name);
        }
        List<Expression.Name> operands = new ArrayList<>();
        for (String variable : p.formula().signals()) {
            String meant = meant(variable, definitions.keySet());
            if (meant == null) {
                problem(
                        paths.getOrDefault(name, ""),
                        "no quantity '" + variable + "' is defined",
                        Nearest.mend(
                                variable,
                                definitions.keySet().stream()
                                        .map(Draft::variable)
                                        .toList()));
            } else {
                operands.add(new Expression.Name(meant));
            }
        }
        return new Definition(name, p.unit(), new Expression.Called(p.formula(), operands, p.unit()), null, p.note());
    }

    private static @Nullable String meant(String variable, Set<String> names) {
        return names.stream()
                .filter(n -> variable(n).equals(variable))
                .findFirst()
                .orElse(null);
    }

    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9_]", "_");
    }

    public List<Problem> problems() {
        return Collections.unmodifiableList(problems);
    }

    public List<Check> checks() {
        return Collections.unmodifiableList(checks);
    }

    public List<Limit> limits() {
        return Collections.unmodifiableList(limits);
    }

    /** Where each quantity was entered, by its name. */
    public Map<String, String> paths() {
        return Collections.unmodifiableMap(paths);
    }
}
