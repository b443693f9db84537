package dev.headroom.planner;

import dev.headroom.planner.quantity.Definition;
import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Graph;
import dev.headroom.planner.quantity.Spread;
import dev.headroom.planner.quantity.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Monte Carlo: the whole plan for many random draws of its uncertain inputs.
 *
 * <p>The share of an output's variance that one input explains is its first-order sensitivity Var(E(Y | X)) ÷ Var(Y), estimated
 * from the same draws: these are sorted by the input and cut into classes of equal size, and the variance between the classes'
 * means is compared with the whole (correlation ratio; Plischke 2010, "An effective algorithm for computing global sensitivity
 * indices"). What classes would show by chance is taken off.
 */
final class Draws {

    private static final int CLASSES = 50;

    private final Graph graph;
    private final List<String> order;
    private final Map<String, Integer> slots = new HashMap<>();
    private final Map<String, Unit> units = new HashMap<>();
    private final Set<String> varying = new LinkedHashSet<>();
    private final List<String> inputs = new ArrayList<>();

    Draws(Graph graph, List<String> order) {
        this.graph = graph;
        this.order = order;
        for (String name : order) {
            slots.put(name, slots.size());
            Definition d = definition(name);
            units.put(name, d.unit());
            if (d.spread() != null) {
                inputs.add(name);
                varying.add(name);
            } else if (d.formula().names().stream().anyMatch(varying::contains)) {
                varying.add(name);
            }
        }
    }

    private Definition definition(String name) {
        Definition d = graph.definitions().get(name);
        if (d == null) {
            throw new IllegalArgumentException("no quantity " + name);
        }
        return d;
    }

    /** Null when nothing varies. */
    @Nullable
    Uncertainty of(int draws, long seed) {
        if (inputs.isEmpty()) {
            return null;
        }
        double[][] columns = draw(draws, seed);
        List<Integer>[] ranks = ranks(columns, draws);
        List<Uncertainty.Output> outputs = new ArrayList<>();
        for (String name : order) {
            if (varying.contains(name)) {
                outputs.add(output(name, columns, ranks));
            }
        }
        return new Uncertainty(draws, seed, outputs);
    }

    /** The values of all varying quantities in their own units, by slot and draw. */
    private double[][] draw(int draws, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Expression.Slots named = new Expression.Slots(slots, units);
        double[] values = new double[order.size()];
        List<ToDoubleFunction<double[]>> programs = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        for (String name : order) {
            Definition d = definition(name);
            int slot = slotOf(name);
            ToDoubleFunction<double[]> f = program(d, named, random);
            if (varying.contains(name)) {
                programs.add(f);
                targets.add(slot);
            } else {
                values[slot] = f.applyAsDouble(values);
            }
        }
        double[][] columns = new double[order.size()][];
        double[] scale = new double[order.size()];
        for (int t : targets) {
            columns[t] = new double[draws];
            scale[t] = definition(order.get(t)).unit().scale().toDouble();
        }
        for (int i = 0; i < draws; i++) {
            for (int p = 0; p < programs.size(); p++) {
                int t = targets.get(p);
                values[t] = programs.get(p).applyAsDouble(values);
                columns[t][i] = values[t] / scale[t];
            }
        }
        return columns;
    }

    private int slotOf(String name) {
        return slots.getOrDefault(name, 0);
    }

    private static ToDoubleFunction<double[]> program(Definition d, Expression.Slots named, SplittableRandom random) {
        Spread spread = d.spread();
        if (spread == null) {
            return d.formula().compile(named);
        }
        double scale = d.unit().scale().toDouble();
        return values -> scale * spread.quantile(Math.max(1e-12, random.nextDouble()));
    }

    /** For every input the draws in the order of its value. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists
    private List<Integer>[] ranks(double[][] columns, int draws) {
        List<Integer>[] out = new List[inputs.size()];
        for (int i = 0; i < out.length; i++) {
            double[] column = columns[slotOf(inputs.get(i))];
            List<Integer> order = new ArrayList<>(draws);
            for (int k = 0; k < draws; k++) {
                order.add(k);
            }
            order.sort(Comparator.comparingDouble(k -> column[k]));
            out[i] = order;
        }
        return out;
    }

    private Uncertainty.Output output(String name, double[][] columns, List<Integer>[] ranks) {
        double[] y = columns[slotOf(name)];
        double[] sorted = y.clone();
        Arrays.sort(sorted);
        double mean = Arrays.stream(y).average().orElse(0);
        List<Uncertainty.Driver> drivers = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (!inputs.get(i).equals(name)) {
                Uncertainty.Driver d = driver(inputs.get(i), y, mean, ranks[i]);
                if (d != null) {
                    drivers.add(d);
                }
            }
        }
        drivers.sort(Comparator.comparingDouble(Uncertainty.Driver::share).reversed());
        return new Uncertainty.Output(name, mean, at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), drivers);
    }

    /** Null when the input explains no more than chance would. */
    private static Uncertainty.@Nullable Driver driver(String input, double[] y, double mean, List<Integer> rank) {
        int n = y.length;
        double total = 0;
        for (double v : y) {
            total += (v - mean) * (v - mean);
        }
        double between = 0;
        int classes = Math.min(CLASSES, n / 10);
        for (int c = 0; c < classes; c++) {
            double m = meanOf(y, rank, (int) ((long) n * c / classes), (int) ((long) n * (c + 1) / classes));
            between += (m - mean) * (m - mean) * n / classes;
        }
        if (classes < 2 || total <= 1e-18 * Math.max(1e-300, mean * mean) * n) {
            return null;
        }
        double explained = (between - (classes - 1) * (total - between) / (n - classes)) / total;
        return explained < 0.005
                ? null
                : new Uncertainty.Driver(
                        input, Math.min(1, explained), meanOf(y, rank, 0, n / 10), meanOf(y, rank, n - n / 10, n));
    }

    private static double meanOf(double[] y, List<Integer> rank, int from, int to) {
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += y[rank.get(k)];
        }
        return sum / (to - from);
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(quantile * sorted.length) - 1)];
    }
}
