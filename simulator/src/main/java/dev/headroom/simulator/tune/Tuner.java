package dev.headroom.simulator.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Searches parameters for the cheapest that keep an objective.
 *
 * <p>Values are tried in rounds of {@value #ROUND}, whatever the number of cores, and what a round tries depends on the seed
 * and on former rounds only: the result is the same on every machine. All trials are to be run with the same seed (common
 * random numbers), so that a difference in cost is one of the parameters and not of chance.
 *
 * <p>The first trial is the standard values; a quarter of the budget then covers the space evenly (Halton's sequence, rotated by
 * the seed). From what has been tried, cost and misses are guessed everywhere ({@link Surrogate}, of their logarithms). Each
 * further trial is the one of a few hundred points, near the best and far from it, whose guessed cost is least among those
 * guessed to keep the objective, with more or less to spare. One in {@value #BOLD} halves instead the way between the best and
 * a point on the other side of the objective, where guesses are of no use.
 */
public final class Tuner {
    /** Trials of a round, which may run side by side. */
    static final int ROUND = 8;

    private static final int[] PRIMES = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29};
    private static final int TRIES = 8;
    private static final int CANDIDATES = 240;
    private static final int BOLD = 4;
    private static final double WIDEST = 0.1;
    private static final double NARROWEST = 0.005;
    /** Shares of the misses allowed that trials of a round aim at. */
    private static final double[] SPARE = {0.9, 0.7, 1, 1, 0.8, 0.5, 1.1, 1};

    /** Above every logarithm of a cost. */
    private static final double MISSES = 1e6;

    private static final double LEAST_MISSES = 1e-6;
    /** Fewer misses than this share of those allowed are taken for this many: how much is to spare hardly matters. */
    private static final double NONE = 0.01;

    /**
     * How to search.
     *
     * @param objective attainment to keep, in (0, 1]
     * @param evaluations most trials, at least 1; known ones count
     * @param seed fixes what is tried
     */
    public record Options(double objective, int evaluations, long seed) {
        public Options {
            if (evaluations < 1 || !(objective > 0 && objective <= 1)) {
                throw new IllegalArgumentException("a search needs an evaluation and an objective in (0, 1]");
            }
        }
    }

    private final List<Parameter> space;
    private final Options options;
    private final List<Trial> trials = new ArrayList<>();
    private final Set<List<Double>> tried = new HashSet<>();
    private final SplittableRandom random;
    private final double[] rotation;
    private int covered;
    private @Nullable Surrogate cost;
    private @Nullable Surrogate misses;

    private Tuner(List<Parameter> space, Options options) {
        if (space.isEmpty() || space.size() > PRIMES.length) {
            throw new IllegalArgumentException(
                    "1 to " + PRIMES.length + " parameters can be searched, not " + space.size());
        }
        this.space = List.copyOf(space);
        this.options = options;
        this.random = new SplittableRandom(options.seed());
        this.rotation = space.stream().mapToDouble(p -> random.nextDouble()).toArray();
    }

    /**
     * Searches.
     *
     * @param space the parameters, at most ten
     * @param evaluate runs a trial; called from the executor's threads
     * @param known trials of an earlier search with the same space and evaluation: they are not run again
     * @param executor runs trials side by side; {@code Runnable::run} for one after the other
     * @param watcher told of every trial, known ones too, in order
     */
    public static Tuning search(
            List<Parameter> space,
            Function<List<Double>, Trial> evaluate,
            Options options,
            List<Trial> known,
            Executor executor,
            Consumer<Trial> watcher) {
        Map<List<Double>, Trial> done = new HashMap<>();
        known.forEach(t -> done.put(t.values(), t));
        return new Tuner(space, options).run(evaluate, done, executor, watcher);
    }

    private Tuning run(
            Function<List<Double>, Trial> evaluate,
            Map<List<Double>, Trial> known,
            Executor executor,
            Consumer<Trial> watcher) {
        while (trials.size() < options.evaluations()) {
            List<List<Double>> round = round(Math.min(ROUND, options.evaluations() - trials.size()));
            if (round.isEmpty()) {
                break;
            }
            List<CompletableFuture<Trial>> running = new ArrayList<>();
            for (List<Double> values : round) {
                Trial before = known.get(values);
                running.add(
                        before != null
                                ? CompletableFuture.completedFuture(before)
                                : CompletableFuture.supplyAsync(() -> evaluate.apply(values), executor));
            }
            for (CompletableFuture<Trial> r : running) {
                Trial trial = joined(r, running);
                trials.add(trial);
                watcher.accept(trial);
            }
        }
        return Tuning.of(trials, options.objective());
    }

    private static Trial joined(CompletableFuture<Trial> wanted, List<CompletableFuture<Trial>> all) {
        try {
            return wanted.join();
        } catch (CompletionException e) {
            all.forEach(f -> f.cancel(true));
            throw e.getCause() instanceof RuntimeException r ? r : e;
        }
    }

    /** Values not tried yet; fewer than asked for where the space has no more. */
    private List<List<Double>> round(int size) {
        List<List<Double>> round = new ArrayList<>();
        if (trials.isEmpty()) {
            add(round, space.stream().map(Parameter::standard).toList());
        }
        int cover = Math.max(ROUND, options.evaluations() / 4);
        if (!trials.isEmpty()) {
            learn();
        }
        for (int i = round.size(); i < size; i++) {
            boolean found = false;
            for (int t = 0; t < TRIES && !found; t++) {
                found = add(round, trials.size() + round.size() < cover ? spread() : improved(i, t));
            }
            for (int t = 0; t < TRIES && !found; t++) {
                found = add(round, spread());
            }
        }
        return round;
    }

    private boolean add(List<List<Double>> round, List<Double> values) {
        return tried.add(values) && round.add(values);
    }

    private List<Double> spread() {
        covered++;
        List<Double> values = new ArrayList<>();
        for (int k = 0; k < space.size(); k++) {
            values.add(space.get(k).at((radicalInverse(covered, PRIMES[k]) + rotation[k]) % 1));
        }
        return List.copyOf(values);
    }

    private static double radicalInverse(int index, int base) {
        double result = 0;
        double digit = 1.0 / base;
        for (int i = index; i > 0; i /= base) {
            result += i % base * digit;
            digit /= base;
        }
        return result;
    }

    private List<Double> improved(int slot, int attempt) {
        Trial best = trials.stream().min(Trial.byWorth(options.objective())).orElseThrow();
        if (slot % BOLD == BOLD - 1 && attempt < TRIES / 2) {
            Trial other = across(best, attempt);
            if (other != null) {
                return between(best, other, attempt == 0 ? 0.5 : random.nextDouble());
            }
        }
        double spare = SPARE[slot % SPARE.length];
        double narrowest = WIDEST * StrictMath.pow(NARROWEST / WIDEST, (double) trials.size() / options.evaluations());
        List<Double> chosen = List.of();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < CANDIDATES; i++) {
            List<Double> values = candidate(best, narrowest * (1 << (i % 4)), i % 5 == 4);
            if (tried.contains(values)) {
                continue;
            }
            double worth = guess(values, spare);
            if (chosen.isEmpty() || worth < least) {
                chosen = values;
                least = worth;
            }
        }
        return chosen.isEmpty() ? spread() : chosen;
    }

    /** A point near the best, along a single parameter now and then, or anywhere. */
    private List<Double> candidate(Trial best, double width, boolean anywhere) {
        int only = random.nextInt(2) == 0 ? random.nextInt(space.size()) : -1;
        List<Double> values = new ArrayList<>();
        for (int k = 0; k < space.size(); k++) {
            Parameter p = space.get(k);
            double value = best.values().get(k);
            if (anywhere) {
                values.add(p.at(random.nextDouble()));
            } else {
                values.add(only >= 0 && only != k ? value : p.at(p.share(value) + width * gaussian()));
            }
        }
        return List.copyOf(values);
    }

    /** Logarithm of the guessed cost; what is guessed to miss comes after all that is not, the least miss first. */
    private double guess(List<Double> values, double spare) {
        if (cost == null || misses == null) {
            return 0;
        }
        double[] x = shares(values);
        double over = misses.at(x) - StrictMath.log(allowed() * spare);
        return over > 0 ? MISSES + over : cost.at(x);
    }

    private double allowed() {
        return Math.max(LEAST_MISSES, 1 - options.objective());
    }

    /** Guesses from all trials so far. */
    private void learn() {
        double[][] points = new double[trials.size()][];
        double[] costs = new double[points.length];
        double[] missed = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            Trial t = trials.get(i);
            points[i] = shares(t.values());
            costs[i] = StrictMath.log(Math.max(Double.MIN_NORMAL, t.cost()));
            missed[i] = StrictMath.log(Math.max(allowed() * NONE, 1 - t.attainment()));
        }
        cost = Surrogate.through(points, costs);
        misses = Surrogate.through(points, missed);
    }

    private double[] shares(List<Double> values) {
        double[] x = new double[space.size()];
        for (int k = 0; k < x.length; k++) {
            x[k] = space.get(k).share(values.get(k));
        }
        return x;
    }

    /** The {@code number}-th nearest of those on the other side of the objective: cheaper and missing, or dearer and keeping. */
    private @Nullable Trial across(Trial best, int number) {
        boolean keeps = best.keeps(options.objective());
        List<Trial> others = new ArrayList<>();
        for (Trial t : trials) {
            if (t.keeps(options.objective()) != keeps && (keeps ? t.cost() < best.cost() : true)) {
                others.add(t);
            }
        }
        others.sort(Comparator.comparingDouble(t -> distance(best, t)));
        return others.isEmpty() ? null : others.get(number % others.size());
    }

    private double distance(Trial a, Trial b) {
        double sum = 0;
        for (int k = 0; k < space.size(); k++) {
            Parameter p = space.get(k);
            double d = p.share(a.values().get(k)) - p.share(b.values().get(k));
            sum += d * d;
        }
        return sum;
    }

    private List<Double> between(Trial a, Trial b, double share) {
        List<Double> values = new ArrayList<>();
        for (int k = 0; k < space.size(); k++) {
            Parameter p = space.get(k);
            double from = p.share(a.values().get(k));
            values.add(p.at(from + share * (p.share(b.values().get(k)) - from)));
        }
        return List.copyOf(values);
    }

    /** By Box and Muller; two draws each. */
    private double gaussian() {
        double u = 1 - random.nextDouble();
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
