package dev.headroom.planner.quantity;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** To whole units: up where they are bought, down where they have to fit. Nothing else in a plan is rounded. */
public final class Rounding {

    /** Doubles that arithmetic has moved by less than this part of themselves are put right before they are rounded. */
    private static final double SLACK = 1e-12;

    private Rounding() {}

    /** ⌈a⌉ of a count or a plain number. */
    public record Up(Expression of) implements Expression {
        @Override
        public Quantity value(Function<String, Quantity> named) {
            Quantity v = of.value(named);
            return new Quantity(v.base().up(), Unit.base(v.unit().dimension()));
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            ToDoubleFunction<double[]> inner = of.compile(slots);
            return draw -> {
                double v = inner.applyAsDouble(draw);
                return Math.ceil(v - SLACK * Math.abs(v));
            };
        }

        @Override
        public String text() {
            return "⌈" + of.text() + "⌉";
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            visitor.accept(of);
        }
    }

    /** ⌊a⌋ of a count or a plain number. */
    public record Down(Expression of) implements Expression {
        @Override
        public Quantity value(Function<String, Quantity> named) {
            Quantity v = of.value(named);
            return new Quantity(v.base().down(), Unit.base(v.unit().dimension()));
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            ToDoubleFunction<double[]> inner = of.compile(slots);
            return draw -> {
                double v = inner.applyAsDouble(draw);
                return Math.floor(v + SLACK * Math.abs(v));
            };
        }

        @Override
        public String text() {
            return "⌊" + of.text() + "⌋";
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            visitor.accept(of);
        }
    }
}
