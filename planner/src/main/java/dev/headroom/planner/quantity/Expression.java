package dev.headroom.planner.quantity;

import dev.headroom.engine.model.Formula;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A formula over named quantities. One tree gives the exact value with its unit, the text that a plan shows, the names it
 * depends on, and the fast form for thousands of random draws.
 */
public sealed interface Expression
        permits Expression.Literal,
                Expression.Name,
                Expression.As,
                Arithmetic.Sum,
                Arithmetic.Difference,
                Arithmetic.Product,
                Arithmetic.Quotient,
                Arithmetic.Power,
                Rounding.Up,
                Rounding.Down,
                Choice.Most,
                Choice.Least,
                Choice.Percentile,
                Choice.Staffed,
                Expression.Called {

    /** Where a draw's values stand: the index and the unit of every named quantity. */
    record Slots(Map<String, Integer> index, Map<String, Unit> units) {

        /** Slots of named quantities. */
        public Slots {
            index = Map.copyOf(index);
            units = Map.copyOf(units);
        }

        int of(String name) {
            Integer slot = index.get(name);
            if (slot == null) {
                throw new IllegalArgumentException("no quantity " + name);
            }
            return slot;
        }
    }

    /**
     * The exact value.
     *
     * @param named gives the value of a named quantity
     * @throws UnitMismatch when quantities of different kinds meet
     * @throws ArithmeticException when there is no value (a division by zero)
     */
    Quantity value(Function<String, Quantity> named);

    /** The same in doubles and base units, as a function of the draw's values. */
    ToDoubleFunction<double[]> compile(Slots slots);

    /** The formula as people write it. */
    String text();

    /** Shows the parts, in order. */
    void parts(Consumer<Expression> visitor);

    /** The named quantities in it, in order of appearance. */
    default Set<String> names() {
        Set<String> out = new LinkedHashSet<>();
        parts(p -> out.addAll(p.names()));
        return out;
    }

    /** As part of a product or quotient: in brackets where needed. */
    default String factor() {
        return text();
    }

    default Expression plus(Expression other) {
        return new Arithmetic.Sum(List.of(this, other));
    }

    default Expression minus(Expression other) {
        return new Arithmetic.Difference(this, other);
    }

    default Expression times(Expression other) {
        List<Expression> factors = new ArrayList<>(this instanceof Arithmetic.Product p ? p.factors() : List.of(this));
        factors.add(other);
        return new Arithmetic.Product(factors);
    }

    default Expression over(Expression other) {
        return new Arithmetic.Quotient(this, other);
    }

    /** Rounded up: a whole unit is bought. */
    default Expression up() {
        return new Rounding.Up(this);
    }

    /** Rounded down: so many fit. */
    default Expression down() {
        return new Rounding.Down(this);
    }

    /** The greatest of several. */
    static Expression most(List<Expression> of) {
        return of.size() == 1 ? of.getFirst() : new Choice.Most(of);
    }

    /** The sum of several. */
    static Expression sum(List<Expression> of) {
        return of.size() == 1 ? of.getFirst() : new Arithmetic.Sum(of);
    }

    /** A constant. */
    static Expression of(Quantity value) {
        return new Literal(value);
    }

    /** A plain whole number. */
    static Expression of(long number) {
        return new Literal(Quantity.of(number));
    }

    /** A named quantity. */
    static Expression name(String name) {
        return new Name(name);
    }

    /** A value that stands in the formula. */
    record Literal(Quantity value) implements Expression {
        @Override
        public Quantity value(Function<String, Quantity> named) {
            return value;
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            double base = value.base().toDouble();
            return draw -> base;
        }

        @Override
        public String text() {
            return value.shown();
        }

        @Override
        public void parts(Consumer<Expression> visitor) {}
    }

    /** A reference to a named quantity. */
    record Name(String name) implements Expression {
        @Override
        public Quantity value(Function<String, Quantity> named) {
            return named.apply(name);
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            int slot = slots.of(name);
            return draw -> draw[slot];
        }

        @Override
        public String text() {
            return name;
        }

        @Override
        public void parts(Consumer<Expression> visitor) {}

        @Override
        public Set<String> names() {
            return Set.of(name);
        }
    }

    /**
     * A reference to a named quantity by who expects a certain unit, and means it as one entered there would be meant: a plain
     * number of things is a count, and so many GiB where GiB of each are expected are those of each.
     */
    record As(String name, Unit unit) implements Expression {
        @Override
        public Quantity value(Function<String, Quantity> named) {
            Quantity v = named.apply(name);
            Dimension is = v.unit().dimension();
            Dimension expected = unit.dimension();
            boolean each = is.over(Dimension.COUNT).equals(expected);
            boolean count = is.equals(Dimension.RATIO) && expected.equals(Dimension.COUNT);
            return each || count ? new Quantity(v.base(), Unit.base(expected)) : v;
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            int slot = slots.of(name);
            return draw -> draw[slot];
        }

        @Override
        public String text() {
            return name;
        }

        @Override
        public void parts(Consumer<Expression> visitor) {}

        @Override
        public Set<String> names() {
            return Set.of(name);
        }
    }

    /**
     * A user's formula. It reads every quantity as a number in the unit that the plan shows it in, and gives a number in
     * {@code unit}.
     *
     * @param operands what its variables stand for
     */
    record Called(Formula formula, List<Name> operands, Unit unit) implements Expression {
        public Called {
            operands = List.copyOf(operands);
        }

        @Override
        public Quantity value(Function<String, Quantity> named) {
            // Operands first: what is wrong with them must not be lost in the formula's own failures.
            Map<String, Double> values = new HashMap<>();
            for (Name operand : operands) {
                values.put(operand.name(), named.apply(operand.name()).amount().toDouble());
            }
            double result = formula.evaluate(variable -> values.getOrDefault(name(variable), Double.NaN));
            if (Double.isNaN(result) || Double.isInfinite(result)) {
                throw new ArithmeticException("the formula has no value; is something divided by zero?");
            }
            return new Quantity(Fraction.of(result), unit);
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            double scale = unit.scale().toDouble();
            return draw -> scale
                    * formula.evaluate(variable -> {
                        String name = name(variable);
                        Unit shown = slots.units().getOrDefault(name, Unit.ONE);
                        return draw[slots.of(name)] / shown.scale().toDouble();
                    });
        }

        private String name(String variable) {
            for (Name operand : operands) {
                if (operand.name().replaceAll("[^A-Za-z0-9_]", "_").equals(variable)) {
                    return operand.name();
                }
            }
            throw new IllegalArgumentException("no operand " + variable);
        }

        @Override
        public String text() {
            return formula.text();
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            operands.forEach(visitor);
        }
    }
}
