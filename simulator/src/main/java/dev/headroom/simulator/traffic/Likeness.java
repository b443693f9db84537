package dev.headroom.simulator.traffic;

import dev.headroom.simulator.Rng;
import dev.headroom.simulator.Trace;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a trace is like, and more of the same. A step's demand is taken as trend × profile of the hour of the week × rest,
 * where the rest is kept as it was: in blocks of six hours on the wall, each of which is a sample of what chance does at
 * that time of day, bursts and their decay included. New weeks are trend and profile again, with blocks drawn at random from
 * those of the same time of day (a seasonal block bootstrap, after Politis and Romano). The mean stays what it was.
 *
 * <p>The trend is a straight line through the weekly sums. It goes on in the new weeks when there are four weeks to learn
 * it from and its slope is more than 4.3 standard errors from level; else the traffic stays level.
 */
public final class Likeness {
    private static final long BLOCK = 6 * 3_600_000L;
    private static final double LEAST_PROFILE = 0.01;

    private final Generated history;
    private final ZoneId zone;
    private final Trend trend;
    private final HourOfWeek profile;
    private final double floor;
    private final List<List<int[]>> blocks;
    private final double[] rest;
    private final double level;

    private Likeness(Generated history, ZoneId zone) {
        this.history = history;
        this.zone = zone;
        double[] counts = history.trace().arrivals();
        Grid grid = new Grid(history.trace().startMillis(), history.trace().bucketMillis(), counts.length, zone);
        long[] wall = grid.wall();
        trend = Trend.of(counts, grid);
        double[] flat = new double[counts.length];
        double sum = 0;
        for (int i = 0; i < flat.length; i++) {
            flat[i] = counts[i] / trend.at(grid, i);
            sum += flat[i];
        }
        profile = HourOfWeek.of(flat, wall);
        floor = LEAST_PROFILE * sum / flat.length;
        rest = new double[flat.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = flat[i] / base(wall[i]);
        }
        blocks = blocks(wall);
        level = sum / expected(wall);
    }

    /**
     * Learns.
     *
     * @param history two steps at least, not all without demand
     * @param zone of days and hours
     * @throws IllegalArgumentException when there is nothing to learn from
     */
    public static Likeness of(Generated history, ZoneId zone) {
        if (history.trace().arrivals().length < 2 || !(history.trace().total() > 0)) {
            throw new IllegalArgumentException("there is no demand to be like");
        }
        return new Likeness(history, zone);
    }

    /** Growth per week as a share of the mean; 0 when none is certain. */
    public double growthPerWeek() {
        return trend.growthPerWeek();
    }

    /**
     * More of the same, from where the history ends.
     *
     * @param span how much
     * @param sales what comes on top
     * @param name for reports
     * @param seed fixes every random draw
     */
    public Generated more(Duration span, List<Sale> sales, String name, long seed) {
        Trace old = history.trace();
        long steps = span.toMillis() / old.bucketMillis();
        if (steps < 1 || steps > Grid.MOST_STEPS) {
            throw new IllegalArgumentException(
                    "that would be " + steps + " steps; from 1 to " + Grid.MOST_STEPS + " can be made");
        }
        Grid grid = new Grid(old.endMillis(), old.bucketMillis(), (int) steps, zone);
        long[] wall = grid.wall();
        double[] expected = new double[grid.count()];
        int[] source = sources(wall, seed);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = level * base(wall[i]) * rest[source[i]] * trend.at(grid, i);
        }
        Draws none = new Draws(seed);
        for (Sale sale : sales) {
            double[] factor = sale.shape().over(grid, none);
            for (int i = 0; i < expected.length; i++) {
                expected[i] *= factor[i];
            }
        }
        Rng unused = new Rng(seed, Rng.Stream.TRAFFIC);
        double[] counts = new ArrivalLaw.Steady().counts(expected, unused);
        Trace trace = new Trace(name, grid.startMillis(), grid.stepMillis(), counts);
        return new Generated(
                trace, tokens(history.inputTokens(), counts, source), tokens(history.outputTokens(), counts, source));
    }

    /** Tokens a request as in the step that the rest is from. */
    private double[] tokens(double[] old, double[] counts, int[] source) {
        double[] out = new double[old.length == 0 ? 0 : counts.length];
        double[] before = history.trace().arrivals();
        double each = 0;
        for (int i = 0; i < out.length; i++) {
            int s = source[i];
            each = before[s] > 0 ? old[s] / before[s] : each;
            out[i] = Math.rint(counts[i] * each);
        }
        return out;
    }

    /** The profile, kept away from 0 so that the rest stays a number of moderate size. */
    private double base(long wall) {
        return Math.max(floor, profile.at(wall));
    }

    /** For each new step the old one whose rest it has. */
    private int[] sources(long[] wall, long seed) {
        Rng rng = new Rng(seed, Rng.Stream.TRAFFIC);
        int[] out = new int[wall.length];
        int[] block = {0, 0};
        int offset = 0;
        for (int i = 0; i < out.length; i++) {
            if (i == 0 || Math.floorDiv(wall[i], BLOCK) != Math.floorDiv(wall[i - 1], BLOCK)) {
                List<int[]> choices = blocks.get(slot(wall[i]));
                block = choices.get((int) (rng.uniform() * choices.size()));
                long into = Math.floorMod(wall[i], BLOCK) / history.trace().bucketMillis();
                offset = (int) Math.min(into, Math.max(0, block[1] - block[0] - 1));
            }
            out[i] = block[0] + offset % (block[1] - block[0]);
            offset++;
        }
        return out;
    }

    private static int slot(long wall) {
        return (int) (Math.floorMod(wall, Grid.DAY) / BLOCK);
    }

    /** Begins and ends of blocks in the history by time of day; torn ones only where there are no whole ones with demand. */
    private List<List<int[]>> blocks(long[] wall) {
        List<List<int[]>> whole = new ArrayList<>();
        List<List<int[]>> any = new ArrayList<>();
        int slots = (int) (Grid.DAY / BLOCK);
        for (int s = 0; s < slots; s++) {
            whole.add(new ArrayList<>());
            any.add(new ArrayList<>());
        }
        long full = Math.max(1, BLOCK / history.trace().bucketMillis());
        List<int[]> all = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= wall.length; i++) {
            if (i == wall.length || Math.floorDiv(wall[i], BLOCK) != Math.floorDiv(wall[begin], BLOCK)) {
                int[] block = {begin, i};
                (i - begin >= full ? whole : any).get(slot(wall[begin])).add(block);
                all.add(block);
                begin = i;
            }
        }
        for (int s = 0; s < slots; s++) {
            if (idle(whole.get(s))) {
                whole.get(s).addAll(any.get(s));
            }
            if (whole.get(s).isEmpty()) {
                whole.set(s, all);
            }
        }
        return whole;
    }

    private boolean idle(List<int[]> blocks) {
        return blocks.stream()
                .flatMapToInt(block -> IntStream.range(block[0], block[1]))
                .allMatch(i -> rest[i] == 0);
    }

    /** What the method would bring in the mean over the history itself, trend aside; the level makes up the difference. */
    private double expected(long[] wall) {
        double[] mean = new double[blocks.size()];
        for (int s = 0; s < mean.length; s++) {
            double sum = 0;
            int steps = 0;
            for (int[] block : blocks.get(s)) {
                for (int i = block[0]; i < block[1]; i++) {
                    sum += rest[i];
                    steps++;
                }
            }
            mean[s] = sum / steps;
        }
        double sum = 0;
        for (long w : wall) {
            sum += base(w) * mean[slot(w)];
        }
        return sum;
    }
}
