package dev.headroom.planner.quantity;

import dev.headroom.engine.model.Queueing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Formulas that choose: the greatest, the least, a percentile of a mix, the least number of servers that keeps a promise. */
public final class Choice {

    private Choice() {}

    /** The greatest of quantities of one dimension. */
    public record Most(List<Expression> of) implements Expression {
        public Most {
            of = List.copyOf(of);
        }

        @Override
        public Quantity value(Function<String, Quantity> named) {
            Quantity most = of.getFirst().value(named);
            for (Expression e : of.subList(1, of.size())) {
                Quantity v = e.value(named);
                most = v.exceeds(most) ? v : most;
            }
            return most;
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            List<ToDoubleFunction<double[]>> compiled = Arithmetic.compiled(of, slots);
            return draw -> {
                double most = Double.NEGATIVE_INFINITY;
                for (ToDoubleFunction<double[]> f : compiled) {
                    most = Math.max(most, f.applyAsDouble(draw));
                }
                return most;
            };
        }

        @Override
        public String text() {
            return "max(" + Arithmetic.joined(of, ", ") + ")";
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            of.forEach(visitor);
        }
    }

    /** The least of quantities of one dimension. */
    public record Least(List<Expression> of) implements Expression {
        public Least {
            of = List.copyOf(of);
        }

        @Override
        public Quantity value(Function<String, Quantity> named) {
            Quantity least = of.getFirst().value(named);
            for (Expression e : of.subList(1, of.size())) {
                Quantity v = e.value(named);
                least = least.exceeds(v) ? v : least;
            }
            return least;
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            List<ToDoubleFunction<double[]>> compiled = Arithmetic.compiled(of, slots);
            return draw -> {
                double least = Double.POSITIVE_INFINITY;
                for (ToDoubleFunction<double[]> f : compiled) {
                    least = Math.min(least, f.applyAsDouble(draw));
                }
                return least;
            };
        }

        @Override
        public String text() {
            return "min(" + Arithmetic.joined(of, ", ") + ")";
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            of.forEach(visitor);
        }
    }

    /**
     * The percentile of a mix: the least value that at least the share {@code quantile} of the weight does not exceed.
     *
     * @param quantile in (0, 1)
     * @param weights shares of the kinds
     * @param values one for each kind
     */
    public record Percentile(double quantile, List<Expression> weights, List<Expression> values) implements Expression {
        public Percentile {
            weights = List.copyOf(weights);
            values = List.copyOf(values);
        }

        @Override
        public Quantity value(Function<String, Quantity> named) {
            record Part(Fraction weight, Quantity value) {}
            List<Part> parts = new ArrayList<>();
            Fraction total = Fraction.ZERO;
            for (int i = 0; i < values.size(); i++) {
                Fraction w = weights.get(i).value(named).base();
                total = total.plus(w);
                parts.add(new Part(w, values.get(i).value(named)));
            }
            parts.sort(Comparator.comparing(p -> p.value().base()));
            Fraction reached = Fraction.ZERO;
            Fraction wanted = total.times(Fraction.of(quantile));
            for (Part p : parts) {
                reached = reached.plus(p.weight());
                if (reached.compareTo(wanted) >= 0) {
                    return p.value();
                }
            }
            return parts.getLast().value();
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            List<ToDoubleFunction<double[]>> w = Arithmetic.compiled(weights, slots);
            List<ToDoubleFunction<double[]>> v = Arithmetic.compiled(values, slots);
            return draw -> {
                double total = 0;
                for (ToDoubleFunction<double[]> f : w) {
                    total += f.applyAsDouble(draw);
                }
                double best = Double.POSITIVE_INFINITY;
                for (ToDoubleFunction<double[]> f : v) {
                    double candidate = f.applyAsDouble(draw);
                    double below = 0;
                    for (int i = 0; i < v.size(); i++) {
                        below += v.get(i).applyAsDouble(draw) <= candidate
                                ? w.get(i).applyAsDouble(draw)
                                : 0;
                    }
                    best = below >= quantile * total - 1e-12 && candidate < best ? candidate : best;
                }
                return best;
            };
        }

        @Override
        public String text() {
            return "p" + Fraction.of(quantile).times(Fraction.of(100)) + "(" + Arithmetic.joined(values, ", ") + ")";
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            weights.forEach(visitor);
            values.forEach(visitor);
        }
    }

    /**
     * The least number of replicas, each serving {@code concurrency} at a time from one queue, whose response time exceeds
     * {@code limit} for at most 1 − {@code attainment} of the requests (M/M/c, {@link Queueing#responseTail}).
     *
     * @param rate arrivals
     * @param time mean service time
     * @param concurrency at least 1
     * @param limit response time promised
     * @param attainment share of requests in time, below 1
     */
    public record Staffed(
            Expression rate, Expression time, Expression concurrency, Expression limit, Expression attainment)
            implements Expression {

        @Override
        public Quantity value(Function<String, Quantity> named) {
            double replicas = least(
                    rate.value(named).base().toDouble(),
                    time.value(named).base().toDouble(),
                    concurrency.value(named).base().toDouble(),
                    limit.value(named).base().toDouble(),
                    attainment.value(named).base().toDouble());
            if (Double.isInfinite(replicas)) {
                throw new ArithmeticException(
                        "no number of replicas keeps the promise: too many requests take longer than the limit without any waiting");
            }
            return new Quantity(Fraction.of((long) replicas), Unit.base(Dimension.COUNT));
        }

        @Override
        public ToDoubleFunction<double[]> compile(Slots slots) {
            ToDoubleFunction<double[]> a = rate.compile(slots);
            ToDoubleFunction<double[]> s = time.compile(slots);
            ToDoubleFunction<double[]> k = concurrency.compile(slots);
            ToDoubleFunction<double[]> t = limit.compile(slots);
            ToDoubleFunction<double[]> q = attainment.compile(slots);
            return d -> least(
                    a.applyAsDouble(d), s.applyAsDouble(d), k.applyAsDouble(d), t.applyAsDouble(d), q.applyAsDouble(d));
        }

        private static double least(double rate, double time, double concurrency, double limit, double attainment) {
            if (Math.exp(-limit / time) > 1 - attainment) {
                return Double.POSITIVE_INFINITY;
            }
            double offered = rate * time;
            long low = Math.max(1, (long) Math.ceil(offered / concurrency));
            long high = low;
            while (high < 1L << 24 && !keeps(high, offered, time, concurrency, limit, attainment)) {
                low = high + 1;
                high *= 2;
            }
            while (low < high) {
                long middle = (low + high) / 2;
                if (keeps(middle, offered, time, concurrency, limit, attainment)) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return high;
        }

        private static boolean keeps(long replicas, double offered, double time, double k, double limit, double q) {
            int servers = (int) Math.min(Integer.MAX_VALUE, Math.floor(replicas * k));
            return Queueing.responseTail(servers, offered, time, 1, limit) <= 1 - q;
        }

        @Override
        public String text() {
            return "least replicas with P(response > " + limit.text() + ") ≤ 1 − " + attainment.text()
                    + " by Erlang C of " + rate.text() + " × " + time.text() + ", each " + concurrency.text()
                    + " at a time";
        }

        @Override
        public void parts(Consumer<Expression> visitor) {
            List.of(rate, time, concurrency, limit, attainment).forEach(visitor);
        }
    }
}
