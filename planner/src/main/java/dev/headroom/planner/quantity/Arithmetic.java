package dev.headroom.planner.quantity;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Sums, products and powers. */
public final class Arithmetic {

    private Arithmetic() {}

    /** a + b + …, all of one dimension. */
    public record Sum(List<Expression> terms) implements Expression {
        public Sum {
            terms = List.copyOf(terms);
        }

        @Override
        public Quantity value(Function<String, Quantity> named) {
            Quantity sum = terms.getFirst().value(named);
            for (Expression term : terms.subList(1, terms.size())) {
                sum = sum.plus(term.value(named));
            }
            return sum;
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            List<ToDoubleFunction<double[]>> compiled = compiled(terms, slots);
            return draw -> {
                double sum = 0;
                for (ToDoubleFunction<double[]> term : compiled) {
                    sum += term.applyAsDouble(draw);
                }
                return sum;
            };
        }

        @Override
        public String text() {
            return joined(terms, " + ");
        }

        @Override
        public String factor() {
            return "(" + text() + ")";
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            terms.forEach(visitor);
        }
    }

    /** a − b, both of one dimension. */
    public record Difference(Expression from, Expression less) implements Expression {
        @Override
        public Quantity value(Function<String, Quantity> named) {
            return from.value(named).minus(less.value(named));
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            ToDoubleFunction<double[]> a = from.compile(slots);
            ToDoubleFunction<double[]> b = less.compile(slots);
            return draw -> a.applyAsDouble(draw) - b.applyAsDouble(draw);
        }

        @Override
        public String text() {
            return from.text() + " − " + less.factor();
        }

        @Override
        public String factor() {
            return "(" + text() + ")";
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            visitor.accept(from);
            visitor.accept(less);
        }
    }

    /** a × b × …. */
    public record Product(List<Expression> factors) implements Expression {
        public Product {
            factors = List.copyOf(factors);
        }

        @Override
        public Quantity value(Function<String, Quantity> named) {
            Quantity product = factors.getFirst().value(named);
            for (Expression factor : factors.subList(1, factors.size())) {
                product = product.times(factor.value(named));
            }
            return product;
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            List<ToDoubleFunction<double[]>> compiled = compiled(factors, slots);
            return draw -> {
                double product = 1;
                for (ToDoubleFunction<double[]> factor : compiled) {
                    product *= factor.applyAsDouble(draw);
                }
                return product;
            };
        }

        @Override
        public String text() {
            return factors.stream().map(Expression::factor).collect(Collectors.joining(" × "));
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            factors.forEach(visitor);
        }
    }

    /** a ÷ b. */
    public record Quotient(Expression above, Expression below) implements Expression {
        @Override
        public Quantity value(Function<String, Quantity> named) {
            return above.value(named).over(below.value(named));
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            ToDoubleFunction<double[]> a = above.compile(slots);
            ToDoubleFunction<double[]> b = below.compile(slots);
            return draw -> a.applyAsDouble(draw) / b.applyAsDouble(draw);
        }

        @Override
        public String text() {
            boolean compound = below instanceof Product || below instanceof Quotient;
            return above.factor() + " ÷ " + (compound ? "(" + below.text() + ")" : below.factor());
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            visitor.accept(above);
            visitor.accept(below);
        }
    }

    /** A ratio to the power of a plain number; exact when that is whole. */
    public record Power(Expression base, Expression exponent) implements Expression {
        /** Beyond this a power is no forecast any more. */
        private static final int MOST = 200;

        @Override
        public Quantity value(Function<String, Quantity> named) {
            Quantity b = base.value(named).in(Unit.ONE);
            Fraction e = exponent.value(named).in(Unit.ONE).amount();
            if (e.compareTo(Fraction.of(MOST)) > 0) {
                throw new ArithmeticException("to the power of " + e + " is beyond any plan");
            }
            return e.isWhole()
                    ? new Quantity(b.amount().power(e.numerator().intValueExact()), Unit.ONE)
                    : new Quantity(Fraction.of(Math.pow(b.amount().toDouble(), e.toDouble())), Unit.ONE);
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            ToDoubleFunction<double[]> b = base.compile(slots);
            ToDoubleFunction<double[]> e = exponent.compile(slots);
            return draw -> Math.pow(b.applyAsDouble(draw), e.applyAsDouble(draw));
        }

        @Override
        public String text() {
            return base.factor() + " ^ " + exponent.factor();
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            visitor.accept(base);
            visitor.accept(exponent);
        }
    }

    static List<ToDoubleFunction<double[]>> compiled(List<Expression> parts, Expression.Slots slots) {
        return parts.stream().map(p -> p.compile(slots)).toList();
    }

    static String joined(List<Expression> parts, String by) {
        return parts.stream().map(Expression::text).collect(Collectors.joining(by));
    }
}
